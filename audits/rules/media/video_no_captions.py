"""Films in which somebody speaks and that have no captions."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
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
    CAPTIONS,
    NO_LETTERING,
    context_of,
    film,
    films,
    heard,
    is_shown,
    media_of,
    seen,
    told,
    track,
    tracks_of,
)
from store.model import Outcome

_ASKED = "The film has sound and no captions. Is anything said in it, and does the picture not show the words?"


@page_rule(
    id="video-no-captions",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.2.2", "act:eac66b", "act:f51b46", "act:ab4d13"],
    wcag=["1.2.2"],
    title="Film has no captions",
    message="Somebody speaks in this film, and it has no captions.",
    why="Deaf people and those who watch without sound miss what is said.",
    fix="Have captions made for the film: the words that are said, who says them, and the sounds that matter.",
    fix_developer='Add `<track kind="captions" srclang src>` with a WebVTT file to the `video`.',
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_content and (page.select_one("video") is not None or bool(list(films(page, "video")))),
    examples=[
        Fails("<video id=t controls src=/a.mp4></video>", at=["#t"], artifacts=seen(film())),
        Fails("<video id=t controls></video>", at=["#t"], artifacts=seen(film(lettering=0.25)), note="a title"),
        Reviews(
            "<video id=t controls></video>",
            at=["#t"],
            artifacts=seen(film(lettering=0.6)),
            note="the picture may hold the captions",
        ),
        Reviews(
            "<video id=t></video>", at=["#t"], artifacts=seen(film(lettering=None)), note="nobody could look into it"
        ),
        Reviews("<video id=t></video>", at=["#t"], artifacts=seen(film(sound={"kind": "music"})), note="perhaps music"),
        Reviews("<video id=t></video>", at=["#t"], artifacts=seen(film(sound=None, has_audio=None)), note="not heard"),
        Reviews(
            "<p>Watch the same text as a video</p><video id=t controls></video>",
            at=["#t"],
            artifacts=seen(film(), words=300, again=True),
            note="the film tells a text again, as the page says",
        ),
        Reviews('<video id=t src="a.mp4" controls></video>', at=["#t"], note="no browser looked"),
        Reviews('<video id=t src="a.mp4"><track kind="chapters" src="a.vtt"></video>', at=["#t"]),
        Passes("<video id=t></video>", artifacts=seen(film(tracks=[track()]))),
        Passes("<video id=t></video>", artifacts=seen(film(tracks=[track(state="error")])), note="told as broken"),
        Passes("<video id=t></video>", artifacts=seen(film(has_audio=False, sound=None))),
        Passes("<video id=t></video>", artifacts=seen(film(visible=False))),
        Passes("<video id=t></video>", artifacts=seen(film(muted=True, autoplay=True)), note="a moving picture"),
        Passes("<video id=t></video>", artifacts=seen(film(error="it cannot be played here"))),
        Passes('<video src="a.mp4" controls><track kind="captions" src="a.vtt"></video>'),
        Passes('<video src="a.mp4" controls><track src="a.vtt"></video>', note="subtitles by default"),
        Passes('<video src="a.mp4" muted autoplay loop></video>', note="a moving picture without sound"),
        Passes('<div hidden><video src="a.mp4"></video></div>', note="hidden"),
        Inapplicable("<p>No video</p>"),
        Inapplicable("<p>No video</p>", artifacts=seen(film(tag="audio"))),
    ],
)
def video_no_captions(page: PageView) -> Iterator[Evidence]:
    """Yield each film with sound and without captions; those that no browser heard are for a person to judge."""
    if not media_of(page).get("media"):
        yield from _by_markup(page)
        return
    is_retold = bool(context_of(page).get("again"))
    for one in films(page, "video"):
        if not is_shown(one) or heard(one) == "silent" or one.get("muted") or tracks_of(one, CAPTIONS):
            continue
        lettering = one.get("lettering")
        is_sure = heard(one) == "speech" and lettering is not None and lettering <= NO_LETTERING and not is_retold
        yield told(page, one, Outcome.FAIL if is_sure else Outcome.REVIEW, "" if is_sure else _ASKED)


def _by_markup(page: PageView) -> Iterator[Evidence]:
    for video in page.select("video:not([muted])"):
        tracks = [(track.attr("kind") or "subtitles").lower() for track in video.select("track")]
        if not CAPTIONS & set(tracks) and not page.is_hidden(video):
            yield page.review(video, _ASKED)
