"""Videos without captions."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)


@page_rule(
    id="video-no-captions",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.2.2", "act:f51b46"],
    wcag=["1.2.2"],
    title="Video may have no captions",
    message="The video has no track with captions.",
    why=(
        "Deaf people and those who watch without sound miss what is said, if "
        "anything is said and the picture does not show it."
    ),
    fix="Check whether anybody speaks in the video, and have captions made.",
    fix_developer='Add `<track kind="captions" srclang src>` to the `video`.',
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_content and page.select_one("video") is not None,
    examples=[
        Reviews('<video src="a.mp4" controls></video>', at=["video"]),
        Reviews('<video src="a.mp4" controls><track kind="chapters" src="a.vtt"></video>', at=["video"]),
        Passes('<video src="a.mp4" controls><track kind="captions" src="a.vtt"></video>'),
        Passes('<video src="a.mp4" controls><track src="a.vtt"></video>', note="subtitles by default"),
        Passes('<video src="a.mp4" muted autoplay loop></video>', note="a moving picture without sound"),
        Passes('<div hidden><video src="a.mp4"></video></div>', note="hidden"),
        Inapplicable("<p>No video</p>"),
    ],
)
def video_no_captions(page: PageView) -> Iterator[Evidence]:
    """Yield each video with sound and without captions for review."""
    for video in page.select("video:not([muted])"):
        tracks = [(track.attr("kind") or "subtitles").lower() for track in video.select("track")]
        if not {"captions", "subtitles"} & set(tracks) and not page.is_hidden(video):
            yield page.review(video)
