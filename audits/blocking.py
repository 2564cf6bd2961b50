"""Which files of the head hold up the first paint, as far as markup tells."""

from __future__ import annotations

from audits.page import PageView
from store.document import Element

_FILES = ("head > script[src]", "head > link[href]")  # one by one: the parser is quicker with single tags
_CLASSIC = frozenset({"", "text/javascript", "application/javascript"})
_SCREEN = frozenset({"", "all", "screen", "only screen"})


def blocking_files(page: PageView) -> list[Element]:
    """The scripts and style sheets of the head that the browser waits for, scripts first."""
    return [element for css in _FILES for element in page.select(css) if is_blocking(element)]


def is_blocking(element: Element) -> bool:
    """Whether the browser waits for a script or style sheet of the head before it shows anything."""
    say = element.attr
    if element.tag == "script":
        if say("async") is not None or say("defer") is not None or say("nomodule") is not None:
            return False
        return (say("type") or "").strip().lower() in _CLASSIC
    rel = (say("rel") or "").lower().split()
    if "stylesheet" not in rel or "alternate" in rel or say("disabled") is not None:
        return False
    return (say("media") or "").strip().lower() in _SCREEN
