"""What a site's owner requires or forbids on pages, from the `[[search]]` tables of marsad.toml."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from audits.custom import SearchOptions
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, page_rule
from audits.selection import find

_BRAND: dict[str, Any] = {"searches": [{"name": "Brand name", "text": "Acme", "case": True}]}
_LOGO: dict[str, Any] = {"searches": [{"name": "Logo", "css": "header img.logo"}]}
_OLD: dict[str, Any] = {"searches": [{"name": "Old price", "css": "p", "regex": r"19[.,]99", "expect": "forbidden"}]}
_TWO: dict[str, Any] = {"searches": [{"name": "Pictures", "css": "img", "at_least": 2}]}


@page_rule(
    id="custom-search",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["mdn:Web/CSS/CSS_selectors", "mdn:Web/XML/XPath"],
    title="Page lacks what you require, or has what you forbid",
    message="A search of your configuration is not satisfied.",
    why="You said in the configuration that every page of this kind must be so.",
    fix="Add what is missing, or take out what must not be there.",
    fix_developer="Mend it in the template where all its pages have it.",
    settings={"searches": "the searches, each like a `[[search]]` table of marsad.toml"},
    examples=[
        Fails("<h1>Welcome to acme</h1>", at=[""], settings=_BRAND, note="capitals matter here"),
        Passes("<h1>Welcome to Acme</h1>", settings=_BRAND),
        Fails("<header><img src=/logo.png></header>", at=[""], settings=_LOGO),
        Passes("<header><img class=logo src=/logo.png></header>", settings=_LOGO),
        Fails("<h1>Mat</h1><p>only 19,99 €</p><p>19 boxes</p>", at=["h1 + p"], settings=_OLD),
        Passes("<h1>19.99</h1><p>only 24,99 €</p>", settings=_OLD),
        Fails("<img src=a.png>", at=[""], settings=_TWO),
        Passes("<img src=a.png><img src=b.png>", settings=_TWO),
        Passes("<h1>Hello</h1>", note="nothing is asked"),
    ],
)
def custom_search(page: PageView, *, searches: Iterable[SearchOptions | Mapping[str, Any]] = ()) -> Iterator[Evidence]:
    """Yield the page where something required is missing, and each place of what is forbidden."""
    for one in searches:
        wanted = one if isinstance(one, SearchOptions) else SearchOptions.model_validate(one)
        found = find(page, wanted, max(20, wanted.at_least))
        if wanted.expect == "forbidden":
            for place in found:
                message = f"“{wanted.name}” must not be here: {place.value[:120] or wanted.said}."
                yield page.evidence(place.element, message, facts={"search": wanted.said})
        elif len(found) < wanted.at_least:
            counted = f" ({len(found)} of {wanted.at_least})" if found else ""
            message = f"“{wanted.name}” is missing on this page{counted}."
            yield page.evidence(message=message, facts={"search": wanted.said})
