"""Wrong spellings of a brand or product in text and titles."""

import re
from collections.abc import Iterator
from functools import lru_cache

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)

_OURS = {"variants": ("Acmee", "ACME Shop", "Wi-Fi")}


@page_rule(
    id="brand-name-variant",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:site-names"],
    title="Name is misspelt",
    message="The page spells a name as the configuration says it must not be spelt.",
    why="People who look for the name find it under one spelling, and two spellings look careless.",
    fix="Write the name as the brand's guide has it.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"variants": "wrong spellings, as they stand in the text; capitals matter"},
    examples=[
        Fails("<title>Cats</title><p>Welcome to Acmee.</p>", at=["p"], settings=_OURS),
        Fails("<title>Mats | ACME Shop</title><p>Mats</p>", at=["title"], settings=_OURS),
        Fails("<p>Free Wi-Fi</p>", at=["p"], settings=_OURS),
        Passes("<title>Cats</title><p>Welcome to Acme. The acmeeting is on Monday.</p>", settings=_OURS),
        Passes("<p>Our name is not <code>Acmee</code>.</p>", settings=_OURS, note="a sample"),
        Passes("<p>Welcome to Acmee.</p>", note="nothing is configured"),
        Inapplicable("<p>Acmee</p>", status=404, settings=_OURS),
    ],
)
def brand_name_variant(page: PageView, *, variants: tuple[str, ...] = ()) -> Iterator[Evidence]:
    """Yield the title and each passage that has one of the wrong spellings."""
    wanted = [one for one in variants if one and one in page.body]
    if not wanted:
        return
    pattern = _pattern(tuple(wanted))
    title = page.select_one("title")
    found = pattern.search(page.facts.title or "")
    if title is not None and found:
        yield page.evidence(title, f"The title spells the name “{found[0]}”.", group=found[0])
    for element, text in page.prose:
        found = pattern.search(text)
        if found:
            yield page.evidence(element, f"The text spells the name “{found[0]}”.", group=found[0])


@lru_cache(maxsize=64)
def _pattern(variants: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, variants))})(?!\w)")
