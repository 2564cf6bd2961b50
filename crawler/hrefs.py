"""Turns the URLs of a page into their normal form, remembering what other pages of the site asked before."""

from __future__ import annotations

from typing import NamedTuple

from store.urls import normal_form, resolve

URL_CHARACTERS = 16_384
MEMO_SIZE = 100_000
MEMO_URL_CHARACTERS = 2_048

_NOT_FOLLOWED = ("mailto:", "tel:", "javascript:", "data:", "sms:", "whatsapp:", "about:", "blob:", "file:", "ftp:")


class Href(NamedTuple):
    """What a URL in markup is: `target` is its normal form, empty where it is no link; `why` says what is wrong."""

    target: str
    has_fragment: bool = False
    why: str = ""


_CONTROL_AND_SPACE = "".join(map(chr, range(33)))
_NO_LINK = Href("")
_memos: dict[str, dict[str, Href]] = {}
_remembered = 0


class Resolver:
    """Resolves the URLs of one page against its base. What does not depend on the page is remembered for the site."""

    __slots__ = ("_here", "_in_directory", "_on_origin", "_place_here", "base")

    def __init__(self, base: str) -> None:
        self.base = base
        here = normal_form(base) or base.split("#", 1)[0]
        self._here = Href(here)
        self._place_here = Href(here, True)
        path_start = base.find("/", base.find("//") + 2)
        path_end = min((at for at in (base.find("?"), base.find("#")) if at >= 0), default=len(base))
        directory = base[: base.rfind("/", 0, path_end) + 1] if 0 <= path_start < path_end else base
        self._on_origin = _memo(base[:path_start] if path_start >= 0 else base)
        self._in_directory = _memo(directory)

    def href(self, raw: str) -> Href:
        """Return what a raw attribute value points at."""
        if raw[:1] == "#" and raw[1:2] > " ":
            return self._place_here
        known = self._on_origin.get(raw) or self._in_directory.get(raw)
        return known if known is not None else self._unknown(raw)

    def _unknown(self, raw: str) -> Href:
        raw = raw.strip(_CONTROL_AND_SPACE)
        first = raw[:1]
        if first in ("", "#"):
            return self._place_here if len(raw) > 1 else self._here
        if first == "?":
            return self._resolved(raw)
        # A path from the root and an absolute URL mean the same on every page of the host, other paths in every page
        # of the directory.
        memo = self._on_origin if first == "/" or raw.startswith(("http://", "https://")) else self._in_directory
        found = memo.get(raw)
        if found is None:
            found = self._resolved(raw)
            if len(raw) <= MEMO_URL_CHARACTERS:
                _remember(memo, raw, found)
        return found

    def _resolved(self, raw: str) -> Href:
        if raw[:12].lower().startswith(_NOT_FOLLOWED):
            return _NO_LINK
        if len(raw) > URL_CHARACTERS:
            return Href("", why=f"longer than {URL_CHARACTERS} characters")
        target = normal_form(raw, self.base)
        if target is None:
            return _NO_LINK if resolve(raw, self.base) is not None else Href("", why="not a URL that browsers can read")
        return Href(target, "#" in raw and not raw.endswith("#"))


def _memo(base: str) -> dict[str, Href]:
    memo = _memos.get(base)
    if memo is None:
        if len(_memos) >= MEMO_SIZE // 10:
            _forget()
        memo = _memos[base] = {}
    return memo


def _remember(memo: dict[str, Href], raw: str, href: Href) -> None:
    global _remembered
    _remembered += 1
    if _remembered > MEMO_SIZE:
        _forget()
    memo[raw] = href


def _forget() -> None:
    global _remembered
    for one in _memos.values():
        one.clear()
    _memos.clear()
    _remembered = 0
