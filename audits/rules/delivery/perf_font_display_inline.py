"""Fonts named in the page itself for which text waits unseen."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.fonts import font_faces

_FACE = "<style>@font-face {{ font-family: {}; src: url(/f.woff2); {} }}</style>"


@page_rule(
    id="perf-font-display-inline",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:font-display", "web.dev:font-best-practices"],
    title="Text waits unseen for a font that the page names",
    message="A style in the page hides text while its font loads.",
    why="On a slow connection people look at a page without words, for up to three seconds.",
    fix="Ask the developer to show text at once, in a font that is there already.",
    fix_developer="Write `font-display: swap` (or `optional`) into every `@font-face`.",
    applies=lambda page: page.is_content and "@font-face" in page.folded_body,
    examples=[
        Fails(_FACE.format("Inter", ""), at=["style"]),
        Fails(_FACE.format("Inter", "font-display: fallback"), at=["style"]),
        Passes(_FACE.format("Inter", "font-display: swap")),
        Passes(_FACE.format("Material Icons", "font-display: block")),
        Inapplicable("<p>A</p>"),
    ],
)
def perf_font_display_inline(page: PageView) -> Iterator[Evidence]:
    """Yield each style with such fonts."""
    for style in page.select("style"):
        families = dict.fromkeys(face.family or face.file for face in font_faces(style.inner_html) if face.hides_text)
        if families:
            named = ", ".join(list(families)[:3])
            yield page.evidence(style, f"Text waits up to 3 s for its font: {named}.", group=named)
