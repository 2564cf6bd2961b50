"""Main pictures that weigh more than their pixels need, with what that costs."""

from collections.abc import Iterator
from typing import Any

from audits.measured import image_waste
from audits.page import PageView
from audits.rendering import is_comparable, vitals_of
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)
from audits.savings import SLOW_4G_WORDS, saving_facts, size_words, time_words, transfer_ms

_MANY_PAGES = 2  # of a picture from which it is a cause of its own; else its template is
_PAGE = "<img src=/hero.jpg alt=A>"
_URL = "https://example.com/hero.jpg"


def _site(size: int, pages: int = 1) -> dict[str, Any]:
    data = {"format": "jpeg", "width": 600, "height": 400, "bytes": size, "pages": pages}
    return {"assets": {_URL: data}, "lcp_images": frozenset({_URL})}


_SEEN = {"vitals": {"lcp_url": _URL, "lcp": {"url": _URL}}}


@page_rule(
    id="speed-lcp-heavy",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:optimize-lcp", "web.dev:choose-the-right-image-format"],
    title="Main picture is too heavy",
    message="The main picture weighs more than its pixels need.",
    why="The page looks finished when its main picture is there; each byte of it delays that.",
    fix="Save the picture again with stronger compression, as WebP or AVIF.",
    fix_developer="Compress the pictures of this place when they are uploaded, as AVIF or WebP, in several widths.",
    owner=Owner.CONTENT,
    needs=[ArtifactKind.VITALS],
    settings={"medium_ms": "estimated milliseconds from which it weighs more"},
    applies=is_comparable,
    examples=[
        Fails(_PAGE, at=[""], artifacts=_SEEN, site_options=_site(44_097)),
        Fails(_PAGE, at=[""], artifacts=_SEEN, site_options=_site(1_800_000, 412)),
        Passes(_PAGE, artifacts=_SEEN, site_options=_site(44_096)),
        Passes(_PAGE, artifacts=_SEEN, note="its bytes were not read"),
        Passes(_PAGE, artifacts={"vitals": {"lcp_url": ""}}, site_options=_site(90_000), note="a text is larger"),
        Inapplicable(_PAGE, status=404, artifacts=_SEEN, site_options=_site(90_000)),
    ],
)
def speed_lcp_heavy(page: PageView, *, medium_ms: float = 1_000.0) -> Iterator[Evidence]:
    """Yield the page with the time that the needless bytes of its main picture take."""
    seen = vitals_of(page)
    address = page.normal(str(seen.get("lcp_url") or "")) if seen.get("lcp_url") else None
    if address is None or address not in page.site.lcp_images:
        return
    data = page.site.assets.get(address, {})
    waste, pages = image_waste(data), int(data.get("pages") or 1)
    if not waste:
        return
    cost = transfer_ms(waste)
    where = f"on {pages:,} pages " if pages > 1 else ""
    message = (
        f"The main picture {address} {where}weighs {size_words(int(data['bytes']))}; {size_words(waste)} of it are "
        f"needless and cost about {time_words(cost)} of LCP on {SLOW_4G_WORDS}."
    )
    target, group = (address, "") if pages >= _MANY_PAGES else ("", "main picture")
    severity = Severity.MEDIUM if cost >= medium_ms else None
    # A browser saw it on some pages of a sample; the crawl knows all that load it.
    facts = {**saving_facts(address, waste, pages), "loading_pages": pages}
    yield Evidence(
        message=message, target=target, group=group, severity=severity, facts=facts,
        selector=str((seen.get("lcp") or {}).get("selector") or seen.get("lcp_selector") or ""),
    )  # fmt: skip
