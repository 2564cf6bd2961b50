"""Pages of a segment that lack what the `[[segment]]` table of marsad.toml says they must have."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.segments import SegmentOptions, fits
from audits.selection import find, parse_expectation

_SHOP: dict[str, Any] = {
    "segments": [
        {
            "name": "products",
            "match": ["/product/*"],
            "must_have": ["data:Product", "css:main img", r"regex:\d [€$]"],
            "must_not_have": ["text:lorem ipsum"],
        }
    ]
}
_MARKUP = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product", "name": "Mat"}</script>'
)
_URL = "https://example.com/product/mat"


@page_rule(
    id="segment-expectation",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["mdn:Web/CSS/CSS_selectors"],
    title="Page is not as its segment must be",
    message="The page lacks something that your configuration expects of its part of the site.",
    why="You said in the configuration what every page of this part must have.",
    fix="Add what is missing, or take out what must not be there.",
    fix_developer="Mend it in the template where all its pages have it.",
    settings={"segments": "the segments, each like a `[[segment]]` table of marsad.toml"},
    applies=lambda page: page.is_content,
    examples=[
        Fails(f"{_MARKUP}<main><h1>Mat</h1><p>5 €</p></main>", at=[""], url=_URL, settings=_SHOP, note="no picture"),
        Fails("<main><img src=a.png><p>soon</p></main>", at=["", ""], url=_URL, settings=_SHOP, note="two are missing"),
        Fails(
            f"{_MARKUP}<main><img src=a.png><p>5 € Lorem ipsum</p></main>",
            at=[""],
            url=_URL,
            settings=_SHOP,
            note="text that must not be there",
        ),
        Passes(f"{_MARKUP}<main><img src=a.png><p>5 €</p></main>", url=_URL, settings=_SHOP),
        Passes("<h1>About us</h1>", url="https://example.com/about", settings=_SHOP, note="another part"),
        Passes("<h1>Hello</h1>", note="nothing is asked"),
        Inapplicable("<h1>Gone</h1>", url=_URL, status=404, settings=_SHOP),
    ],
)
def segment_expectation(
    page: PageView, *, segments: Iterable[SegmentOptions | Mapping[str, Any]] = ()
) -> Iterator[Evidence]:
    """Yield one evidence for each expectation that the page does not meet."""
    template = page.site.templates.get(page.page.template_id or 0, "")
    for one in segments:
        segment = one if isinstance(one, SegmentOptions) else SegmentOptions.model_validate(one)
        if not fits(segment.match, page.url, template):
            continue
        for wanted in segment.must_have:
            if not find(page, parse_expectation(wanted), 1):
                message = f"A page of “{segment.name}” must have `{wanted}`, and this one has not."
                yield page.evidence(message=message, group=wanted, facts={"segment": segment.name})
        for unwanted in segment.must_not_have:
            for found in find(page, parse_expectation(unwanted), 1):
                message = f"A page of “{segment.name}” must not have `{unwanted}`, and this one has."
                yield page.evidence(found.element, message, group=unwanted, facts={"segment": segment.name})
