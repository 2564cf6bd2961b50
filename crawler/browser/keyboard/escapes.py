"""Try the ways out that a person at a keyboard has, where Tab goes round and round."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crawler.browser.keyboard.tab import ALT, CONTROL, KEYS, META, SHIFT, KeyboardTab

ARROWS = ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft")
_MODIFIERS = {
    "ctrl": CONTROL, "control": CONTROL, "alt": ALT, "option": ALT, "shift": SHIFT, "cmd": META, "command": META,
}  # fmt: skip


@dataclass(slots=True)
class Escape:
    """Whether a key freed the focus, which one, what was tried, and whether the other direction leads out."""

    freed: bool = False
    key: str = ""
    other_way: bool = False
    tried: list[str] = field(default_factory=list)


def way_out(tab: KeyboardTab, ring: list[int], *, backward: bool = False, inner: int = 0, text: str = "") -> Escape:
    """Press Escape, the keys that the page's own text names, arrows and F6, each followed by Tab.

    A key counts when the focus then is outside `ring`. At last Tab is pressed in the other direction: that shows
    whether people can at least go back, and frees nothing. `inner`: stops that the round has inside a frame of
    another site, which says `text`.
    """
    result = Escape()
    length = max(len(ring), inner)
    for words, keys in _keys(tab, text):
        result.tried.append(words)
        for key, modifiers in keys:
            tab.press(key, modifiers)
        if _is_out(tab, ring, length, backward=backward):
            result.freed, result.key = True, words
            return result
    result.other_way = _is_out(tab, ring, length + 1, backward=not backward)
    if result.other_way:
        tab.ask("focusOn", ring[0])
        tab.ask("read", False)
    return result


def _keys(tab: KeyboardTab, text: str) -> list[tuple[str, list[tuple[str, int]]]]:
    found: list[tuple[str, list[tuple[str, int]]]] = [("Escape", [("Escape", 0)])]
    for one in tab.ask("advertised", text):
        found.append(_advertised(one))
    found.append(("arrows", [(arrow, 0) for arrow in ARROWS]))
    found.append(("F6", [("F6", 0)]))
    return found


def _advertised(one: dict[str, Any]) -> tuple[str, list[tuple[str, int]]]:
    modifiers = 0
    for word, bit in _MODIFIERS.items():
        if word in one["with"]:
            modifiers |= bit
    key = str(one["key"])
    if key.lower().startswith("esc"):
        key = "Escape"
    elif len(key) > 1 and key.upper() not in KEYS:
        key = "F6"
    else:
        key = key.upper() if len(key) > 1 or modifiers & SHIFT else key.lower()
    words = " ".join((*str(one["with"]).replace("+", " ").split(), key))
    return words, [(key, modifiers)]


def _is_out(tab: KeyboardTab, ring: list[int], presses: int, *, backward: bool) -> bool:
    """Whether the focus leaves the ring with at most so many presses, and does not jump back at once."""
    reading = tab.ask("read", False)
    for _ in range(presses + 1):
        if reading["id"] not in ring:
            return not reading["got"] or reading["id"] != 0
        reading = tab.step(backward=backward, whole=False)
    return reading["id"] not in ring and (reading["id"] != 0 or not reading["got"])
