"""Sound that starts by itself and that nothing on the page stops."""

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
    Reviews,
    Severity,
    page_rule,
)
from audits.rules.media._films import LEAST_S, film, films, has_media, heard, length_of, seen, told
from store.model import Outcome


@page_rule(
    id="sound-starts-alone",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.4.2", "act:80f0bf", "act:4c31df", "act:aaa1bf"],
    wcag=["1.4.2"],
    title="Sound starts by itself and cannot be stopped",
    message="Sound starts with the page, and nothing on the page stops it.",
    why="People who listen to a screen reader cannot hear it, and so cannot find what would silence the page.",
    fix="Let visitors start the sound themselves.",
    fix_developer="Remove `autoplay`, or add `muted`, or show `controls`.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    needs=[ArtifactKind.MEDIA],
    applies=has_media(),
    examples=[
        Fails(
            "<audio id=t autoplay></audio>", at=["#t"], artifacts=seen(film(tag="audio", autoplay=True, controls=False))
        ),
        Fails(
            "<video id=t autoplay loop></video>",
            at=["#t"],
            artifacts=seen(film(autoplay=True, controls=False, plays_s=2.0, loop=True)),
            note="short, but again and again",
        ),
        Reviews(
            "<video id=t autoplay></video>",
            at=["#t"],
            artifacts=seen(film(autoplay=True, controls=False, has_audio=None, sound=None)),
            note="whether there is sound is not known",
        ),
        Passes("<video id=t></video>", artifacts=seen(film(controls=False))),
        Passes("<video id=t></video>", artifacts=seen(film(autoplay=True))),
        Passes("<video id=t></video>", artifacts=seen(film(autoplay=True, controls=False, muted=True))),
        Passes("<video id=t></video>", artifacts=seen(film(autoplay=True, controls=False, has_audio=False))),
        Passes("<video id=t></video>", artifacts=seen(film(autoplay=True, controls=False, plays_s=3.0)), note="short"),
        Passes(
            "<video id=t></video><button>Mute</button>",
            artifacts=seen(film(autoplay=True, controls=False, buttons=[{"name": "Mute"}])),
        ),
        Inapplicable("<p>No film</p>", artifacts=seen()),
    ],
)
def sound_starts_alone(page: PageView) -> Iterator[Evidence]:
    """Yield each film or sound that starts with the page, is heard for more than 3 s and cannot be stopped."""
    for one in films(page):
        is_stopped = one.get("muted") or one.get("buttons") or (one.get("controls") and one.get("visible"))
        if not one.get("autoplay") or is_stopped or heard(one) == "silent":
            continue
        if length_of(one) <= LEAST_S and not one.get("loop"):
            continue
        is_sure = bool(one.get("has_audio"))
        words = "" if is_sure else "This starts with the page. Is anything heard, and what stops it?"
        yield told(page, one, Outcome.FAIL if is_sure else Outcome.REVIEW, words)
