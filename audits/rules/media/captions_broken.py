"""Captions that a film names and that do not come."""

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
from audits.rules.media._films import CAPTIONS, film, films, has_media, heard, length_of, seen, told, track, tracks_of
from store.model import Outcome

_EARLY = 0.5  # of the film's length


@page_rule(
    id="captions-broken",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.2.2", "mdn:Web/HTML/Reference/Elements/track"],
    wcag=["1.2.2"],
    title="Captions do not load",
    message="The film names captions, and none come.",
    why="Deaf people turn the captions on and see nothing.",
    fix="Play the film with captions turned on, and upload the file again.",
    fix_developer=(
        "The address of the `track` must answer 200 with a WebVTT file that holds cues; from another host also with "
        "CORS headers and `crossorigin` on the `video`."
    ),
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    needs=[ArtifactKind.MEDIA],
    applies=has_media("video"),
    examples=[
        Fails("<video id=t></video>", at=["#t"], artifacts=seen(film(tracks=[track(state="error", cues=0)]))),
        Fails("<video id=t></video>", at=["#t"], artifacts=seen(film(tracks=[track(cues=0)])), note="an empty file"),
        Fails("<video id=t></video>", at=["#t"], artifacts=seen(film(tracks=[track(state="no-source", cues=0)]))),
        Reviews(
            "<video id=t></video>", at=["#t"], artifacts=seen(film(tracks=[track(ends=20)])), note="they end early"
        ),
        Passes("<video id=t></video>", artifacts=seen(film(tracks=[track()]))),
        Passes("<video id=t></video>", artifacts=seen(film(tracks=[track(ends=30)])), note="a long silence at the end"),
        Passes("<video id=t></video>", artifacts=seen(film(tracks=[track(state="unknown", cues=0)])), note="too slow"),
        Passes("<video id=t></video>", artifacts=seen(film(tracks=[track("chapters", "error", 0)])), note="chapters"),
        Passes("<video id=t></video>", artifacts=seen(film(tracks=[track(ends=2)], sound={"kind": "music"}))),
        Inapplicable("<p>No film</p>", artifacts=seen()),
    ],
)
def captions_broken(page: PageView) -> Iterator[Evidence]:
    """Yield each film of which a track of captions holds nothing, or ends long before the film."""
    for one in films(page, "video"):
        for text in tracks_of(one, CAPTIONS):
            facts = {"track": text.get("src", ""), "language": text.get("lang", ""), "cues": text["cues"]}
            if text["state"] in ("error", "no-source") or (text["state"] == "loaded" and not text["cues"]):
                yield told(page, one, Outcome.FAIL, **facts)
            elif text["cues"] and heard(one) == "speech" and text["ends"] < _EARLY * length_of(one):
                words = (
                    f"The captions end after {text['ends']} s of {length_of(one):.0f} s. Is nothing said after that?"
                )
                yield told(page, one, Outcome.REVIEW, words, **facts)
