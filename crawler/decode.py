"""Turns a body into text as browsers do: byte order mark, header, meta prescan, then a look at the bytes.

Source: https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding and
https://encoding.spec.whatwg.org/ (labels, decoders with U+FFFD for what cannot be read).
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

import turbohtml
from turbohtml.detect import detect

PRESCAN_BYTES = 1024
SNIFF_BYTES = 65_536

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))
_PYTHON_NAMES = {"utf-8": "utf-8", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}
_HEADER_CHARSET = re.compile(r""";\s*charset\s*=\s*(?:"([^"]*)"?|'([^']*)'?|([^;\s"']+))""", re.IGNORECASE)
_CHARSET_IN_CONTENT = re.compile(r"""charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))""")
_SPACE = b"\t\n\x0c\r "
_TAG_NAME_END = re.compile(rb"[\t\n\x0c\r />]")
_ATTRIBUTE_NAME_END = re.compile(rb"[\t\n\x0c\r />=]")
_UNQUOTED_END = re.compile(rb"[\t\n\x0c\r >]")


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """Return the text of a body and the WHATWG name of its encoding, lower case.

    `content_type` is the value of the header, with or without a charset. Labels that the standard does not know are
    ignored. Never raises: bytes that cannot be read become U+FFFD.

    >>> decode(b"caf\\xe9", "text/html; charset=latin1")
    ('café', 'windows-1252')
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _read(body[len(mark) :], name), name
    name = charset_of(content_type) or prescan(body[:PRESCAN_BYTES]) or _sniffed(body)
    return _read(body, name), name


def charset_of(content_type: str) -> str:
    """Return the encoding that a Content-Type header names, or "" where it names none that exists."""
    found = _HEADER_CHARSET.search(content_type) if "charset" in content_type.lower() else None
    return encoding_of(found.group(1) or found.group(2) or found.group(3) or "") if found else ""


@lru_cache(maxsize=512)
def encoding_of(label: str) -> str:
    """Return the WHATWG name (lower case) for an encoding label, or "" where the standard does not know it.

    >>> encoding_of(" ISO-8859-1 ")
    'windows-1252'
    """
    wanted = label.strip("\t\n\x0c\r ").lower()
    if not wanted or not wanted.isascii() or len(wanted) > 40:
        return ""
    try:
        return (turbohtml.parse(b"", encoding=wanted).encoding or "").lower()
    except LookupError:
        return ""


def _sniffed(body: bytes) -> str:
    """UTF-8 where the bytes are valid UTF-8 (a cut at the end forgiven), else what their frequencies suggest."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return encoding_of(detect(body[:SNIFF_BYTES]).encoding or "") or "windows-1252"
    return "utf-8"


def _read(body: bytes, name: str) -> str:
    python_name = _PYTHON_NAMES.get(name)
    if python_name:
        return body.decode(python_name, "replace")
    return body.decode(f"whatwg-{name}", "replace")


# --- the prescan of the standard: enough of a tokenizer to find a meta charset outside comments


class _EndOfBytesError(Exception):
    """The bytes end inside a tag: then the standard's algorithm finds nothing."""


def prescan(head: bytes) -> str:
    """Return the encoding that a meta element in these first bytes declares, or ""."""
    try:
        return _prescan(head)
    except _EndOfBytesError:
        return ""


def _prescan(head: bytes) -> str:
    at = 0
    while (at := head.find(b"<", at)) >= 0:
        if head.startswith(b"<!--", at):
            end = head.find(b"-->", at + 2)
            if end < 0:
                return ""
            at = end + 3
            continue
        following = head[at + 1 : at + 2]
        if head[at + 1 : at + 5].lower() == b"meta" and head[at + 5 : at + 6] in (
            b"\t",
            b"\n",
            b"\x0c",
            b"\r",
            b" ",
            b"/",
        ):
            declared, at = _meta(head, at + 6)
            if declared:
                return declared
        elif following.isalpha() or (following == b"/" and head[at + 2 : at + 3].isalpha()):
            name_end = _TAG_NAME_END.search(head, at + 1 if following != b"/" else at + 2)
            if name_end is None:
                return ""
            at = name_end.start()
            while True:
                attribute, at = _attribute(head, at)
                if attribute is None:
                    break
        elif following in (b"!", b"/", b"?"):
            end = head.find(b">", at)
            if end < 0:
                return ""
            at = end + 1
        else:
            at += 1
    return ""


def _meta(head: bytes, at: int) -> tuple[str, int]:
    seen: set[bytes] = set()
    got_pragma = False
    need_pragma: bool | None = None
    charset = ""
    while True:
        attribute, at = _attribute(head, at)
        if attribute is None:
            break
        name, value = attribute
        if name in seen:
            continue
        seen.add(name)
        if name == b"http-equiv":
            got_pragma = value == b"content-type"
        elif name == b"content" and not charset:
            found = _CHARSET_IN_CONTENT.search(value.decode("latin-1"))
            if found:
                charset = encoding_of(found.group(1) or found.group(2) or found.group(3) or "")
                need_pragma = True if charset else need_pragma
        elif name == b"charset":
            charset = encoding_of(value.decode("latin-1"))
            need_pragma = False
    if need_pragma is None or (need_pragma and not got_pragma) or not charset:
        return "", at
    # UTF-16 cannot be what an ASCII prescan could read, and x-user-defined is no encoding for a page.
    return ("utf-8" if charset.startswith("utf-16") else "windows-1252" if charset == "x-user-defined" else charset), at


def _attribute(head: bytes, at: int) -> tuple[tuple[bytes, bytes] | None, int]:
    """The next attribute of a tag, lower case, with the place after it; None at the tag's end."""
    size = len(head)
    while at < size and head[at] in b"\t\n\x0c\r /":
        at += 1
    if at >= size:
        raise _EndOfBytesError
    if head[at] == 0x3E:
        return None, at + 1
    end = _ATTRIBUTE_NAME_END.search(head, at + 1 if head[at] == 0x3D else at)
    if end is None:
        raise _EndOfBytesError
    name, at = head[at : end.start()].lower(), end.start()
    while at < size and head[at] in _SPACE:
        at += 1
    if at >= size:
        raise _EndOfBytesError
    if head[at] != 0x3D:
        return (name, b""), at
    at += 1
    while at < size and head[at] in _SPACE:
        at += 1
    quote = head[at : at + 1]
    if quote in (b'"', b"'"):
        close = head.find(quote, at + 1)
        if close < 0:
            raise _EndOfBytesError
        return (name, head[at + 1 : close].lower()), close + 1
    unquoted = _UNQUOTED_END.search(head, at)
    if unquoted is None:
        raise _EndOfBytesError
    return (name, head[at : unquoted.start()].lower()), unquoted.start()
