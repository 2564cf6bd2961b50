"""Films with sound beside which no text stands."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)
from audits.rules.media._films import film, films, has_media, is_bare, is_shown, seen, told, track
from store.model import Outcome


@page_rule(
    id="video-no-transcript",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.2.8", "act:1a02b0"],
    wcag=["1.2.8"],
    title="Film without a text to read",
    message="The page holds no text, and no link to one, that tells what this film says and shows.",
    why="People who neither see nor hear read a film on a Braille display. Many others find what they look for faster.",
    fix="Write down what is said and shown, and put it below the film.",
    fix_developer="Put the text on the page, or link to it beside the film; screen readers must find it.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    needs=[ArtifactKind.MEDIA],
    applies=has_media("video"),
    examples=[
        Fails("<video id=t controls></video>", at=["#t"], artifacts=seen(film(tracks=[track()]))),
        Passes("<video id=t></video><p>Words</p>", artifacts=seen(film(), words=150), note="that may be it"),
        Passes("<video id=t></video>", artifacts=seen(film(), links_total=1), note="the link may lead to it"),
        Passes("<video id=t></video>", artifacts=seen(film(has_audio=False)), note="a silent film has its own rule"),
        Passes("<video id=t></video>", artifacts=seen(film(visible=False))),
        Passes("<video id=t></video>", artifacts=seen(film(muted=True, autoplay=True))),
        Inapplicable("<p>No film</p>", artifacts=seen()),
    ],
)
def video_no_transcript(page: PageView) -> Iterator[Evidence]:
    """Yield each film with sound where the page surely holds no text for it."""
    for one in films(page, "video"):
        if is_shown(one) and one.get("has_audio") and not one.get("muted") and is_bare(page, one):
            yield told(page, one, Outcome.FAIL)
