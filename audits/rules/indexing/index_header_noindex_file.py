"""Linked documents and pictures that say noindex."""

from collections.abc import Iterator

from audits.linking import told_by_links
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
from store.model import Outcome


@site_rule(
    id="index-header-noindex-file",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-meta-tag", "google:block-indexing"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Linked file keeps itself out of search",
    message="A linked file answers with `X-Robots-Tag: noindex`.",
    why="The document or picture cannot be found by searching, although the site offers it to its visitors.",
    fix="If the file should be found, have the header taken out.",
    fix_developer="Narrow the server's rule that adds `X-Robots-Tag` to these files.",
    examples=[
        Reviews(
            {
                "/": '<a href="/a.pdf">A</a>',
                "/a.pdf": Answer(content_type="application/pdf", headers={"X-Robots-Tag": "noindex"}),
            },
            at=["/a.pdf"],
        ),
        Passes({"/": '<a href="/a.pdf">A</a>', "/a.pdf": Answer(content_type="application/pdf")}),
        Passes(
            {
                "/": '<a href="/a.pdf">A</a>',
                "/a.pdf": Answer(content_type="application/pdf", headers={"X-Robots-Tag": "otherbot: noindex"}),
            },
            note="binds another bot",
        ),
        Passes(
            {"/": "<p>A</p>", "/a.pdf": Answer(content_type="application/pdf", headers={"X-Robots-Tag": "noindex"})},
            note="not linked",
        ),
    ],
)
def index_header_noindex_file(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to such a file."""
    answers = [(page.url, page.status, page.content_type, page.headers) for page in site.pages if not page.is_html]
    answers += [(one.url, one.status, one.content_type, one.headers) for one in site.targets.values()]
    for url, status, content_type, headers in answers:
        if status != 200 or not content_type.startswith(("application/", "image/")) or not site.is_internal(url):
            continue
        said = [value.lower() for name, value in headers if name == "x-robots-tag"]
        if any(_is_noindex(value) for value in said):
            message = f"The linked file {url} answers with `X-Robots-Tag: {said[0]}`."
            facts = {"content_type": content_type, "header": said}
            yield from told_by_links(site, url, message, facts=facts, outcome=Outcome.REVIEW)


def _is_noindex(value: str) -> bool:
    agent, colon, rest = value.partition(":")
    if colon and agent.strip() not in ("max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"):
        if agent.strip() not in ("googlebot", "robots", "*"):
            return False
        value = rest
    return bool({"noindex", "none"} & {token.strip() for token in value.split(",")})
