"""Takes secrets out of what a site sends back, in every form in which pages, headers and logs may hold them."""

from __future__ import annotations

import base64
import html
import json
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
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
_Spelling = tuple[str, re.Pattern[str], re.Pattern[bytes]]  # what stands in each of them, and the patterns


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
            self._spellings += tuple(_spelling(one) for one in new if not _PLAIN.fullmatch(one))

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
        for part, pattern, _ in self._spellings:
            if part in text:
                text = pattern.sub(MASK, text)
        return text

    def raw(self, data: bytes) -> bytes:
        """The bytes without secrets."""
        for one in self._bytes:
            if one in data:
                data = data.replace(one, MASK.encode())
        for part, _, pattern in self._spellings:
            if part.encode() in data:
                data = pattern.sub(MASK.encode(), data)
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


def _replaced_wide(data: bytes, one: bytes, instead: bytes) -> bytes:
    """Replace what begins at an even place, as letters of UTF-16 do."""
    at = data.find(one)
    while at >= 0:
        if at % 2:
            at = data.find(one, at + 1)
        else:
            data = data[:at] + instead + data[at + len(one) :]
            at = data.find(one, at + len(instead))
    return data


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


def _spelling(secret: str) -> _Spelling:
    """Patterns for a secret of which each letter may be written in a way of its own, as template languages do it."""
    part = max(_WORD.findall(secret), key=len, default="")
    text = "".join(_letter(one) for one in secret)
    raw = b"".join(_letter_bytes(one) for one in secret)
    return part, re.compile(text), re.compile(raw)


def _letter(letter: str) -> str:
    """A regular expression for a character, as it is or escaped: in markup, in JSON and scripts, in addresses."""
    if _PLAIN.fullmatch(letter):
        return re.escape(letter)
    return rf"\\{{0,8}}(?:{'|'.join([*_escapes(letter), re.escape(letter)])})"


def _letter_bytes(letter: str) -> bytes:
    if _PLAIN.fullmatch(letter):
        return re.escape(letter).encode()
    known = [re.escape(letter.encode())]
    if 127 < ord(letter) < 256:
        known.append(re.escape(letter.encode("latin-1")))
    return rb"\\{0,8}(?:" + b"|".join([*(one.encode() for one in _escapes(letter)), *known]) + b")"


def _escapes(letter: str) -> Iterator[str]:
    code = ord(letter)
    percent = "".join(f"%{byte:02x}" for byte in letter.encode())
    yield rf"(?i:{percent}|&#0{{0,6}}{code};|&#x0{{0,6}}{code:x};)"
    yield from _NAMES.get(letter, ())
    units = letter.encode("utf-16-be").hex()
    yield "(?i:" + "".join(rf"\\{{1,8}}u{units[at : at + 4]}" for at in range(0, len(units), 4)) + ")"
    if code < 256:
        yield rf"(?i:%{code:02x}|\\{{1,8}}x{code:02x})"
    if letter == " ":
        yield r"\+"
