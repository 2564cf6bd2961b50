"""Films whose descriptions for blind people no browser speaks."""

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
from audits.rules.media._films import film, films, has_media, is_bare, is_shown, seen, told, track, tracks_of
from store.model import Outcome

_DESCRIPTIONS = frozenset({"descriptions"})


@page_rule(
    id="descriptions-unplayed",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.2.5", "act:c5a4ea", "act:1ec09b", "act:c3232f"],
    wcag=["1.2.1", "1.2.3", "1.2.5"],
    title="Descriptions of a film are never spoken",
    message="This film tells what it shows in a track of descriptions only, and browsers do not play such tracks.",
    why="Somebody wrote down for blind people what the film shows, and no browser reads it to them.",
    fix="Put the same words on the page below the film, or have them spoken in a second version of the film.",
    fix_developer=(
        'No browser exposes `<track kind="descriptions">`. Use a player that speaks it, or offer the text and a film '
        "with spoken descriptions."
    ),
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    needs=[ArtifactKind.MEDIA],
    applies=has_media("video"),
    examples=[
        Fails("<video id=t controls></video>", at=["#t"], artifacts=seen(film(tracks=[track("descriptions")]))),
        Reviews(
            "<video id=t></video>",
            at=["#t"],
            artifacts=seen(film(tracks=[track("descriptions")], controls=False)),
            note="a player of the page's own may speak them",
        ),
        Reviews("<video id=t></video>", at=["#t"], artifacts=seen(film(tracks=[track("descriptions")]), links_total=2)),
        Passes("<video id=t></video>", artifacts=seen(film(tracks=[track()]))),
        Passes("<video id=t></video>", artifacts=seen(film(tracks=[track("descriptions")], visible=False))),
        Inapplicable("<p>No film</p>", artifacts=seen()),
    ],
)
def descriptions_unplayed(page: PageView) -> Iterator[Evidence]:
    """Yield each film with a track of descriptions; where nothing else can tell what it shows, that is sure."""
    for one in films(page, "video"):
        if is_shown(one) and tracks_of(one, _DESCRIPTIONS):
            is_sure = one.get("controls") and is_bare(page, one)
            words = (
                "" if is_sure else "Browsers do not play a track of descriptions. Is what it says to be had otherwise?"
            )
            yield told(page, one, Outcome.FAIL if is_sure else Outcome.REVIEW, words)
