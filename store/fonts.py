"""Reads the @font-face rules of a style sheet or style element."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_FACES = 100
_FACE = re.compile(r"@font-face\s{0,20}\{([^}]{0,200000})\}", re.IGNORECASE)
_FAMILY = re.compile(r"font-family\s{0,9}:\s{0,9}[\"']?([^;\"'}]{1,80})", re.IGNORECASE)
_DISPLAY = re.compile(r"font-display\s{0,9}:\s{0,9}([a-z]{1,20})", re.IGNORECASE)
_FILE = re.compile(r"url\(\s{0,9}[\"']?([^\"')\s]{1,2048})", re.IGNORECASE)
_ICONS = re.compile(r"icon|awesome|glyph|symbol|dashicon|emoji|swiper|slick|\bfa\b|fontello|icomoon", re.IGNORECASE)

BLOCKING = frozenset({"", "auto", "block", "fallback"})
"""Values of `font-display` with which text waits for its font; Lighthouse takes only swap and optional for good."""


class FontFace(NamedTuple):
    """One face that is loaded from a file of its own."""

    family: str
    display: str  # lower case; empty: not said
    file: str  # as written

    @property
    def hides_text(self) -> bool:
        """Whether words stay invisible while the font loads; icons that wait are better than wrong letters."""
        return self.display in BLOCKING and not is_icon_font(self.family, self.file)


def font_faces(css: str) -> list[FontFace]:
    """The faces of a style sheet that name a file; data and local fonts are there at once."""
    found = []
    for face in _FACE.findall(css)[:MOST_FACES]:
        file = _FILE.search(face)
        if file is None or file[1].startswith("data:"):
            continue
        family, display = _FAMILY.search(face), _DISPLAY.search(face)
        found.append(FontFace(family[1].strip() if family else "", display[1].lower() if display else "", file[1]))
    return found


def is_icon_font(family: str, file: str) -> bool:
    """Whether a font by its name holds pictures instead of letters.

    >>> is_icon_font("Font Awesome 6 Free", "fa-solid-900.woff2"), is_icon_font("Inter", "inter.woff2")
    (True, False)
    """
    return bool(_ICONS.search(family) or _ICONS.search(file.rpartition("/")[2]))
