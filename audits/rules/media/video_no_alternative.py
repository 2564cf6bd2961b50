"""Films without sound of which nothing says what they show."""

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
from audits.rules.media._films import (
    context_of,
    film,
    films,
    has_media,
    heard,
    is_bare,
    is_shown,
    seen,
    told,
    track,
    tracks_of,
)
from store.model import Outcome


@page_rule(
    id="video-no-alternative",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.2.1", "act:c3232f", "act:ee13b5", "act:d7ba54", "act:fd26cf"],
    wcag=["1.2.1"],
    title="Silent film without other words",
    message="This film has no sound, and nothing on the page says what it shows.",
    why="Blind people get nothing of a silent film: no word tells them what is to be seen.",
    fix="Write below the film what it shows, or link to a page that does.",
    fix_developer="Put the text where screen readers find it: no `aria-hidden`, no `display: none`.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    needs=[ArtifactKind.MEDIA],
    applies=has_media("video"),
    examples=[
        Fails("<video id=t controls></video>", at=["#t"], artifacts=seen(film(has_audio=False))),
        Fails(
            "<video id=t controls></video>", at=["#t"], artifacts=seen(film(sound={"kind": "silent"}, has_audio=False))
        ),
        Reviews(
            "<video id=t controls></video><p>A rabbit comes.</p>",
            at=["#t"],
            artifacts=seen(film(has_audio=False), words=40),
            note="the text may say it",
        ),
        Reviews("<video id=t></video>", at=["#t"], artifacts=seen(film(has_audio=False), links_total=1)),
        Reviews(
            "<video id=t></video><audio></audio>",
            at=["#t"],
            artifacts=seen(film(has_audio=False), film("audio", tag="audio")),
            note="the sound may say it",
        ),
        Passes("<video id=t></video>", artifacts=seen(film())),
        Passes("<video id=t></video>", artifacts=seen(film(has_audio=False, visible=False))),
        Passes("<video id=t></video>", artifacts=seen(film(has_audio=False, plays_s=2.0)), note="a moment"),
        Passes(
            "<video id=t autoplay loop></video>",
            artifacts=seen(film(has_audio=False, autoplay=True, controls=False)),
            note="a moving picture that nobody starts: decoration",
        ),
        Passes("<video id=t></video>", artifacts=seen(film(has_audio=False, has_picture=False)), note="nothing to see"),
        Passes("<video id=t></video>", artifacts=seen(film(has_audio=False), transcripts=[{"text": "Transcript"}])),
        Passes(
            "<video id=t></video>",
            artifacts=seen(film(has_audio=False, tracks=[track("descriptions")])),
            note="told as descriptions that nobody plays",
        ),
        Inapplicable("<audio></audio>", artifacts=seen(film(tag="audio"))),
    ],
)
def video_no_alternative(page: PageView) -> Iterator[Evidence]:
    """Yield each silent film; only where the page holds no words for it, that is sure."""
    if context_of(page).get("transcripts"):
        return
    for one in films(page, "video"):
        is_decoration = one.get("autoplay") and not one.get("controls")
        if not is_shown(one) or is_decoration or heard(one) != "silent" or not one.get("has_picture"):
            continue
        if tracks_of(one, frozenset({"descriptions"})):
            continue
        is_sure = is_bare(page, one)
        words = "" if is_sure else "This film has no sound. Does the page say in words what it shows?"
        yield told(page, one, Outcome.FAIL if is_sure else Outcome.REVIEW, words)
