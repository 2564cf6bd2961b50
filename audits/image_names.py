"""What the address of an image tells: its file name, its format, and whether it is only a placeholder."""

from __future__ import annotations

import re
from urllib.parse import unquote

_BLANK = re.compile(
    r"(?:blank|pixel|spacer|placeholder|lazy|loading|transparent|1x1)[\w-]*\.(?:gif|png|svg|jpe?g)$", re.I
)
_CAMERA = re.compile(
    r"(?:img|dsc|dscn|dscf|dcim|pict|p|mvimg|pxl|gopr|sam|imgp|image|img-wa)[-_ ]?\d{3,}[-_\d]*"
    r"(?:[-_ ]?(?:copy|scaled|edited|\d+x\d+))*",
    re.I,
)
_UNNAMED = re.compile(
    r"(?:untitled|unnamed|unbenannt|ohne titel|sans titre|sin titulo|senza titolo|screen ?shot|screenshot|"
    r"bildschirmfoto|download|whatsapp image|image|img|photo|picture|bild|foto)"
    r"(?:[-_ ]?(?:design|\d[\d\W_]*(?:at[\W_]*[\d\W_]+(?:[ap]m)?)?))?(?:[-_ ](?:copy|scaled|\d+x\d+))*",
    re.I,
)


def file_name(url: str) -> str:
    """The last part of an address's path, decoded, without query.

    >>> file_name("https://example.com/a/my%20cat.jpg?w=3")
    'my cat.jpg'
    """
    return unquote(url.partition("#")[0].partition("?")[0].rpartition("/")[2])


def stem_of(url: str) -> str:
    """The file name without its last extension, lower case."""
    name = file_name(url).lower()
    return name.rpartition(".")[0] or name


def is_placeholder(src: str) -> bool:
    """Whether a source is a stand-in until a script loads the image: inline data, or a blank file."""
    folded = src.strip().lower()
    return folded.startswith(("data:", "about:", "#")) or bool(_BLANK.search(folded.partition("?")[0]))


def says_nothing(name: str) -> bool:
    """Whether a file name is one that a camera or a program made up.

    >>> says_nothing("IMG_2041.JPG"), says_nothing("cat-asleep.jpg"), says_nothing("Untitled-1.png")
    (True, False, True)
    """
    stem = name.rpartition(".")[0] or name
    return bool(_CAMERA.fullmatch(stem) or _UNNAMED.fullmatch(stem))


__all__ = ["file_name", "is_placeholder", "says_nothing", "stem_of"]
