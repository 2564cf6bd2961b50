"""What is asked of a page after the walk: elements never reached, skip links, clicks without keys, hover, dialogs."""

from __future__ import annotations

from typing import Any

from crawler.browser.keyboard.tab import KeyboardTab
from crawler.browser.keyboard.walk import Walk
from crawler.browser.session import script

MOST_OPENERS = 5
MOST_STEPS_IN_DIALOG = 25

Problem = dict[str, Any]


def unreached(tab: KeyboardTab, found: Walk) -> list[Problem]:
    """Elements that can take the focus and that no Tab came to, told apart by whether arrow keys may reach them."""
    met = [*found.visited, *found.lost]
    return [
        {**one, "kind": "unreached", "outcome": "review" if one["composite"] else "fail"}
        for one in tab.ask("unreached", found.expected, met)
    ]


def lost_focus(tab: KeyboardTab, found: Walk) -> list[Problem]:
    """Elements from which a script takes the focus away; those that also keep it at times are left out."""
    problems = []
    for one in found.lost:
        if one in found.visited or not tab.ask("focusOn", one):
            if one in found.visited:
                continue
            problems.append({**tab.ask("about", one), "kind": "focus-removed", "outcome": "fail"})
    return problems


def context_changes(tab: KeyboardTab, found: Walk) -> list[Problem]:
    """Elements whose focus alone sends a form or loads another page; each is asked a second time."""
    problems = []
    for move in {one["id"]: one for one in found.moves if one["id"]}.values():
        tab.ask("unfocus")
        tab.ask("read", False)
        tab.ask("focusOn", move["id"])
        if tab.ask("read", False)["moved"]:
            facts = {"url": move["url"], "form": move["form"]}
            problems.append({**tab.ask("about", move["id"]), "kind": "focus-moves-on", "outcome": "fail", **facts})
    return problems


def skip_links(tab: KeyboardTab) -> list[Problem]:
    """Links at the start of the page whose target is there, but to which the focus does not follow."""
    problems = []
    for one in tab.ask("skips"):
        if not tab.ask("focusOn", one["id"]):
            continue
        tab.press("Enter")
        tab.ask("read", False)
        tab.step(whole=False)
        if tab.ask("isBetween", one["id"], one["target"]):
            target = tab.ask("about", one["target"])["selector"]
            problems.append({**tab.ask("about", one["id"]), "kind": "skip-link", "outcome": "fail", "target": target})
    return problems


def clicks(tab: KeyboardTab) -> list[Problem]:
    """Elements that take clicks and no keys."""
    found = tab.in_page_world(script("keyboard_listeners.js"))
    problems: list[Problem] = tab.ask("clicks", found or [])
    return problems


def ignored_keys(tab: KeyboardTab) -> list[Problem]:
    """Buttons made of other elements that listen to clicks, and of whose two keys none, or only one, does anything.

    To be asked after `clicks`. Both keys are pressed with every request shut; a click that follows is not let on.
    """
    made = tab.ask("pressable")
    if not made:
        return []
    tab.shut()
    problems: list[Problem] = []
    for one in made:
        did = []
        for key, code, number, text in (("Enter", "Enter", 13, "\r"), (" ", "Space", 32, " ")):
            if not tab.ask("pressReady", one):
                break
            tab.type(key, code, number, text=text)
            did.append(bool(tab.ask("pressDid")))
        if len(did) == 2 and not all(did):
            ignored = [name for name, is_heard in zip(("Enter", "Space"), did, strict=True) if not is_heard]
            # Something listens to keys: it may do what cannot be seen, so a person must try.
            problems.append({**tab.ask("about", one), "kind": "keys-ignored", "outcome": "review", "ignored": ignored})
    tab.ask("pressEnd")
    return problems


def hover_only(tab: KeyboardTab) -> list[Problem]:
    """Content that the mouse brings to light and the focus does not."""
    problems = []
    for one in tab.ask("hovers"):
        tab.point(*tab.ask("middle", one["owner"]))
        shown = tab.ask("isShownNow", one["hidden"])
        tab.point(0, 0)
        if not shown or tab.ask("isShownNow", one["hidden"]):
            continue
        if not tab.ask("focusShows", one["owner"], one["hidden"]):
            owner = tab.ask("about", one["owner"])["selector"]
            problems.append({**tab.ask("about", one["hidden"]), "kind": "hover-only", "outcome": "review", "by": owner})
    return problems


# --- dialogs, only where the owner allows pressing


def dialogs(tab: KeyboardTab) -> list[Problem]:
    """Press buttons that may open a dialog, and see where the focus goes: in, kept in, out with Escape, and back."""
    problems = []
    opened = 0
    for opener in tab.ask("openers"):
        before = set(tab.ask("dialogs"))
        if opened >= MOST_OPENERS or not tab.ask("focusOn", opener):
            continue
        tab.press("Enter")
        tab.ask("settled", 150)
        fresh = [one for one in tab.ask("dialogs") if one not in before]
        if not fresh:
            tab.press("Escape")
            continue
        opened += 1
        problems += _one_dialog(tab, opener, fresh[0])
        if tab.ask("isOpen", fresh[0]):
            break  # it lies over all others
    return problems


def _one_dialog(tab: KeyboardTab, opener: int, dialog: int) -> list[Problem]:
    about = tab.ask("about", dialog)
    by = tab.ask("about", opener)["selector"]

    def told(fault: str) -> Problem:
        return {**about, "kind": "dialog", "outcome": "fail", "fault": fault, "by": by}

    problems = []
    tab.ask("read", False)
    if not tab.ask("isInside", dialog):
        if not tab.ask("isModal", dialog):
            tab.step(whole=False)
        if not tab.ask("isInside", dialog):
            problems.append(told("focus-stays-outside"))
        tab.press("Escape")
        tab.ask("settled", 150)
        return problems
    if tab.ask("isModal", dialog) and _leaves(tab, dialog):
        problems.append(told("focus-leaves"))
    tab.press("Escape")
    tab.ask("settled", 150)
    if tab.ask("isOpen", dialog):
        problems.append({**told("escape-ignored"), "outcome": "review"})
    elif not problems and not tab.ask("focusOnNow", opener):
        problems.append(told("focus-not-restored"))
    return problems


def _leaves(tab: KeyboardTab, dialog: int) -> bool:
    for _ in range(MOST_STEPS_IN_DIALOG):
        reading = tab.step(whole=False)
        if not tab.ask("isOpen", dialog):
            return False
        if reading["id"] and not tab.ask("isInside", dialog):
            return True
    return False
