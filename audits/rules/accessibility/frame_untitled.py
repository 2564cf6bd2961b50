"""Frames that nobody has named."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


@page_rule(
    id="frame-untitled",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:4.1.2", "act:cae760"],
    wcag=["4.1.2"],
    title="Frame has no name",
    message="This frame has no name.",
    why="A screen reader announces a frame without saying what is in it, so people must go in to find out.",
    fix="Tell the developer what the frame shows, such as “Map of our shop”.",
    fix_developer="Give every `iframe` a `title`.",
    applies=lambda page: (
        page.is_content and (page.select_one("iframe") is not None or page.select_one("frame") is not None)
    ),
    examples=[
        Fails('<iframe src="/map"></iframe>', at=["iframe"]),
        Fails('<iframe src="/map" title=" "></iframe>', at=["iframe"]),
        Passes('<iframe src="/map" title="Map of our shop"></iframe>'),
        Passes('<iframe src="/map" aria-label="Map of our shop"></iframe>'),
        Passes('<iframe src="/count" hidden></iframe>', note="hidden"),
        Passes('<iframe src="/count" width="0" height="0"></iframe>', note="not to be seen"),
        Passes('<iframe src="/count" style="display:none;visibility:hidden"></iframe>'),
        Passes('<body><noscript><iframe src="/count"></iframe></noscript></body>', note="only without script"),
        Passes('<iframe src="/map" role="presentation"></iframe>', note="left out on purpose"),
        Passes('<iframe src="/map" tabindex="-1"></iframe>', note="the keyboard does not reach it"),
        Inapplicable("<p>No frame</p>"),
    ],
)
def frame_untitled(page: PageView) -> Iterator[Evidence]:
    """Yield each shown frame without an accessible name."""
    for frame in [*page.select("iframe"), *page.select("frame")]:
        style = (frame.attr("style") or "").replace(" ", "").lower()
        is_unseen = "display:none" in style or "visibility:hidden" in style
        is_empty = (frame.attr("width") or "") in ("0", "1") and (frame.attr("height") or "") in ("0", "1")
        if (
            is_unseen
            or is_empty
            or (frame.attr("tabindex") or "").startswith("-")
            or frame.closest("noscript, template") is not None
            or page.is_hidden(frame)
        ):
            continue
        if frame.attr("role") not in ("presentation", "none") and not page.accessible_name(frame):
            yield page.evidence(frame)
