"""Makes hostile page text fit to be shown: in HTML, in a terminal. Nothing here returns markup."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote

from store.urls import split

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_].*?(?:\x1b\\|$)|[@-Z\\-_])", re.S)
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_UNSHOWABLE = re.compile(r"[\x00-\x20\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3000\ufeff\ufffd<>\"'`]")


def plain(text: str) -> str:
    """`text` without control characters and without marks that turn the writing direction of what follows.

    >>> plain("ab\\x1bc\\u202ed")
    'abcd'
    """
    return _CONTROLS.sub("", text)


def for_terminal(text: str) -> str:
    """`text` without terminal escape sequences, control characters and line breaks.

    >>> for_terminal("\\x1b[31mred\\x1b[0m\\nnext")
    'red next'
    """
    return " ".join(plain(_ANSI.sub("", text)).split())


def is_web_address(url: str) -> bool:
    """Whether `url` may become a link: http and https only, no white space or control characters."""
    return url.lower().startswith(("http://", "https://")) and not re.search(r"[\x00-\x20\x7f]", url)


def _decoded(match: re.Match[str]) -> str:
    decoded = unquote(match[0], errors="replace")
    if "\ufffd" in decoded or decoded.isascii():
        return match[0]
    return _UNSHOWABLE.sub(lambda one: quote(one[0]), decoded)


def shown_url(url: str, host: str = "") -> str:
    """A URL for reading: letters instead of percent escapes, and no scheme and host where it is `host`'s own.

    >>> shown_url("https://example.com/%D8%A3", "example.com")
    '/أ'
    """
    shown = url
    if host:
        for scheme in ("https://", "http://"):
            if url.startswith(f"{scheme}{host}/"):
                shown = url[len(scheme) + len(host) :]
    if "%" not in shown:
        return plain(shown)
    return plain(_ESCAPES.sub(_decoded, shown))


def host_of(url: str) -> str:
    """Host with port of an absolute URL; empty where it is not one."""
    try:
        return split(url).netloc
    except ValueError:
        return ""


class CodePart(NamedTuple):
    """A stretch of code, and whether it is the fault."""

    text: str
    is_fault: bool


def _tag_end(code: str) -> int:
    quoted = ""
    for position, letter in enumerate(code):
        if quoted:
            quoted = "" if letter == quoted else quoted
        elif letter in "\"'":
            quoted = letter
        elif letter == ">":
            return position + 1
    return len(code)


def code_lines(code: str, fault: str = "") -> list[list[CodePart]]:
    """The lines of a snippet with its fault marked: the text `fault` where it is in it, else the first tag."""
    code = plain(code).strip("\n")
    if fault and (at := code.find(fault)) >= 0:
        start, end = at, at + len(fault)
    elif code.lstrip().startswith("<"):
        start = len(code) - len(code.lstrip())
        end = start + _tag_end(code[start:])
    else:
        start = end = 0
    lines: list[list[CodePart]] = [[]]
    for text, is_fault in ((code[:start], False), (code[start:end], True), (code[end:], False)):
        for number, piece in enumerate(text.split("\n")):
            if number:
                lines.append([])
            if piece:
                lines[-1].append(CodePart(piece, is_fault))
    return lines
