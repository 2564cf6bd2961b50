"""Links to very large files that do not say so."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from audits.linking import linking_edges
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import LinkState, Outcome

_SIZE = re.compile(r"\d\s*(?:[kmg]i?b|mo|go|мб|гб|ميجا|ميغا|مگابایت|メガ|兆|megabytes?)\b", re.IGNORECASE)
_MOST_SOURCES = 1_000
_PAGE = {"/": '<a href="/film.zip">The film</a>'}


class _File(NamedTuple):
    url: str
    content_type: str
    size: int


@site_rule(
    id="link-file-heavy",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["wcag:2.4.4"],
    title="Link leads to a very large file",
    message="A link leads to a very large file and does not say so.",
    why="On a phone such a file takes minutes and uses up data that people pay for.",
    fix="Write the size beside the link, or offer a smaller version.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={
        "minimum_bytes": "size in bytes above which a file is very large",
        "minimum_pdf_bytes": "size in bytes above which a PDF is very large",
    },
    examples=[
        Reviews(
            _PAGE,
            at=["/film.zip"],
            targets={"/film.zip": Answer(content_type="application/zip", size_bytes=10_000_001)},
        ),
        Reviews(
            {
                "/": '<a href="/a.pdf">Report</a>',
                "/a.pdf": Answer(content_type="application/pdf", size_bytes=31_000_000),
            },
            at=["/a.pdf"],
        ),
        Passes(_PAGE, targets={"/film.zip": Answer(content_type="application/zip", size_bytes=10_000_000)}),
        Passes(
            {
                "/": '<a href="/a.pdf">Report</a>',
                "/a.pdf": Answer(content_type="application/pdf", size_bytes=30_000_000),
            }
        ),
        Passes(
            {"/": '<a href="/film.zip">The film (zip, 40 MB)</a>'},
            targets={"/film.zip": Answer(content_type="application/zip", size_bytes=40_000_000)},
        ),
        Passes(_PAGE, targets={"/film.zip": Answer(content_type="application/zip")}, note="its size is not known"),
        Passes(_PAGE, targets={"/film.zip": Answer(content_type="text/html", size_bytes=40_000_000)}, note="a page"),
        Passes(
            {"/": '<video src="/film.mp4" controls></video>'},
            targets={"/film.mp4": Answer(content_type="video/mp4", size_bytes=90_000_000)},
            note="played piece by piece",
        ),
    ],
)
def link_file_heavy(
    site: SiteView, *, minimum_bytes: int = 10_000_000, minimum_pdf_bytes: int = 30_000_000
) -> Iterator[Evidence]:
    """Yield each page with such a link whose text names no size; a file is one cause."""
    for file in _files(site):
        least = minimum_pdf_bytes if "pdf" in file.content_type else minimum_bytes
        if file.size <= least:
            continue
        for edge in linking_edges(site, file.url)[:_MOST_SOURCES]:
            if not _SIZE.search(edge.text):
                message = f"The file {file.url} has {file.size / 1_000_000:,.0f} MB."
                facts = {"bytes": file.size, "text": edge.text}
                yield site.evidence(
                    edge.source, message, target=file.url, line=edge.line or None, facts=facts, outcome=Outcome.REVIEW
                )


def _files(site: SiteView) -> Iterator[_File]:
    """What was asked or fetched and is no page, with its size."""
    for target in site.targets.values():
        if target.state in (LinkState.OK, LinkState.REDIRECT) and _is_file(target.content_type):
            yield _File(target.url, target.content_type, target.size_bytes or 0)
    for page in site.pages:
        if page.status == 200 and not page.is_html and page.url not in site.targets and _is_file(page.content_type):
            stated = page.header("content-length") or ""
            yield _File(page.url, page.content_type, max(page.body_bytes, int(stated) if stated.isdigit() else 0))


def _is_file(content_type: str) -> bool:
    return bool(content_type) and "html" not in content_type
