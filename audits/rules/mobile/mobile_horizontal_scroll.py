"""Pages that are wider than a phone's screen."""

from collections.abc import Iterator
from typing import Any

from audits.page import PageView
from audits.rendering import is_measured_narrow, narrow_of, seen_on
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from store.model import Outcome

_HEAD = '<meta name="viewport" content="width=device-width">'
_DRAWN = ("<canvas", "<svg", "<iframe", "<embed", "<object")


def _seen(moved: int, html: str = "<table>", over: int = 0) -> dict[str, dict[str, Any]]:
    wide = [{"selector": "table", "place": "main > table", "html": html, "over": over or moved}]
    return {"rendered": {"narrow": {"width": 360, "moved": moved, "wide": wide if moved else []}}}


def _is_uncertain(page: PageView, html: str) -> bool:
    """Whether a real phone may see another page: served by its name, or measured by a script as it loads."""
    if seen_on(page) == "mobile":
        return False
    if "user-agent" in (page.page.header("vary") or "").lower():
        return True
    # A size that is not in the source was set by a script, maybe for the wide screen on which the page was loaded.
    _, mark, style = html.partition('style="')
    is_sized = bool(mark) and "width" in style and style.partition('"')[0] not in page.body
    return html.startswith(_DRAWN) or is_sized


def _is_told_of_text(page: PageView) -> bool:
    """Whether it is known, and told by the rule on reflow, which text or control reaches over the edge."""
    artifact = page.artifact(ArtifactKind.RESPONSIVE)
    if artifact is None or artifact.error:
        return False
    offenders = dict(artifact.data.get("reflow") or {}).get("offenders", ())
    return any(one.get("kind") in ("text", "control") for one in offenders)


@page_rule(
    id="mobile-horizontal-scroll",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:mobile-sites-mobile-first-indexing", "web.dev:responsive-web-design-basics"],
    title="Page is wider than a phone",
    message="On a narrow screen the page can be moved sideways.",
    why="People on phones must push the page back and forth to read a line, and may miss what lies outside.",
    fix="Open the page on a phone and look for the table, picture or box that is too wide.",
    fix_developer=(
        "Give the element `max-width: 100%`, let long words break, and put wide tables into a box that scrolls by "
        "itself (`overflow-x: auto`)."
    ),
    needs=[ArtifactKind.RENDERED],
    settings={"slack_px": "CSS pixels that a page may be moved sideways on a screen of 360"},
    applies=is_measured_narrow,
    examples=[
        Fails(f"{_HEAD}<main><table></table></main>", at=["table"], artifacts=_seen(6)),
        Reviews(
            f"{_HEAD}<main><table></table></main>",
            at=["table"],
            artifacts=_seen(100),
            headers={"Vary": "Accept-Encoding, User-Agent"},
            note="phones may be sent another page",
        ),
        Reviews(
            f"{_HEAD}<main><table></table></main>",
            at=["table"],
            artifacts=_seen(100, '<div style="width: 940px">'),
            note="a script set the width",
        ),
        Passes(
            f"{_HEAD}<main><p>Words</p></main>",
            artifacts={
                **_seen(100, "<p>"),
                "responsive": {"reflow": {"moved": 140, "offenders": [{"kind": "text", "over": 140}]}},
            },
            note="told as text over the edge of a narrow screen",
        ),
        Passes(f"{_HEAD}<main><table></table></main>", artifacts=_seen(5)),
        Passes(f"{_HEAD}<main><table></table></main>", artifacts=_seen(0)),
        Inapplicable("<main><table></table></main>", artifacts=_seen(600), note="not made for phones at all"),
        Inapplicable(f"{_HEAD}<table></table>", artifacts={"rendered": {"title": "A"}}, note="not measured"),
    ],
)
def mobile_horizontal_scroll(page: PageView, *, slack_px: int = 5) -> Iterator[Evidence]:
    """Yield the element that reaches farthest over the edge."""
    narrow = narrow_of(page)
    moved = int(narrow.get("moved") or 0)
    if moved <= slack_px or _is_told_of_text(page):
        return
    widest: dict[str, Any] = next(iter(narrow.get("wide", ())), {})
    html = str(widest.get("html", ""))
    message = f"On a screen of {narrow.get('width', 360)} pixels the page can be moved {moved} pixels sideways."
    yield page.evidence(
        message=message,
        selector=str(widest.get("selector", "")),
        place=str(widest.get("place", "")),
        snippet=html,
        facts={"moved_px": moved},
        outcome=Outcome.REVIEW if _is_uncertain(page, html) else Outcome.FAIL,
    )
