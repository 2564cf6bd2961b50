"""Titles that name the site twice."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule

_PARTS = re.compile(r"\s+[-–—·•:»/]\s+|\s*[|｜]\s*")


@page_rule(
    id="title-site-name-repeated",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:title-link"],
    title="Title names the site twice",
    message="The site's name stands twice in the title.",
    why="The repeated name takes the place of words that tell the page from others.",
    fix="Name the site once, at the end of the title.",
    fix_developer="Often an SEO plugin and the theme both add the name: let one of them do it.",
    applies=lambda page: page.is_indexable and bool(page.facts.title),
    examples=[
        Fails(
            "<title>Grey cats | Cat Shop | Cat Shop</title>", at=["title"], url="https://www.cat-shop.example/grey-cats"
        ),
        Fails(
            '<title>Cat Shop - Grey cats - Cat Shop</title><meta property="og:site_name" content="cat shop">',
            at=["title"],
        ),
        Fails('<title>Cat Shop | Cat Shop</title><meta property="og:site_name" content="Cat Shop">', at=["title"]),
        Passes("<title>Grey cats | Cat Shop</title>"),
        Passes("<title>Pets - Cats - Cats</title>", note="a section and a page that is called like it"),
        Passes("<title>Cats | Cats</title>", note="a page that may be called like its site"),
        Passes(
            '<title>Cats for sale | Cats</title><meta property="og:site_name" content="Cats">',
            note="a word of the page's own name",
        ),
        Inapplicable("<p>No title</p>"),
    ],
)
def title_site_name_repeated(page: PageView) -> Iterator[Evidence]:
    """Yield the title where the site's name is a part of it twice: the declared one, or that of the host at its end."""
    parts = [part.casefold() for part in _PARTS.split((page.facts.title or "").strip()) if part]
    if len(parts) < 2 or len(parts) == len(set(parts)):
        return
    name = next((value for key, value in page.facts.open_graph if key == "og:site_name"), "").strip().casefold()
    last = _letters(parts[-1])
    is_told = len(parts) > 2 and parts[-1] == parts[-2] and bool(last) and last in _letters(page.parts.host)
    if (name and parts.count(name) > 1) or is_told:
        shown = name if parts.count(name) > 1 else parts[-1]
        yield page.evidence(page.select_one("title"), f"“{shown}” stands {parts.count(shown)} times in the title.")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
