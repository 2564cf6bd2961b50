"""What a browser saw and heard of a page's films and sounds, for the rules of this group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from audits.page import PageView
from audits.rendering import is_comparable
from store.model import ArtifactKind, Evidence, Outcome

CAPTIONS = frozenset({"captions", "subtitles"})
LEAST_S = 3.0
"""Shorter films and sounds are signals, and say nothing that would need other words."""
WORDS_PER_S = 0.4
"""A text with fewer words for each second of a film cannot tell what it shows or says: people speak two and more."""
NO_LETTERING = 0.5
"""The share of pictures with written words, while somebody speaks, up to which they are no captions of what is said."""


def media_of(page: PageView) -> dict[str, Any]:
    """What was noted; empty where no browser looked at the page."""
    artifact = page.artifact(ArtifactKind.MEDIA)
    return dict(artifact.data) if artifact is not None and not artifact.error else {}


def has_media(tag: str = "") -> Callable[[PageView], bool]:
    """An `applies` for a rule on films and sounds: only a page that is known to have none is left out."""

    def applies(page: PageView) -> bool:
        seen = media_of(page)
        return is_comparable(page) and (not seen or any(not tag or one["tag"] == tag for one in seen["media"]))

    return applies


def films(page: PageView, tag: str = "") -> Iterator[dict[str, Any]]:
    """The films and sounds that could be played."""
    for one in media_of(page).get("media", ()):
        if not one.get("error") and (not tag or one["tag"] == tag):
            yield one


def context_of(page: PageView) -> dict[str, Any]:
    """What stands on the page beside its films."""
    return dict(media_of(page).get("context") or {})


def told(page: PageView, film: dict[str, Any], outcome: Outcome, message: str = "", **facts: Any) -> Evidence:
    """A film or sound as evidence."""
    return page.evidence(
        message=message,
        selector=str(film.get("selector", "")),
        place=str(film.get("place", "")),
        snippet=str(film.get("html", "")),
        facts={"src": film.get("src", ""), "duration_s": film.get("duration_s"), **facts},
        outcome=outcome,
    )


def length_of(film: dict[str, Any]) -> float:
    """The seconds that it lasts; 0 where nobody knows, as for a live stream."""
    return float(film.get("plays_s") or film.get("duration_s") or 0)


def is_shown(film: dict[str, Any]) -> bool:
    """Whether it is there to be watched: visible, and long enough to tell something."""
    return bool(film.get("visible")) and length_of(film) >= LEAST_S


def heard(film: dict[str, Any]) -> str:
    """What is heard: silent, speech, music, or unknown."""
    if film.get("has_audio") is False:
        return "silent"
    return str(dict(film.get("sound") or {}).get("kind") or "unknown")


def tracks_of(film: dict[str, Any], kinds: frozenset[str]) -> list[dict[str, Any]]:
    """The text tracks of some kinds."""
    return [track for track in film.get("tracks", ()) if track["kind"] in kinds]


def is_bare(page: PageView, film: dict[str, Any]) -> bool:
    """Whether nothing on the page can say what the film says: no text of its length, no link, no other film or frame.

    Menus, headers and footers do not count, and no text that is hidden from screen readers.
    """
    around = context_of(page)
    others = [
        one for one in media_of(page).get("media", ()) if one is not film and one.get("selector") != film["selector"]
    ]
    is_linked = around.get("links_total") or around.get("transcripts") or around.get("embeds")
    is_told = around.get("words", 0) >= WORDS_PER_S * length_of(film) or film.get("described_by", 0) > 3
    return not (is_linked or is_told or others)


# --- for examples


def film(selector: str = "#t", tag: str = "video", **known: Any) -> dict[str, Any]:
    """A film of 60 s with browser controls in which somebody speaks."""
    whole = {
        "selector": selector, "place": "main", "html": f"<{tag}>", "tag": tag, "src": f"https://example.com/a.{tag}",
        "autoplay": False, "muted": False, "loop": False, "controls": True, "visible": True, "buttons": [],
        "tracks": [], "has_audio": True, "has_picture": tag == "video", "duration_s": 60.0, "plays_s": 60.0,
        "sound": {"kind": "speech"}, "lettering": 0.0, "described_by": 0, "error": "",
    }  # fmt: skip
    return {**whole, **known}


def seen(*media: dict[str, Any], **around: Any) -> dict[str, dict[str, Any]]:
    """The artifact of a page, for examples; nothing stands beside the films unless it is said."""
    context = {"words": 0, "again": False, "links": [], "links_total": 0, "transcripts": [], "embeds": 0, **around}
    return {"media": {"total": len(media), "media": list(media), "context": context}}


def track(kind: str = "captions", state: str = "loaded", cues: int = 9, ends: int = 58) -> dict[str, Any]:
    """A text track, for examples."""
    return {"kind": kind, "src": "https://example.com/a.vtt", "lang": "en", "state": state, "cues": cues, "ends": ends}
