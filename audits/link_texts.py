"""What the texts and addresses of links say when they are compared with each other."""

from __future__ import annotations

import re

KNOWN_BY_PLACE = frozenset(
    "source edit permalink link pdf download downloads reply share comment comments discussion history view diff raw "
    "website homepage github docs documentation quelle bearbeiten antworten uredi télécharger descargar "
    "buy shop cart add select compare reviews review new sale".split()
)
"""Words of buttons that stand beside what they speak of."""

_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|ref|source|src|from)=[^&]*&?", re.IGNORECASE)


def same_address(url: str | None) -> str:
    """An address as it is compared: without protocol, `www.`, fragment, tracking, index file and last slash.

    >>> same_address("https://www.example.com/a/index.html?utm_source=b#c"), same_address(None)
    ('example.com/a', '')
    """
    if not url:
        return ""
    plain = url.partition("#")[0].partition("://")[2].removeprefix("www.")
    path, mark, query = plain.partition("?")
    query = _TRACKING.sub("", query).rstrip("&")
    head, slash, last = path.rpartition("/")
    if slash and last.lower() in ("", "index.html", "index.htm", "index.php", "default.aspx"):
        path = head
    return f"{path}?{query}" if mark and query else path


__all__ = ["KNOWN_BY_PLACE", "same_address"]
