"""Finds the URLs in style sheets and in srcset lists, in time linear in their length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from store.model import LinkKind

CSS_CHARACTERS = 2_000_000
SRCSET_CHARACTERS = 200_000

# No pattern can run past the next quote or bracket, so that hostile input cannot make it quadratic.
_URL = re.compile(
    r"""url\(\s{0,20}(?:"(?P<double>[^"\n]{0,4096})"|'(?P<single>[^'\n]{0,4096})'"""
    r"""|(?P<bare>(?:[^"'()\s\\]|\\.){1,4096}))\s{0,20}\)""",
    re.IGNORECASE,
)
_AT_RULE = re.compile(
    r"""@(?P<name>import|namespace)(?:\s{1,20}(?!url\()[\w-]{1,80}(?=\s))?\s{0,20}(?:url\(\s{0,20})?["']?(?P<url>[^"'()\s;]{0,4096})""",
    re.IGNORECASE,
)
_IMAGE_SET = re.compile(r"image-set\((?P<list>[^;{}]{0,4096})", re.IGNORECASE)
_QUOTED = re.compile(
    r"""(?<![(\w])(?:"(?P<double>[^"\n]{1,2048})"|'(?P<single>[^'\n]{1,2048})')\s{0,20}(?:type\([^)]{0,99}\)\s{0,9})?"""
    r"""(?:[\d.]+(?:x|dppx|dpi)|[,)])"""
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_FONT = re.compile(r"\.(?:woff2?|ttf|otf|eot)(?:[?#]|$)", re.IGNORECASE)


_CANDIDATE = re.compile(r"[\s,]*([^\s,]\S*)")
_DESCRIPTORS = re.compile(r"(?:[^,(]|\([^)]*(?:\)|$))*")


def css_urls(css: str) -> Iterator[tuple[str, LinkKind]]:
    """Yield every URL of a style sheet or style attribute once, with the kind of thing it loads."""
    if "(" not in css and "@" not in css:
        return
    css = _without_comments(css[:CSS_CHARACTERS])
    lowered = css.lower()
    if len(lowered) != len(css):  # a few letters grow: then the places would not fit
        lowered = css
    seen: set[str] = set()
    if "@import" in lowered or "@namespace" in lowered:
        for found in _AT_RULE.finditer(css):
            seen.add(f"url({found['url']}")
            if found["name"].lower() == "import" and found["url"]:
                yield _unescaped(found["url"]), LinkKind.STYLESHEET
    if "image-set(" in lowered:
        for start in _IMAGE_SET.finditer(css):
            for named in _QUOTED.finditer(start["list"]):
                url = named["double"] or named["single"] or ""
                if url and url[:5].lower() != "data:" and f"url({url}" not in seen:
                    seen.add(f"url({url}")
                    yield _unescaped(url), LinkKind.CSS_IMAGE
    at = -1
    while (at := lowered.find("url(", at + 1)) >= 0:
        # A sheet names the same few pictures again and again: look before matching.
        if css[at : css.find(")", at, at + 4_200) + 1] in seen:
            continue
        found_url = _URL.match(css, at)
        if found_url is None:
            continue
        url = found_url["double"] or found_url["single"] or found_url["bare"] or ""
        if f"url({url}" in seen:
            continue
        seen.update((f"url({url}", found_url[0]))
        if url and not url.startswith("#") and url[:5].lower() != "data:":
            url = _unescaped(url.strip())
            yield url, LinkKind.FONT if _FONT.search(url) else LinkKind.CSS_IMAGE


def _without_comments(css: str) -> str:
    if "/*" not in css:
        return css
    pieces: list[str] = []
    at = 0
    while (start := css.find("/*", at)) >= 0:
        pieces.append(css[at:start])
        end = css.find("*/", start + 2)
        if end < 0:
            return " ".join(pieces)
        at = end + 2
    pieces.append(css[at:])
    return " ".join(pieces)


def _unescaped(url: str) -> str:
    return _ESCAPE.sub(_letter, url) if "\\" in url else url


def _letter(found: re.Match[str]) -> str:
    if found[2]:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def srcset_urls(value: str) -> Iterator[str]:
    """Yield the URLs of a srcset attribute as browsers split it (URLs may hold commas).

    Source: https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute

    >>> list(srcset_urls("a,b.png 1x, c.png 2x,d.png"))
    ['a,b.png', 'c.png', 'd.png']
    """
    value = value[:SRCSET_CHARACTERS]
    at = 0
    while found := _CANDIDATE.match(value, at):
        url = found[1]
        at = found.end()
        if url.endswith(","):
            yield url.rstrip(",")
        else:
            yield url
            descriptor = _DESCRIPTORS.match(value, at)
            at = descriptor.end() if descriptor else at
