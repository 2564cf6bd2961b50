"""Walk through the page with Tab and back with Shift+Tab: stops, traps, focus that scripts take away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crawler.browser.keyboard.escapes import Escape, way_out
from crawler.browser.keyboard.frames import SAME_INSIDE, SAME_RUNNING, Stay
from crawler.browser.keyboard.tab import KeyboardTab, WalkOverError

MOST_LEAPS = 3  # traps that are jumped over


@dataclass(slots=True)
class Walk:
    """What was met on the way. Elements are known by the numbers that the page's side gives them."""

    expected: list[int]
    groups: list[str]
    visited: list[int] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    dialogs: list[dict[str, Any]] = field(default_factory=list)
    lost: dict[int, int] = field(default_factory=dict)  # element whose focus a script took away -> how often
    moves: list[dict[str, Any]] = field(default_factory=list)  # navigations that focus alone set off
    trapped: set[int] = field(default_factory=set)
    ended: str = ""  # circle, stops, deadline, dialog, trap

    @property
    def is_complete(self) -> bool:
        """Whether the whole page was walked through, so that what was not met cannot be met."""
        return self.ended == "circle" and not self.trapped

    @property
    def waiting(self) -> list[int]:
        """Elements that Tab should still come to."""
        known = set(self.visited) | set(self.lost)
        groups = {group for one, group in zip(self.expected, self.groups, strict=True) if group and one in known}
        return [
            one
            for one, group in zip(self.expected, self.groups, strict=True)
            if one not in known and group not in groups
        ]


def walk(tab: KeyboardTab, most_stops: int) -> Walk:
    """Walk forward through the whole page, then back, until both are round or the budget is spent."""
    begun = tab.ask("begin", most_stops)
    found = Walk(list(begun["expected"]), list(begun["groups"]))
    if begun["start"]:
        found.visited.append(int(begun["start"]))
        tab.ask("read")
    try:
        _Round(tab, found, most_stops).go()
        if found.ended == "circle" and found.visited:
            ended = found.ended
            _Round(tab, found, most_stops, backward=True).go()
            found.ended = ended if found.ended != "deadline" else "deadline"
    except WalkOverError:
        found.ended = found.ended or "deadline"
    return found


class _Round:
    """One way round the page."""

    def __init__(self, tab: KeyboardTab, found: Walk, most_stops: int, *, backward: bool = False) -> None:
        self.tab = tab
        self.found = found
        self.most = most_stops
        self.backward = backward
        self.here: list[int] = []  # stops since the page was last left
        self.seen: set[int] = set()
        self.repeats = 0
        self.previous = 0
        self.ends = 0
        self.leaps = 0
        self.stay = Stay()

    def go(self) -> None:
        """Press until the round is closed."""
        found = self.found
        found.ended = ""
        presses = 0
        while not found.ended:
            presses += 1
            if len(self.seen) >= self.most or presses > 3 * self.most + SAME_INSIDE:
                found.ended = "stops"
                return
            reading = self.tab.step(backward=self.backward, whole=not self.backward)
            self._note(reading)
            if reading["id"]:
                self._at(reading)
            else:
                self._outside(reading)

    def _note(self, reading: dict[str, Any]) -> None:
        found = self.found
        if not self.backward:
            found.moves += reading["moved"]
        if not reading["id"]:
            for one in reading["got"]:
                found.lost[one] = found.lost.get(one, 0) + 1

    def _outside(self, reading: dict[str, Any]) -> None:
        """No element has the focus: the page's end, or a script took it away."""
        self.previous, self.repeats = 0, 0
        if reading["got"]:
            most_lost = max(self.found.lost.values())
            if most_lost > 2:  # round again, through elements that all throw the focus away
                self.found.ended = "circle"
            return
        self.here = []
        self.ends += 1
        if self.ends > 1 or self.backward or not self.found.waiting:
            self.found.ended = "circle"

    def _at(self, reading: dict[str, Any]) -> None:
        one = int(reading["id"])
        found = self.found
        if one != self.previous:
            self.stay = Stay()
        self.repeats = self.repeats + 1 if one == self.previous else 1
        is_round = reading["foreign"] and self.stay.is_round(self.tab)
        if one == self.previous:
            if reading["inside"]:
                self._inside(one, is_round=is_round)
            elif self.repeats >= SAME_RUNNING:
                self._stuck([one])
            return
        self.previous = one
        if one in self.here:
            self._stuck(self.here[self.here.index(one) :])
            return
        if self.ends and one in self.seen:
            found.ended = "circle"
            return
        self.here.append(one)
        self.seen.add(one)
        if one not in found.visited:
            found.visited.append(one)

    def _inside(self, one: int, *, is_round: bool) -> None:
        """The focus is still somewhere inside one element: it goes round there, or how long it stays says nothing."""
        if is_round:
            self._stuck([one])
        elif self.stay.is_long(self.repeats):
            self._trap([one], None)

    def _stuck(self, ring: list[int]) -> None:
        """The focus goes round in `ring` without leaving it: a dialog that rightly holds it, or a trap."""
        found, tab = self.found, self.tab
        held = tab.ask("holder", ring)
        length = self.stay.ring if self.stay.marks else 0
        escape = way_out(tab, ring, backward=self.backward, inner=length, text=self.stay.last.text)
        if held:
            is_closed = not tab.ask("isOpen", held["id"])
            found.dialogs.append({**held, "escape": escape.key if escape.freed else ""})
            if escape.freed or is_closed:
                self._go_on()
            elif held["pressed"]:
                found.ended = "dialog"
            else:
                self._trap(ring, escape)
            return
        if escape.freed:
            self._go_on()
            return
        self._trap(ring, escape)

    def _go_on(self) -> None:
        """A key freed the focus: the walk goes on from where it is now."""
        self.here, self.previous, self.repeats = [], 0, 0
        self.leaps += 1
        if self.leaps > MOST_LEAPS:
            self.found.ended = "escapes"
            return
        reading = self.tab.ask("read", not self.backward)
        if reading["id"]:
            self._at(reading)
        else:
            self._outside({**reading, "got": []})

    def _trap(self, ring: list[int], escape: Escape | None) -> None:
        """Note a trap, or with no escape tried a stay that nobody could look into, and go on behind it."""
        found, tab = self.found, self.tab
        problem = self._told(ring, escape)
        if not found.trapped & set(ring):
            found.problems.append(problem)
        is_known = bool(found.trapped & set(ring))
        found.trapped |= set(ring)
        self.leaps += 1
        if self.backward or is_known or self.leaps > MOST_LEAPS or not tab.ask("leap", ring, found.visited):
            found.ended = "trap"
            return
        reading = tab.ask("read")
        self.here, self.previous, self.repeats = [], 0, 0
        if reading["id"] in ring or not reading["id"]:
            found.ended = "trap"
        else:
            self._at(reading)

    def _told(self, ring: list[int], escape: Escape | None) -> dict[str, Any]:
        about = self.tab.ask("about", ring[0])
        direction = "backward" if self.backward else "forward"
        if escape is None:
            facts = {"direction": direction, "presses": self.repeats, "unverified": True}
            return {**about, "kind": "trap", "outcome": "review", "ring": 1, **facts}
        takes_tab = self.tab.ask("takesTab", ring[0])
        facts = {"inner": self.stay.last.html} if self.stay.marks else {}
        return {
            **about,
            "kind": "trap",
            "outcome": "review" if takes_tab and escape.other_way else "fail",
            "ring": self.stay.ring if self.stay.marks else len(ring),
            "direction": direction,
            "other_way": escape.other_way,
            "tried": escape.tried,
            **facts,
        }
