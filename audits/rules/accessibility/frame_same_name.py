"""Frames that have the same name and show different things."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from audits.same_page import lead_to_one, page_behind
from store.document import Element

_MOST_COMPARED = 4
_TWO = '<iframe title="Map" src="/a"></iframe><iframe title="Map" src="/b"></iframe>'


@page_rule(
    id="frame-same-name",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:4.1.2", "act:4b1c6c"],
    wcag=["4.1.2"],
    title="Frames with different content have the same name",
    message="Several frames with different content have this name.",
    why="A screen reader lists the frames by name, so people cannot tell which is which.",
    fix="Give each frame a name that says what it shows.",
    fix_developer="Make the `title` of each `iframe` say what is in it.",
    applies=lambda page: page.is_content and len(page.select("iframe")) + len(page.select("frame")) > 1,
    examples=[
        Reviews(
            '<iframe title="Map" src="/a"></iframe><iframe title="map" src="/b">A</iframe>', at=["iframe + iframe"]
        ),
        Reviews(
            '<iframe title="M" src="/a"></iframe><iframe aria-label="M" src="/b"></iframe>', at=["iframe + iframe"]
        ),
        Reviews(_TWO, at=["iframe + iframe"], pages={"/a": "<p>A map", "/b": "<p>A film"}),
        Passes(_TWO, pages={"/a": "<p>A map", "/b": "<p>A map"}, note="copies"),
        Passes('<iframe title="Map" src="/a"></iframe><iframe title="Film" src="/b"></iframe>'),
        Passes(
            '<iframe title="M" src="/a"></iframe><iframe title="M" src="/a#part"></iframe>', note="the same content"
        ),
        Passes('<iframe title="Map" src="/a/"></iframe><iframe title="Map" src="/a"></iframe>'),
        Passes(
            '<iframe title="Ad" src="/ad?s=1"></iframe><iframe title="Ad" src="/ad?s=2"></iframe>', note="one service"
        ),
        Passes('<iframe title="Map" src="/a" hidden></iframe><iframe title="Map" src="/b"></iframe>'),
        Passes(
            '<iframe title="Map"></iframe><iframe title="Map" src="about:blank"></iframe>', note="filled by scripts"
        ),
        Passes('<iframe src="/a"></iframe><iframe src="/b"></iframe>', note="no name is told by another rule"),
        Inapplicable('<iframe title="Map" src="/a"></iframe>'),
    ],
)
def frame_same_name(page: PageView) -> Iterator[Evidence]:
    """Yield the first frame of each name whose address differs from that of an earlier one."""
    by_name: dict[str, list[Element]] = {}
    for frame in [*page.select("iframe"), *page.select("frame")]:
        name = page.accessible_name(frame).casefold()
        if name and _address(page, frame) and is_exposed(frame):
            by_name.setdefault(name, []).append(frame)
    for name, frames in by_name.items():
        first = _address(page, frames[0])
        other = next((one for one in frames if _address(page, one) != first), None)
        if other is None or _is_one(page, frames):
            continue
        told = f"Do these {len(frames)} frames show the same? All are called “{name[:60]}”, and their addresses differ."
        yield page.review(other, told)


def _is_one(page: PageView, frames: list[Element]) -> bool:
    """Whether all these frames hold one page, as far as it was fetched; many are not compared."""
    urls = {(page.normal(frame.attr("src") or "") or "").partition("#")[0] for frame in frames}
    return len(urls) <= _MOST_COMPARED and lead_to_one([page_behind(page, url) for url in sorted(urls)])


def _address(page: PageView, frame: Element) -> str:
    url = page.normal(frame.attr("src") or "") or ""
    return url.partition("?")[0].removesuffix("/").removesuffix("/index.html").removesuffix("/index.htm")
