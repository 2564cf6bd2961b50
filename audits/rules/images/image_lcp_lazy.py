"""The largest picture of the first screen, told to load late."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import vitals_of
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Severity,
    page_rule,
)
from store.document import Element

_SEEN = {"vitals": {"lcp_url": "https://example.com/cat.jpg", "lcp_ms": 900.0}}


@page_rule(
    id="image-lcp-lazy",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["web.dev:lcp-lazy-loading", "google:lazy-loading"],
    title="Main picture is told to load late",
    message="The largest picture of the first screen has `loading=lazy`.",
    why="The browser waits with it until it knows the layout, so the page looks finished later than it could.",
    fix="Ask the developer to take the delay off the first picture.",
    fix_developer="Drop `loading=lazy` from the first images of a template; `fetchpriority=high` helps too.",
    needs=[ArtifactKind.VITALS],
    applies=lambda page: page.is_content and page.select_one("img") is not None,
    examples=[
        Fails('<img src="/cat.jpg" alt="A cat" loading="lazy">', at=["img"], artifacts=_SEEN),
        Fails('<img srcset="/cat.jpg 2x, /c.jpg 1x" alt="A cat" loading="LAZY">', at=["img"], artifacts=_SEEN),
        Fails(
            '<picture><source srcset="/cat.jpg 800w"><img src="/c.gif" alt="" loading="lazy"></picture>',
            at=["img"],
            artifacts=_SEEN,
        ),
        Passes('<img src="/cat.jpg" alt="A cat">', artifacts=_SEEN),
        Passes('<img src="/cat.jpg" alt="A cat"><img src="/dog.jpg" alt="A dog" loading="lazy">', artifacts=_SEEN),
        Passes(
            '<img src="/cat.jpg" alt="A cat"><p>A</p><img src="/cat.jpg" alt="A cat" loading="lazy">',
            artifacts=_SEEN,
            note="the first of two is the large one",
        ),
        Passes(
            '<img src="/cat.jpg" alt="" loading="lazy">',
            artifacts={"vitals": {"lcp_url": "", "lcp_ms": 900.0}},
            note="a text is the largest part",
        ),
        Inapplicable("<p>Text</p>", artifacts=_SEEN),
    ],
)
def image_lcp_lazy(page: PageView) -> Iterator[Evidence]:
    """Yield the image of the largest paint where it is lazy, and no image with that source is not."""
    seen = vitals_of(page)
    address = page.normal(str(seen.get("lcp_url") or "")) if seen.get("lcp_url") else None
    if address is None:
        return
    images = [image for image in page.select("img") if address in _sources(page, image)]
    if images and all((image.attr("loading") or "").strip().lower() == "lazy" for image in images):
        time = seen.get("lcp_ms")
        shown = f" It was painted after {time / 1000:.1f} s." if isinstance(time, (int, float)) else ""
        message = f"The largest picture of the first screen has `loading=lazy`.{shown}"
        yield page.evidence(images[0], message, facts={"image": address, "lcp_ms": time})


def _sources(page: PageView, image: Element) -> set[str]:
    """All addresses that the image may load, those of its picture's sources included."""
    holders = [image]
    picture = image.closest("picture")
    if picture is not None:
        holders += picture.select("source")
    found = {page.normal(image.attr("src") or "")}
    for one in holders:
        candidates = (candidate.split() for candidate in (one.attr("srcset") or "").split(","))
        found |= {page.normal(parts[0]) for parts in candidates if parts}
    return {url for url in found if url}
