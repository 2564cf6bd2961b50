"""Embedded pictures, sounds and films without a name."""

from collections.abc import Iterator

from audits.aria import explicit_role, is_exposed
from audits.page import PageView
from audits.rule import (
    Answer,
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

_MEDIA = (
    ".apng", ".avif", ".bmp", ".flac", ".gif", ".jpeg", ".jpg", ".m4a", ".m4v", ".mov", ".mp3", ".mp4", ".oga", ".ogg",
    ".ogv", ".opus", ".png", ".svg", ".wav", ".webm", ".webp",
)  # fmt: skip


@page_rule(
    id="object-unnamed",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.1.1", "act:8fc3b6"],
    wcag=["1.1.1"],
    title="Embedded object has no name",
    message="This embedded object has no name.",
    why="A screen reader announces an object without saying what it shows or plays.",
    fix="Tell the developer what the object shows.",
    fix_developer="Give the `object` an `aria-label` or `title`; what stands inside is not read.",
    applies=lambda page: page.is_content and page.select_one("object") is not None,
    examples=[
        Fails('<object data="moon.mp3"></object>', at=["object"]),
        Fails(
            '<object data="logo.png"><img src="logo.png" alt="Logo"></object>',
            at=["object"],
            note="only shown without it",
        ),
        Fails('<object data="film" type="video/mp4" alt="Film"></object>', at=["object"], note="object has no alt"),
        Passes('<object data="logo.png" title="Logo"></object>'),
        Passes('<object data="moon.mp3" aria-label="Talk"></object>'),
        Passes('<object data="page.html"></object>', note="its text speaks for itself"),
        Passes('<object data="doc.pdf" type="application/pdf"><a href="doc.pdf">Read</a></object>'),
        Passes('<object data="logo.png" aria-hidden="true"></object>'),
        Passes('<object data="logo.png" role="presentation"></object>'),
        Passes('<object data="gone.png"><img src="b.png" alt="B"></object>', targets={"/gone.png": Answer(status=404)}),
        Passes('<object data="flash.swf"></object>'),
        Inapplicable("<audio src='moon.mp3'></audio>"),
    ],
)
def object_unnamed(page: PageView) -> Iterator[Evidence]:
    """Yield each exposed object that shows a picture or plays something and has no accessible name."""
    for element in page.select("object[data]"):
        if explicit_role(element) or not is_exposed(element) or not _is_media(element):
            continue
        url = page.normal(element.attr("data") or "")
        target = page.target(url) if url else None
        if target is not None and (target.failure or target.status >= 400):
            continue
        if not page.accessible_name(element):
            yield page.evidence(element)


def _is_media(element: Element) -> bool:
    kind = (element.attr("type") or "").lower()
    if kind:
        return kind.startswith(("image/", "audio/", "video/"))
    path = (element.attr("data") or "").lower().partition("?")[0].partition("#")[0]
    return path.startswith("data:image/") or path.endswith(_MEDIA)
