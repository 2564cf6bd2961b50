"""Finds keys and tokens in text by their makers' own formats; tells them only redacted. Crawl and judge share it.

High precision before completeness: a format counts only where its prefix is reserved by its maker, and then its
checksum must hold (GitHub, npm) or its random part must look random. Keys that are made to be public in pages (Google
Maps, Firebase, Stripe's publishable keys) are not looked for.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

MAX_FOUND = 20
MIN_ENTROPY_BITS = 3.5  # for each character; random base 62 of 30 characters has about 4.6, words about 3
MIN_ENTROPY_OF_FEW_BITS = 3.0  # hexadecimal digits, or few characters
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PLACEHOLDER = re.compile(
    r"example|sample|placeholder|dummy|your|xxxx|test|fake|redacted|0000|1234567|abcdef|\.\.\.|\*\*\*", re.IGNORECASE
)


class Credential(NamedTuple):
    """A key that was found: whose it is, its beginning, and the 1-based line."""

    kind: str
    shown: str  # e.g. "ghp_…, 40 characters"
    line: int
    offset: int  # of the first character


def _is_random(text: str, least: float = MIN_ENTROPY_BITS) -> bool:
    return entropy(text) >= least and not _PLACEHOLDER.search(text)


def _is_random_of_few(text: str) -> bool:
    return _is_random(text, MIN_ENTROPY_OF_FEW_BITS)


def _has_checksum(token: str) -> bool:
    """Whether the last six characters of a token's random part are its CRC-32 in base 62, as GitHub and npm make it."""
    body = token.partition("_")[2]
    return crc_base62(body[:-6]) == body[-6:]


def crc_base62(text: str) -> str:
    """CRC-32 of a text as six digits of base 62."""
    number = zlib.crc32(text.encode())
    digits = ""
    for _ in range(6):
        number, rest = divmod(number, 62)
        digits = _BASE62[rest] + digits
    return digits


class _Format(NamedTuple):
    kind: str
    marker: str  # what a text must hold for the pattern to be tried
    prefix: str  # all that is ever shown of a key
    pattern: re.Pattern[str]
    is_real: Callable[[str], bool]  # asked about group 1


def _format(
    kind: str, prefix: str, pattern: str, is_real: Callable[[str], bool] = _is_random, marker: str = ""
) -> _Format:
    return _Format(kind, marker or prefix, prefix, re.compile(rf"(?<![\w-]){pattern}(?![\w-])"), is_real)


_FORMATS = (
    _format("Stripe", "sk_live_", r"[sr]k_live_([A-Za-z0-9]{24,120})", marker="k_live_"),
    _format("Amazon Web Services", "AKIA", r"AKIA([A-Z2-7]{16})", _is_random_of_few),
    _format("GitHub", "ghp_", r"(ghp_[A-Za-z0-9]{36})", _has_checksum),
    _format("GitHub", "github_pat_", r"github_pat_([A-Za-z0-9]{22}_[A-Za-z0-9]{59})"),
    _format("GitLab", "glpat-", r"glpat-([A-Za-z0-9_-]{20,52})"),
    _format("npm", "npm_", r"(npm_[A-Za-z0-9]{36})", _has_checksum),
    _format("PyPI", "pypi-", r"pypi-(AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,})", marker="pypi-AgEI"),
    _format("Slack", "xox", r"xox[bp]-([0-9]{10,13}-[0-9]{10,13}-[A-Za-z0-9-]{24,50})"),
    _format("Slack webhook", "hooks.slack.com", r"hooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/([A-Za-z0-9]{24})"),
    _format("Google OAuth", "GOCSPX-", r"GOCSPX-([A-Za-z0-9_-]{28})"),
    _format("OpenAI", "sk-", r"sk-([A-Za-z0-9_-]{20,90}T3BlbkFJ[A-Za-z0-9_-]{20,90})", marker="T3BlbkFJ"),
    _format("Anthropic", "sk-ant-", r"sk-ant-(?:api|admin)\d\d-([A-Za-z0-9_-]{93}AA)"),
    _format("SendGrid", "SG.", r"SG\.([A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})"),
    _format("Shopify", "shpat_", r"shpat_([a-f0-9]{32})", _is_random_of_few),
    _format("DigitalOcean", "dop_v1_", r"dop_v1_([a-f0-9]{64})", _is_random_of_few),
)
_PRIVATE_KEY = re.compile(
    r"-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----(?:\s|\\n|\\r)+([A-Za-z0-9+/=\s\\]{200,})"
)
_KEY_MARK = "PRIVATE KEY-----"
_MARKERS = (*(one.marker for one in _FORMATS), _KEY_MARK)
_FREQUENT = ("k_live_", "AKIA", "ghp_", _KEY_MARK)  # what leaks most; looking for every marker in every page is dear


def entropy(text: str) -> float:
    """Shannon entropy of a text in bits for each character.

    >>> entropy("aaaa"), entropy("abcd")
    (0.0, 2.0)
    """
    size = len(text)
    return sum(-count / size * math.log2(count / size) for count in Counter(text).values()) if size else 0.0


def may_hold_credentials(text: str, *, only_frequent: bool = False) -> bool:
    """Whether any key can be in a text: cheap, for asking before `find_credentials`."""
    return any(marker in text for marker in (_FREQUENT if only_frequent else _MARKERS))


def find_credentials(text: str) -> Iterator[Credential]:
    """The keys in a text, each once, at most a few. Never more of a key than its maker's prefix is told."""
    seen: set[str] = set()
    for one in _FORMATS:
        if one.marker not in text:
            continue
        for found in one.pattern.finditer(text):
            key = found.group()
            if key in seen or len(seen) >= MAX_FOUND or not one.is_real(found[1]):
                continue
            seen.add(key)
            line = text.count("\n", 0, found.start()) + 1
            yield Credential(one.kind, f"{one.prefix}…, {len(key)} characters", line, found.start())
    if _KEY_MARK in text:
        for found in _PRIVATE_KEY.finditer(text):
            if _is_random(found[1][:400], 4.5):
                yield Credential("private key", "PRIVATE KEY…", text.count("\n", 0, found.start()) + 1, found.start())
