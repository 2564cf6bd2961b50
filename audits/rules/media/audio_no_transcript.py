"""Sounds beside which no text stands."""

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
from audits.rules.media._films import LEAST_S, context_of, film, films, has_media, heard, is_bare, length_of, seen, told
from store.model import Outcome


@page_rule(
    id="audio-no-transcript",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.2.1", "act:e7aa44", "act:2eb176", "act:afb423"],
    wcag=["1.2.1"],
    title="Recording without a text to read",
    message="The page holds no text, and no link to one, that says what is heard in this recording.",
    why="Deaf people get nothing of a recording unless they can read it.",
    fix="Write down what is said and put it below the recording, or link to it.",
    fix_developer="Put the text where screen readers and eyes find it: no `aria-hidden`, no `display: none`.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    needs=[ArtifactKind.MEDIA],
    applies=has_media("audio"),
    examples=[
        Fails("<audio id=t controls></audio>", at=["#t"], artifacts=seen(film(tag="audio"))),
        Reviews("<audio id=t></audio><p>Words</p>", at=["#t"], artifacts=seen(film(tag="audio"), words=150)),
        Reviews("<audio id=t></audio>", at=["#t"], artifacts=seen(film(tag="audio", sound={"kind": "music"}))),
        Reviews("<audio id=t></audio>", at=["#t"], artifacts=seen(film(tag="audio", sound=None)), note="not heard"),
        Reviews("<audio id=t></audio>", at=["#t"], artifacts=seen(film(tag="audio"), links_total=1)),
        Reviews(
            "<audio id=t autoplay></audio>",
            at=["#t"],
            artifacts=seen(film(tag="audio", visible=False, controls=False, autoplay=True), words=90),
        ),
        Passes("<audio id=t></audio>", artifacts=seen(film(tag="audio"), transcripts=[{"text": "Transcript"}])),
        Passes("<audio id=t></audio>", artifacts=seen(film(tag="audio", visible=False)), note="a script's own sound"),
        Passes("<audio id=t></audio>", artifacts=seen(film(tag="audio", plays_s=1.0)), note="a signal"),
        Passes("<audio id=t></audio>", artifacts=seen(film(tag="audio", has_audio=False))),
        Passes("<video></video><audio id=t></audio>", artifacts=seen(film("video"), film(tag="audio"))),
        Inapplicable("<video></video>", artifacts=seen(film())),
    ],
)
def audio_no_transcript(page: PageView) -> Iterator[Evidence]:
    """Yield each recording; only where somebody speaks and the page holds no words for it, that is sure."""
    around = context_of(page)
    if around.get("transcripts") or any(films(page, "video")):  # beside a film it may be the film's description
        return
    for one in films(page, "audio"):
        is_heard = one.get("visible") or one.get("autoplay")
        if not is_heard or length_of(one) < LEAST_S or heard(one) == "silent":
            continue
        is_sure = heard(one) == "speech" and is_bare(page, one)
        words = "" if is_sure else "Does the page say in words what is heard in this recording?"
        yield told(page, one, Outcome.FAIL if is_sure else Outcome.REVIEW, words)
