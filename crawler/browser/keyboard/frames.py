"""Where the focus is inside frames of other sites, which the page itself may not look into: asked in each frame."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.browser.keyboard.tab import ANSWER_S, KeyboardTab
from crawler.browser.session import ContextGoneError, PageFailedError, script

SAME_RUNNING = 4  # readings of one element that count as being stuck there
SAME_INSIDE = 40  # the same for what has stops of its own inside: players, dates, frames that nobody can look into
MOST_INSIDE = 200  # stops of one frame


@dataclass(frozen=True, slots=True)
class Inner:
    """The focus inside foreign frames: `mark` tells elements apart and is empty where none can be seen."""

    mark: str = ""
    holds: bool = False  # it has stops of its own
    html: str = ""
    text: str = ""


def inner_focus(tab: KeyboardTab) -> Inner:
    """Ask every frame below the page; one that does not answer (it runs elsewhere, or went away) is left out."""
    marks, holds, html, texts = [], False, "", []
    for frame in tab.browser.frames():
        if frame == tab.browser.frame_id:
            continue
        try:
            seen = tab.browser.evaluate(script("keyboard_inside.js"), ANSWER_S, frame)
        except (PageFailedError, ContextGoneError):
            continue
        texts.append(seen["text"])
        if seen["mark"] and not seen["html"].startswith("<iframe"):
            marks.append(f"{frame} {seen['mark']}")
            holds, html = holds or seen["holds"], seen["html"]
    return Inner(" ".join(marks), holds, html, "\n".join(texts))


class Stay:
    """How long the focus has been at one element that has stops of its own inside."""

    def __init__(self) -> None:
        self.marks: list[str] = []
        self.last = Inner()

    def is_round(self, tab: KeyboardTab) -> bool:
        """Note where in a foreign frame the focus is; whether it goes round in there, or does not move."""
        self.last = inner = inner_focus(tab)
        if not inner.mark:
            return False
        if self.marks and self.marks[-1] == inner.mark:
            self.marks.append(inner.mark)
            running = next((at for at, one in enumerate(reversed(self.marks)) if one != inner.mark), len(self.marks))
            return running >= (SAME_INSIDE if inner.holds else SAME_RUNNING)
        is_known = inner.mark in self.marks
        self.marks.append(inner.mark)
        return is_known

    @property
    def ring(self) -> int:
        """Elements of the round."""
        before = self.marks[:-1]
        return len(set(before[before.index(self.marks[-1]) :])) if self.marks and self.marks[-1] in before else 1

    def is_long(self, repeats: int) -> bool:
        """Whether so many readings are too many to go on."""
        return repeats >= (MOST_INSIDE if self.marks else SAME_INSIDE)
