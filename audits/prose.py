"""The text that visitors read as prose: visible, and outside code, samples and form fields."""

from __future__ import annotations

import re
from typing import NamedTuple

from store.document import Element, Text

_LEFT_OUT = (
    "script, style, template, noscript, svg, math, head, title, iframe, object, select, option, datalist, "
    "code, pre, kbd, samp, var, textarea, tt, xmp, listing, "
    '[hidden], [class*="highlight"], [class*="language-"], [class*="code"]'
)
_SAMPLES = re.compile(r"<(pre|code|samp|kbd|textarea|script|style)\b.*?</\1\s*>", re.DOTALL)


class Passage(NamedTuple):
    """One run of text with the element that directly holds it."""

    element: Element
    text: str  # white space folded, never empty


def passages(body: Element | None) -> list[Passage]:
    """Every run of visible prose under an element, in document order.

    Left out are hidden parts, code and samples, also where only a class says so (`highlight`, `language-…`).
    """
    if body is None:
        return []
    found: list[Passage] = []
    left_out = set(body.select(_LEFT_OUT))
    holders = [body]
    stack = [iter(body.children)]  # a stack of its own: pages nest deeper than Python recurses
    while stack:
        for child in stack[-1]:
            if isinstance(child, Text):
                text = " ".join(child.data.split())
                if text:
                    found.append(Passage(holders[-1], text))
            elif isinstance(child, Element) and child not in left_out:
                holders.append(child)
                stack.append(iter(child.children))
                break
        else:
            stack.pop()
            holders.pop()
    return found


def without_samples(source: str) -> str:
    """The source without code, samples and scripts: whether a word can be prose at all is asked of this, cheaply."""
    return _SAMPLES.sub(" ", source)
