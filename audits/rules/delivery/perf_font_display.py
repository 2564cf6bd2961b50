"""Fonts for which text waits unseen."""

from collections.abc import Iterator

from audits.measured import Measured, measured, pages_with
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.site import SiteView
from store.fonts import FontFace

_PAGE = {"/": "<link rel=stylesheet href=/a.css>"}


def _read(family: str, display: str) -> tuple[dict[str, object], ...]:
    data = {"type": "text/css", "bytes": 900, "fonts": [[family, display, "https://example.com/f.woff2"]]}
    return ({"kind": "asset", "url": "/a.css", "status": 200, "data": data},)


@site_rule(
    id="perf-font-display",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:font-display", "web.dev:font-best-practices"],
    title="Text waits unseen for its font",
    message="A style sheet hides text while its font loads.",
    why="On a slow connection people look at a page without words, for up to three seconds.",
    fix="Ask the developer to show text at once, in a font that is there already.",
    fix_developer="Write `font-display: swap` (or `optional`) into `@font-face`; for Google Fonts, `&display=swap`.",
    examples=[
        Fails(_PAGE, at=["/a.css"], probes=_read("Inter", "")),
        Fails(_PAGE, at=["/a.css"], probes=_read("Inter", "block")),
        Passes(_PAGE, probes=_read("Inter", "swap")),
        Passes(_PAGE, probes=_read("Inter", "optional")),
        Passes(_PAGE, probes=_read("Font Awesome 6 Free", "block"), note="wrong letters are worse than no icon"),
        Passes({"/": "<p>A</p>"}, probes=_read("Inter", ""), note="no page loads it"),
    ],
)
def perf_font_display(site: SiteView) -> Iterator[Evidence]:
    """Yield each style sheet with such fonts."""
    for url, one in measured(site).items():
        families = _hidden(one)
        pages = pages_with(site, url)
        if not families or not pages:
            continue
        named = ", ".join(families[:3]) + (f" and {len(families) - 3} more" if len(families) > 3 else "")
        message = f"{url} hides text for up to 3 s while its fonts load: {named}."
        yield site.evidence(url, message, target=url, facts={"file": url, "fonts": families[:20], "pages": pages})


def _hidden(one: Measured) -> list[str]:
    """The families whose text waits, each once."""
    faces = (FontFace(str(family), str(display), str(file)) for family, display, file in one.data.get("fonts") or ())
    return list(dict.fromkeys(face.family or face.file for face in faces if face.hides_text))
