"""Moving pictures that start by themselves and that nothing on the page stops."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.rules.media._films import film, films, has_media, length_of, seen, told
from store.model import Outcome

_LONGEST_S = 5.0


@page_rule(
    id="video-starts-alone",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.2.2"],
    wcag=["2.2.2"],
    title="Film starts by itself",
    message="This film starts with the page and plays for more than five seconds. Can it be stopped?",
    why="What moves beside a text makes it hard or impossible to read for people with attention disorders.",
    fix="Look whether the film can be paused; if not, add a button for it.",
    fix_developer="Show `controls` or a pause button, and do not start it for `prefers-reduced-motion: reduce`.",
    owner=Owner.CONTENT,
    needs=[ArtifactKind.MEDIA],
    applies=has_media("video"),
    examples=[
        Reviews(
            "<video id=t autoplay></video>",
            at=["#t"],
            artifacts=seen(film(autoplay=True, muted=True, controls=False)),
        ),
        Reviews(
            "<video id=t autoplay loop></video>",
            at=["#t"],
            artifacts=seen(film(autoplay=True, muted=True, controls=False, plays_s=2.0, loop=True)),
        ),
        Passes("<video id=t></video>", artifacts=seen(film(muted=True, controls=False))),
        Passes("<video id=t></video>", artifacts=seen(film(autoplay=True, muted=True))),
        Passes("<video id=t></video>", artifacts=seen(film(autoplay=True, muted=True, controls=False, plays_s=5.0))),
        Passes("<video id=t></video>", artifacts=seen(film(autoplay=True, muted=True, controls=False, visible=False))),
        Passes(
            "<video id=t></video>",
            artifacts=seen(film(autoplay=True, controls=False, has_audio=True)),
            note="told of its sound",
        ),
        Passes(
            "<video id=t></video><button>Pause</button>",
            artifacts=seen(film(autoplay=True, muted=True, controls=False, buttons=[{"name": "Pause"}])),
        ),
        Inapplicable("<p>No film</p>", artifacts=seen()),
    ],
)
def video_starts_alone(page: PageView) -> Iterator[Evidence]:
    """Yield each film that moves by itself with nothing to stop it."""
    for one in films(page, "video"):
        is_stopped = one.get("controls") or one.get("buttons")
        is_long = length_of(one) > _LONGEST_S or one.get("loop")
        is_told = one.get("has_audio") and not one.get("muted")
        if one.get("autoplay") and one.get("visible") and is_long and not is_stopped and not is_told:
            yield told(page, one, Outcome.REVIEW)
