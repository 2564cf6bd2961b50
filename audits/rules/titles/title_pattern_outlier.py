"""Titles that lack what all others of their template have."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from audits.rule import (
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
from store.model import Outcome, Page
from store.urls import split

_SEPARATOR = re.compile(r"\s+[-–—·•:»/]\s+|\s*[|｜]\s*")


@site_rule(
    id="title-pattern-outlier",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:title-link"],
    title="Title does not follow the pattern of its kind",
    message="The title lacks what nearly all titles of the same template have.",
    why="In a search result people do not see whose page it is; often the title was typed by hand or got lost.",
    fix="Add the missing part, or leave the title if it says whose page it is in other words.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={
        "min_share": "share of the template's titles that follow the pattern",
        "min_pages": "titles that a template must have to be judged",
    },
    examples=[
        Reviews(
            {f"/p/cat-{'abcdefghijklmnopqrst'[n]}": f"<title>Cat {n} | Cat Shop</title><p>A</p>" for n in range(19)}
            | {"/p/cat-z": "<title>Old cat</title><p>A</p>"},
            at=["/p/cat-z"],
        ),
        Passes(
            {f"/p/cat-{'abcdefghijklmnopqrst'[n]}": f"<title>Cat {n} | Cat Shop</title><p>A</p>" for n in range(19)}
            | {"/p/cat-z": "<title>Old cat (Cat Shop)</title><p>A</p>"},
            note="the name stands elsewhere in the title",
        ),
        Passes(
            {f"/p/cat-{'abcdefghijklmnopqrst'[n]}": f"<title>Cat {n} | Cat Shop</title><p>A</p>" for n in range(16)}
            | {f"/p/cat-{n}": f"<title>Old cat {n}</title><p>A</p>" for n in "wxyz"},
            note="four of twenty: no slip",
        ),
        Passes(
            {f"/p/cat-{'abcdefghijklmnopqrst'[n]}": f"<title>Cat {n} | Manual 3.1</title><p>A</p>" for n in range(19)}
            | {"/p/cat-z": "<title>3.1 manual</title><p>A</p>"},
            note="the title page of the section",
        ),
        Passes(
            {f"/p/cat-{'abcdefghijklmnopqrst'[n]}": f"<title>Cat {n} | Cat Shop</title><p>A</p>" for n in range(20)}
            | {"/q/cat-z": "<title>Old dog</title><p>A</p>"},
            note="another part of the site that looks alike",
        ),
        Passes(
            {"/p/cat-z": "<title>Cats</title><p>A</p>"}
            | {f"/p/cat-{'abcdefghijklmnopqrst'[n]}": f"<title>Cat {n} | Cat Shop</title><p>A</p>" for n in range(19)},
            note="the start page",
        ),
        Passes(
            {f"/p/cat-{'abcdefghijklmnopqrst'[n]}": f"<title>Cat {n} | Cat Shop</title><p>A</p>" for n in range(9)}
            | {"/p/cat-z": "<title>Old cat</title><p>A</p>"},
            note="ten pages are too few to speak of a pattern",
        ),
    ],
)
def title_pattern_outlier(site: SiteView, *, min_share: float = 0.9, min_pages: int = 20) -> Iterator[Evidence]:
    """Yield each page whose title has no trace of the part that its template's titles share."""
    templates: dict[tuple[int, str], list[Page]] = defaultdict(list)
    for page in site.indexable:
        if page.template_id is not None and page.facts and page.facts.title:
            # Manuals of one make look alike: each first folder has a pattern of its own.
            folder, mark, _ = split(page.url).path.lstrip("/").partition("/")
            templates[page.template_id, folder if mark else ""].append(page)
    for pages in templates.values():
        if len(pages) < min_pages:
            continue
        titles = [str(page.facts.title).casefold() for page in pages if page.facts]
        ends = Counter(
            part for parts in map(_SEPARATOR.split, titles) if len(parts) > 1 for part in {parts[0], parts[-1]}
        )
        part, count = ends.most_common(1)[0] if ends else ("", 0)
        if not part.strip() or not min_share * len(pages) <= count < len(pages):
            continue
        for page, title in zip(pages, titles, strict=True):
            # A page that is named by most of these words is the head of its section.
            words = set(part.split())
            if page.url != site.start_url and 2 * len(words & set(title.split())) <= len(words) and part not in title:
                message = f"{count} of {len(pages)} titles of this template name “{part}”; this one does not."
                yield site.evidence(page.url, message, group=part, outcome=Outcome.REVIEW)
