"""In which script a text is written: what can be told of its language without guessing."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import NamedTuple

# Source: the blocks of the Unicode standard; Han and kana are one script here, since Japanese mixes them.
_BLOCKS = (
    (0x0041, 0x024F, "Latin"),
    (0x0370, 0x03FF, "Greek"),
    (0x0400, 0x052F, "Cyrillic"),
    (0x0530, 0x058F, "Armenian"),
    (0x0590, 0x05FF, "Hebrew"),
    (0x0600, 0x077F, "Arabic"),
    (0x0780, 0x07BF, "Thaana"),
    (0x08A0, 0x08FF, "Arabic"),
    (0x0900, 0x097F, "Devanagari"),
    (0x0980, 0x09FF, "Bengali"),
    (0x0A00, 0x0A7F, "Gurmukhi"),
    (0x0A80, 0x0AFF, "Gujarati"),
    (0x0B80, 0x0BFF, "Tamil"),
    (0x0C00, 0x0C7F, "Telugu"),
    (0x0C80, 0x0CFF, "Kannada"),
    (0x0D00, 0x0D7F, "Malayalam"),
    (0x0D80, 0x0DFF, "Sinhala"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Lao"),
    (0x1000, 0x109F, "Burmese"),
    (0x10A0, 0x10FF, "Georgian"),
    (0x1100, 0x11FF, "Korean"),
    (0x1780, 0x17FF, "Khmer"),
    (0x1E00, 0x1EFF, "Latin"),
    (0x1F00, 0x1FFF, "Greek"),
    (0x3040, 0x30FF, "East Asian"),
    (0x3130, 0x318F, "Korean"),
    (0x3400, 0x9FFF, "East Asian"),
    (0xAC00, 0xD7AF, "Korean"),
    (0xF900, 0xFAFF, "East Asian"),
    (0xFB50, 0xFDFF, "Arabic"),
    (0xFE70, 0xFEFF, "Arabic"),
    (0xFF65, 0xFF9F, "East Asian"),
    (0x20000, 0x3134F, "East Asian"),
)
_STARTS = tuple(start for start, _, _ in _BLOCKS)


class Script(NamedTuple):
    """The script that most letters of a text belong to; `name` is empty where the text has no letters."""

    name: str
    share: float  # of the letters, 0 to 1
    letters: int


def script_of(text: str) -> Script:
    """Return the main script of a text.

    >>> script_of("Grey cats 2026").name, script_of("قوارب").name, script_of("123").letters
    ('Latin', 'Arabic', 0)
    """
    counts: Counter[str] = Counter()
    for letter, number in Counter(text).items():
        if letter.isalpha():
            counts[_name_of(ord(letter))] += number
    total = counts.total()
    if not total:
        return Script("", 0.0, 0)
    name, number = counts.most_common(1)[0]
    return Script(name, number / total, total)


def _name_of(code: int) -> str:
    at = bisect_right(_STARTS, code) - 1
    if at < 0:
        return "other"
    _, end, name = _BLOCKS[at]
    return name if code <= end else "other"
