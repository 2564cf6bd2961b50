"""Pages that no browser opened and whose parts weigh several megabytes together."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.rules.delivery.perf_page_weight import HEAVY_BYTES
from store.document import Element
from store.model import ArtifactKind, LinkState

_IMAGE = "/a.jpg"
_PAGE = f'<img src="{_IMAGE}" alt="A">'


def _weighs(size: int) -> dict[str, Answer]:
    return {_IMAGE: Answer(content_type="image/jpeg", size_bytes=size)}


@page_rule(
    id="perf-page-weight-named",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:total-byte-weight", "web.dev:performance-budgets-101"],
    title="Page may be heavy",
    message="The files that the page names weigh several megabytes together.",
    why="On a phone it takes long to load and uses up data that people pay for.",
    fix="Look for large pictures first, and save them smaller.",
    fix_developer="Load images lazily in the right size, split scripts, and defer what lies below.",
    settings={"most_bytes": "bytes of a page and the files that it names above which it is heavy"},
    applies=lambda page: (
        page.is_content
        and bool(page.site.targets)
        and page.page.template_id not in page.site.measured_templates
        and ArtifactKind.RENDERED not in page.artifacts
    ),
    examples=[
        Reviews(_PAGE, at=[""], targets=_weighs(HEAVY_BYTES + 1)),
        Passes(_PAGE, targets=_weighs(HEAVY_BYTES), page={"wire_bytes": 0}),
        Reviews(_PAGE, at=[""], targets=_weighs(HEAVY_BYTES), page={"wire_bytes": 1}),
        Passes(f"{_PAGE}{_PAGE}", targets=_weighs(HEAVY_BYTES // 2 + 9), note="a file comes once"),
        Passes('<img src="/a.jpg" alt="A" loading="lazy">', targets=_weighs(HEAVY_BYTES + 1), note="as people scroll"),
        Passes(
            f"<p>A</p><noscript>{_PAGE}</noscript>",
            targets=_weighs(HEAVY_BYTES + 1),
            note="a script shows it as people scroll",
        ),
        Passes(f"<p>A</p><template>{_PAGE}</template>", targets=_weighs(HEAVY_BYTES + 1)),
        Passes('<script nomodule src="/a.jpg"></script>', targets=_weighs(HEAVY_BYTES + 1), note="for old browsers"),
        Passes('<link rel=prefetch href="/a.jpg">', targets=_weighs(HEAVY_BYTES + 1), note="for a later page"),
        Passes(_PAGE, targets={"/a.jpg": Answer(status=404, size_bytes=HEAVY_BYTES + 1)}),
        Inapplicable(
            _PAGE,
            targets=_weighs(HEAVY_BYTES + 1),
            page={"template_id": 7},
            site_options={"measured_templates": frozenset({7})},
            note="a browser measured what such pages weigh",
        ),
    ],
)
def perf_page_weight_named(page: PageView, *, most_bytes: int = HEAVY_BYTES) -> Iterator[Evidence]:
    """Yield the heavy page for review: what its scripts load and what browsers choose is unknown."""
    named = {page.normal(one.attr("src") or one.attr("href") or "") for one in _files(page)}
    targets = (page.site.targets.get(url) for url in named if url)
    weight = page.page.wire_bytes + sum(
        one.size_bytes or 0 for one in targets if one is not None and one.state is LinkState.OK
    )
    if weight > most_bytes:
        message = f"The page and the files that it names weigh {weight / 1e6:.1f} MB."
        yield page.review(None, message, facts={"bytes": weight})


def _files(page: PageView) -> Iterator[Element]:
    """What the browser loads at once."""
    yield from page.select("script[src]:not([nomodule])")
    yield from (one for one in page.select("link[href]") if "stylesheet" in (one.attr("rel") or "").lower().split())
    yield from (one for one in page.select("img[src]") if not _is_late(one))


def _is_late(image: Element) -> bool:
    # What lazy loading by a script keeps in noscript is loaded as people scroll, too.
    return (image.attr("loading") or "").strip().lower() == "lazy" or image.closest("noscript, template") is not None
