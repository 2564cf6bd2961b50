"""Titles that are nearly all the same words."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from audits.copies import one_of_each
from audits.lists import first_page_of
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Owner, Passes, Reviews, Severity, site_rule
from audits.site import SiteView
from store.model import Outcome, Page

_TRIMMED = " -–—|·•:,»«/"
_PARTED = re.compile(r"\s+[-–—|·•»]\s+")
_NAME = 30
"""Characters of the site's name at most, which may end every title."""


@site_rule(
    id="title-boilerplate",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:title-link"],
    title="Titles are mostly the same words",
    message="Most of this title stands in the titles of many other pages too.",
    why="People see the same words in every result and the page's own name is lost; Google then writes titles itself.",
    fix="Shorten what is the same everywhere, so that the page's own words make up most of the title.",
    fix_developer="Put the page's own name first in the title template, and only the site's short name behind it.",
    owner=Owner.TEMPLATE,
    settings={
        "min_share": "share of the title's characters that the common words take",
        "min_pages": "pages from which on common words are told",
    },
    examples=[
        Reviews(
            {"/": "<title>Home</title>"}
            | {
                f"/{n}": f"<title>Song {n:02} – lyrics, posters, albums, videos, reviews and concerts</title>"
                for n in range(20)
            },
            at=[f"/{n}" for n in range(20)],
        ),
        Reviews(
            {
                f"/{n}": f"<title>Lyrics, posters, albums, videos, reviews and concerts of band {n:02}x</title>"
                for n in range(20)
            },
            at=[f"/{n}" for n in range(20)],
            note="common words at the beginning",
        ),
        Passes(
            {
                f"/{n}": f"<title>Song {n:02} – lyrics, posters, albums, videos, reviews and concerts</title>"
                for n in range(19)
            },
            note="19 pages",
        ),
        Passes(
            {f"/{n}": f"<title>A song with a name of its own, number {n:02} | Cat Records</title>" for n in range(20)}
            | {"/x": "<title>Cat Records</title>"},
            note="a short site name",
        ),
        Passes(
            {f"/{n}": f"<title>Type{n:02} Objects — Cat 3.11.2 documentation</title>" for n in range(20)}
            | {f"/{n}/x": f"<title>Calls of kind {n:02} — Cat 3.11.2 documentation</title>" for n in range(20)},
            note="the site's name after one word that some pages share",
        ),
        Passes(
            {
                f"/news?page={n}": f"<title>News of the boat yard and of its friends – page {n}</title>"
                for n in range(2, 30)
            },
            note="the pages of one list",
        ),
        Passes(
            {f"/{n}": "<title>The very same title on all these pages</title>" for n in range(20)}, note="duplicates"
        ),
    ],
)
def title_boilerplate(site: SiteView, *, min_share: float = 0.7, min_pages: int = 20) -> Iterator[Evidence]:
    """Yield the pages of each long beginning or end that many different titles share."""
    by_title: dict[str, Page] = {}
    for page in one_of_each(site, site.indexable):
        title = page.facts.title if page.facts else None
        if title and first_page_of(page.url) is None:
            by_title.setdefault(title, page)
    name = _site_name(by_title)
    counts: Counter[str] = Counter()
    for title in by_title:
        counts.update(_common_parts(title, min_share, name))
    groups: dict[str, list[Page]] = defaultdict(list)
    for title, page in by_title.items():
        shared = [part for part in _common_parts(title, min_share, name) if counts[part] >= min_pages]
        if shared:
            groups[max(shared, key=len)].append(page)
    for part, pages in groups.items():
        message = f"“{part}” makes up most of the titles of {counts[part]:,} pages."
        for page in pages:
            yield site.evidence(page.url, message, group=part, facts={"pages": counts[part]}, outcome=Outcome.REVIEW)


def _site_name(titles: Iterable[str]) -> str:
    """The short last part of more than half of the titles; empty where there is none."""
    lasts = [parts[-1] if len(parts) > 1 else "" for parts in map(_PARTED.split, titles)]
    name, number = Counter(lasts).most_common(1)[0] if lasts else ("", 0)
    return name if len(name) <= _NAME and 2 * number > len(lasts) else ""


def _common_parts(title: str, min_share: float, name: str) -> set[str]:
    """The beginnings and ends of whole words that take their share of the title, and are not all of it.

    Without the site's name they must take their share of what is left of the title, too.
    """
    least = max(2.0, min_share * len(title))
    parts = set()
    at = title.rfind(" ")
    while at >= least:
        parts.add(title[:at].rstrip(_TRIMMED))
        at = title.rfind(" ", 0, at)
    at = title.find(" ")
    while 0 <= at < len(title) - least:
        parts.add(title[at:].lstrip(_TRIMMED))
        at = title.find(" ", at + 1)
    own = len(_without(title, name))
    return {
        part for part in parts if len(part) >= least and " " in part and len(_without(part, name)) >= min_share * own
    }


def _without(text: str, name: str) -> str:
    return text.removesuffix(name).rstrip(_TRIMMED) if name else text
