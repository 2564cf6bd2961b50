"""Takes secrets out of what a site sends back, in every form in which pages, headers and logs may hold them."""

from __future__ import annotations

import base64
import html
import json
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from html.entities import html5
from typing import Any
from urllib.parse import quote, quote_plus

MASK = "[masked]"
SHORTEST = 6  # a shorter secret would be found in the middle of words and prices
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]*")  # what nobody escapes
_WORD = re.compile(r"[A-Za-z0-9]+")
_NAMES: dict[str, list[str]] = {}  # character -> its names in markup, such as &quot;
for _name, _letters in html5.items():
    if len(_letters) == 1 and _name.endswith(";"):
        _NAMES.setdefault(_letters, []).append(f"&{_name}")
_PREFIX = r"\\{0,16}"  # backslashes before an escaped letter: texts in texts in scripts double them
_PARTS = re.compile(r"(\\+)|(.)", re.DOTALL)


class Mask:
    """The secrets of a run. It grows when a login brings new ones; it never shows what it holds."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._texts: tuple[str, ...] = ()
        self._bytes: tuple[bytes, ...] = ()
        self._wide: tuple[tuple[bytes, bytes], ...] = ()  # in UTF-16, with what takes their place
        self._spellings: tuple[_Spelling, ...] = ()
        self._known: frozenset[str] = frozenset()
        self._lock = threading.Lock()
        self.add(secrets)

    def __repr__(self) -> str:
        return f"Mask({len(self._known)} secrets)"

    def __bool__(self) -> bool:
        return bool(self._texts)

    def add(self, secrets: Iterable[str]) -> None:
        """Take further secrets; those of fewer than SHORTEST characters are left out."""
        with self._lock:
            new = {one for one in secrets if len(one) >= SHORTEST} - self._known
            if not new:
                return
            self._known |= new
            forms = {form for one in new for form in _forms(one)}
            raw = {form.encode() for form in forms} | {
                form.encode("latin-1") for form in forms if all(ord(letter) < 256 for letter in form)
            }
            wide = {
                (form.encode(charset), MASK.encode(charset)) for form in forms for charset in ("utf-16-le", "utf-16-be")
            }
            self._texts = tuple(sorted({*self._texts, *forms}, key=len, reverse=True))
            self._bytes = tuple(sorted({*self._bytes, *raw}, key=len, reverse=True))
            self._wide = tuple(sorted({*self._wide, *wide}, key=lambda pair: len(pair[0]), reverse=True))
            self._spellings += tuple(_Spelling(one) for one in new if not _PLAIN.fullmatch(one))

    def also(self, secrets: Iterable[str]) -> Mask:
        """A mask that hides some further secrets for one answer; this one where it hides them already."""
        new = {one for one in secrets if len(one) >= SHORTEST} - self._known
        if not new:
            return self
        other = Mask()
        other._texts, other._bytes, other._wide = self._texts, self._bytes, self._wide
        other._spellings, other._known = self._spellings, self._known
        other.add(new)
        return other

    def text(self, text: str) -> str:
        """The text without secrets."""
        for one in self._texts:
            if one in text:
                text = text.replace(one, MASK)
        for spelling in self._spellings:
            text = spelling.text(text)
        return text

    def raw(self, data: bytes) -> bytes:
        """The bytes without secrets."""
        for one in self._bytes:
            if one in data:
                data = data.replace(one, MASK.encode())
        for spelling in self._spellings:
            data = spelling.raw(data)
        if b"\0" in data:
            for one, instead in self._wide:
                data = _replaced_wide(data, one, instead)
        return data

    def data(self, value: Any) -> Any:
        """Any nesting of mappings, sequences, texts and bytes without secrets; the very same where there was none."""
        if not self._texts:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, bytes):
            return self.raw(value)
        if isinstance(value, Mapping):
            return {self.data(key): self.data(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            made = [self.data(one) for one in value]
            return made if isinstance(value, list) else tuple(made)
        return value


class _Spelling:
    """A secret of which each letter may be written in a way of its own, as template languages do it.

    There is one way at most to read a text as the secret, so that a page which only begins like it costs no more than
    its length. The patterns are made for the first text that holds all the words of the secret.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._words = sorted(set(_WORD.findall(secret)), key=len, reverse=True)
        self._raw_words = [one.encode() for one in self._words]

    def text(self, text: str) -> str:
        """The text without the secret."""
        return self._pattern.sub(MASK, text) if all(one in text for one in self._words) else text

    def raw(self, data: bytes) -> bytes:
        """The bytes without the secret."""
        return self._raw_pattern.sub(MASK.encode(), data) if all(one in data for one in self._raw_words) else data

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("".join(_ways(self._secret)))

    @cached_property
    def _raw_pattern(self) -> re.Pattern[bytes]:
        return re.compile(b"".join(_raw_ways(self._secret)))


def _replaced_wide(data: bytes, one: bytes, instead: bytes) -> bytes:
    """Replace what begins at an even place, as letters of UTF-16 do."""
    pieces: list[bytes] = []
    begin, at = 0, data.find(one)
    while at >= 0:
        if at % 2:
            at = data.find(one, at + 1)
        else:
            pieces += [data[begin:at], instead]
            begin = at + len(one)
            at = data.find(one, begin)
    return b"".join([*pieces, data[begin:]]) if pieces else data


def _forms(secret: str) -> set[str]:
    """How a secret may be written: as it is, in URLs, in markup, in JSON, in base64."""
    percent = quote(secret, safe="")
    coded = base64.b64encode(secret.encode()).decode()
    forms = {
        secret,
        percent,
        percent.lower(),
        quote(secret),
        quote_plus(secret),
        html.escape(secret),
        html.escape(secret, quote=False),
        html.escape(secret).replace("&#x27;", "&#39;"),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        json.dumps(secret)[1:-1].replace("/", "\\/"),
        coded,
        coded.rstrip("="),
        base64.urlsafe_b64encode(secret.encode()).decode().rstrip("="),
    }
    return {form for form in forms if len(form) >= SHORTEST}


def _ways(secret: str) -> Iterator[str]:
    """Regular expressions for the letters, as they are or escaped: in markup, in JSON and scripts, in addresses."""
    prefix = _PREFIX
    for slashes, letter in _PARTS.findall(secret):
        if slashes:
            yield _backslashes(slashes)
        elif _PLAIN.fullmatch(letter):
            yield re.escape(letter)
        else:
            yield f"{prefix}(?:{'|'.join([*_escapes(letter), re.escape(letter)])})"
        prefix = "" if slashes else _PREFIX  # those after a backslash of the secret are taken with it


def _raw_ways(secret: str) -> Iterator[bytes]:
    prefix = _PREFIX
    for slashes, letter in _PARTS.findall(secret):
        if slashes:
            yield _backslashes(slashes).encode()
        elif _PLAIN.fullmatch(letter):
            yield re.escape(letter).encode()
        else:
            known = [re.escape(letter.encode())]
            if 127 < ord(letter) < 256:
                known.append(re.escape(letter.encode("latin-1")))
            ways = b"|".join([*(one.encode() for one in _escapes(letter)), *known])
            yield prefix.encode() + b"(?:" + ways + b")"
        prefix = "" if slashes else _PREFIX


def _backslashes(slashes: str) -> str:
    """A regular expression for some backslashes, which each escaping may double."""
    least = len(slashes)
    return rf"(?:\\|{'|'.join(_escapes(slashes[0]))}){{{least},{16 * least + 16}}}"


def _escapes(letter: str) -> Iterator[str]:
    """How a letter is escaped, each way once; backslashes before it are taken already."""
    code = ord(letter)
    percent = "".join(f"%{byte:02x}" for byte in letter.encode())
    yield rf"(?i:{percent}|&#0{{0,6}}{code};|&#x0{{0,6}}{code:x};)"
    yield from _NAMES.get(letter, ())
    units = letter.encode("utf-16-be").hex()
    rest = "".join(rf"\\{{1,16}}u{units[at : at + 4]}" for at in range(4, len(units), 4))
    yield rf"(?<=\\)(?i:u{units[:4]}{rest})"
    if code < 256:
        yield rf"(?<=\\)(?i:x{code:02x})"
    if 127 < code < 256:
        yield rf"(?i:%{code:02x})"
    if letter == " ":
        yield r"\+"
