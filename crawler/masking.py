"""Takes secrets out of what a site sends back, in every form in which pages, headers and logs may hold them."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

MASK = "[masked]"
SHORTEST = 6  # a shorter secret would be found in the middle of words and prices


class Mask:
    """The secrets of a run. It grows when a login brings new ones; it never shows what it holds."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._texts: tuple[str, ...] = ()
        self._bytes: tuple[bytes, ...] = ()
        self._wide: tuple[tuple[bytes, bytes], ...] = ()  # in UTF-16, with what takes their place
        self._known: set[str] = set()
        self.add(secrets)

    def __repr__(self) -> str:
        return f"Mask({len(self._known)} secrets)"

    def __bool__(self) -> bool:
        return bool(self._texts)

    def add(self, secrets: Iterable[str]) -> None:
        """Take further secrets; those of fewer than SHORTEST characters are left out."""
        new = {one for one in secrets if len(one) >= SHORTEST} - self._known
        if not new:
            return
        self._known |= new
        forms = {form for one in self._known for form in _forms(one)}
        self._texts = tuple(sorted(forms, key=len, reverse=True))
        raw = {form.encode() for form in forms} | {
            form.encode("latin-1") for form in forms if all(ord(letter) < 256 for letter in form)
        }
        self._bytes = tuple(sorted(raw, key=len, reverse=True))
        self._wide = tuple(
            (form.encode(charset), MASK.encode(charset))
            for form in self._texts
            for charset in ("utf-16-le", "utf-16-be")
        )

    def text(self, text: str) -> str:
        """The text without secrets."""
        for one in self._texts:
            if one in text:
                text = text.replace(one, MASK)
        return text

    def raw(self, data: bytes) -> bytes:
        """The bytes without secrets."""
        for one in self._bytes:
            if one in data:
                data = data.replace(one, MASK.encode())
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
