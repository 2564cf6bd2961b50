"""Films of which no voice tells what they show."""

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
    is_shown,
    media_of,
    seen,
    told,
    track,
    tracks_of,
)
from store.model import Outcome


@page_rule(
    id="video-no-description",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.2.5", "act:1ec09b", "act:1ea59c"],
    wcag=["1.2.5"],
    title="No voice tells what the film shows",
    message="In this film nobody speaks, and no version of it tells blind people what is to be seen.",
    why="Blind people hear music or noises and do not learn what happens.",
    fix="Have a second sound track made on which a voice tells what is to be seen.",
    fix_developer="Offer the film with spoken descriptions beside the plain one. A track of text does not do.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    needs=[ArtifactKind.MEDIA],
    applies=has_media("video"),
    examples=[
        Fails("<video id=t controls></video>", at=["#t"], artifacts=seen(film(sound={"kind": "music"}))),
        Fails(
            "<video id=t controls></video><a href=/t>Transcript</a>",
            at=["#t"],
            artifacts=seen(film(sound={"kind": "music"}), links_total=1, transcripts=[{"text": "Transcript"}]),
            note="a text is not enough on this level",
        ),
        Reviews(
            "<video id=t controls></video>",
            at=["#t"],
            artifacts=seen(film()),
            note="somebody speaks: of what is to be seen?",
        ),
        Reviews(
            "<video id=t></video><video id=u></video>",
            at=["#t"],
            artifacts=seen(film(sound={"kind": "music"}), film("#u", visible=False)),
            note="the other may be the described version",
        ),
        Reviews(
            "<video id=t></video>",
            at=["#t"],
            artifacts=seen(film(sound={"kind": "music"}), links_total=3, links=[{"text": "Play", "url": "/b"}]),
            note="a link may lead to the described version",
        ),
        Passes("<video id=t></video>", artifacts=seen(film(has_audio=False)), note="a silent film has its own rule"),
        Passes("<video id=t></video>", artifacts=seen(film(visible=False))),
        Passes("<video id=t></video>", artifacts=seen(film(muted=True, autoplay=True, controls=False))),
        Passes(
            "<video id=t></video>", artifacts=seen(film(tracks=[track("descriptions")])), note="told by another rule"
        ),
        Passes("<video id=t></video>", artifacts=seen(film(), descriptions=1), note="a link says that it describes"),
        Passes("<video id=t></video>", artifacts=seen(film(), again=True, words=200), note="the film retells the text"),
        Inapplicable("<p>No film</p>", artifacts=seen()),
    ],
)
def video_no_description(page: PageView) -> Iterator[Evidence]:
    """Yield each film with sound; only where nobody speaks and nothing leads to another version, that is sure."""
    around = context_of(page)
    if around.get("descriptions") or around.get("again"):
        return
    alone = len(media_of(page).get("media", ())) == 1 and not around.get("embeds")
    named = len(around.get("transcripts", ())) >= int(around.get("links_total") or 0)
    for one in films(page, "video"):
        if not is_shown(one) or heard(one) == "silent" or one.get("muted") or not one.get("has_picture"):
            continue
        if tracks_of(one, frozenset({"descriptions"})):
            continue
        is_sure = heard(one) == "music" and alone and named
        words = "" if is_sure else "Does a voice in this film, or in another version of it, tell what is to be seen?"
        yield told(page, one, Outcome.FAIL if is_sure else Outcome.REVIEW, words)
