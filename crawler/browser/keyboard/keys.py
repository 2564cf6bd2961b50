"""Press letters, digits and signs while nothing has the focus, and see whether the page does something by itself.

Nothing is typed: no field has the focus, and input is refused. Nothing is sent and the page is never left: forms, links
and requests of scripts are refused while keys are pressed. Series of keys (g, then h) are not tried.
"""

from __future__ import annotations

from typing import Any

from crawler.browser.keyboard.tab import SHIFT, KeyboardTab
from crawler.browser.session import script

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SIGNS: dict[str, tuple[str, int, int]] = {  # as on a US keyboard: code, virtual key code, modifiers
    "/": ("Slash", 191, 0), "?": ("Slash", 191, SHIFT), ".": ("Period", 190, 0), ",": ("Comma", 188, 0),
    ">": ("Period", 190, SHIFT), "<": ("Comma", 188, SHIFT), ";": ("Semicolon", 186, 0), ":": ("Semicolon", 186, SHIFT),
    "'": ("Quote", 222, 0), "[": ("BracketLeft", 219, 0), "]": ("BracketRight", 221, 0), "\\": ("Backslash", 220, 0),
    "`": ("Backquote", 192, 0), "-": ("Minus", 189, 0), "=": ("Equal", 187, 0), "+": ("Equal", 187, SHIFT),
    "*": ("Digit8", 56, SHIFT), "#": ("Digit3", 51, SHIFT), "!": ("Digit1", 49, SHIFT),
}  # fmt: skip
KEYS = (*LETTERS, *"0123456789", *SIGNS, *LETTERS.upper())
NEUTRAL = ("F8", "F9", "Pause")  # keys that print nothing and mean little
MOST_TRIED = 8  # keys that are pressed a second time, one by one
MOST_TOLD = 12
ANY_KEY = 20  # so many keys do something: what is listened to is any key
_EFFECTS = {
    "moved": "leaves the page",
    "focus": "moves the focus",
    "changed": "changes the page",
    "prevented": "is taken",
}


def single_keys(tab: KeyboardTab) -> list[dict[str, Any]]:
    """One problem where keys do something without a modifier and without the focus in what they belong to.

    For sure only where a second press changes what the page says, and nothing on the page could turn that off.
    """
    if not tab.in_page_world(script("keyboard_heard.js")) or not tab.ask("keysBegin"):
        return []
    tab.shut()
    for key in NEUTRAL:
        tab.type(key, key, {"F8": 119, "F9": 120, "Pause": 19}[key])
    tab.ask("keysNeutral")
    for key in KEYS:
        _press(tab, key)
    seen = {one["key"]: one for one in tab.ask("keysHeard")}
    heard = [key for key in KEYS if key in seen and _does(seen[key])]
    if not heard:
        return []
    again = {key: _again(tab, key) for key in _spread(heard)}
    sure = [key for key, effect in again.items() if effect and (effect["text"] or effect["focus"] or effect["moved"])]
    # What came late may be another key's doing: a change alone counts only where a second press shows it.
    kept = [key for key in heard if _does(again.get(key) or {}) or _is_exact(seen[key])]
    if not kept:
        return []
    is_sure = bool(sure) and not tab.ask("hasControls")
    effects = sorted({word for key in kept for word in _words({**seen[key], **(again.get(key) or {})})})
    if len(kept) >= ANY_KEY and effects == [_EFFECTS["prevented"]]:
        return []  # it keeps all keys from the browser and does nothing itself
    return [
        {
            **tab.ask("aboutBody"),
            "kind": "single-key",
            "outcome": "fail" if is_sure else "review",
            "keys": kept[:MOST_TOLD],
            "count": len(kept),
            "any": len(kept) >= ANY_KEY,
            "effects": effects,
        }
    ]


def _press(tab: KeyboardTab, key: str) -> None:
    if key in SIGNS:
        code, number, modifiers = SIGNS[key]
    elif key.isdigit():
        code, number, modifiers = f"Digit{key}", ord(key), 0
    else:
        code, number, modifiers = f"Key{key.upper()}", ord(key.upper()), SHIFT if key.isupper() else 0
    tab.type(key, code, number, modifiers, text=key)


def _again(tab: KeyboardTab, key: str) -> dict[str, Any] | None:
    tab.press("Escape")  # what the first press opened
    scroll = tab.ask("keyReady")
    _press(tab, key)
    effect: dict[str, Any] | None = tab.ask("keyDid", key, scroll)
    return effect


def _does(seen: dict[str, Any]) -> bool:
    return any(seen.get(name) for name in (*_EFFECTS, "text", "scrolled"))


def _is_exact(seen: dict[str, Any]) -> bool:
    """Whether what was noted belongs to this very key."""
    return bool(seen["prevented"] or seen["focus"] or seen["moved"])


def _spread(heard: list[str]) -> list[str]:
    return heard if len(heard) <= MOST_TRIED else heard[:: -(-len(heard) // MOST_TRIED)]


def _words(seen: dict[str, Any]) -> list[str]:
    told = [words for name, words in _EFFECTS.items() if seen.get(name) and name != "prevented"]
    if seen.get("scrolled"):
        told.append("scrolls")
    return told or [_EFFECTS["prevented"]]
