"""Reads scripts and style sheets: what gzip and minifying would save, fonts, imports, libraries, old-browser code."""

from __future__ import annotations

import re
import zlib
from typing import Any

from crawler.css import css_urls
from store.fonts import font_faces
from store.model import LinkKind
from store.urls import normal_form

LARGEST = 2_000_000  # characters that are read
MINIFIED_LINE = 300  # characters of a line in the mean, from which nobody wrote the file by hand
_GZIP_LEVEL = 6  # what servers use by default
_KEPT = r"/\*![^*]*\*+(?:[^/*][^*]*\*+)*/"  # a notice that minifiers leave in
_CSS_PADDING = re.compile(
    r"/\*(?!!)[^*]*\*+(?:[^/*][^*]*\*+)*/|\s+|(?P<text>" + _KEPT + r"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
)
_JS_PADDING = re.compile(
    r"//(?!!)[^\n]*|/\*(?!!)[^*]*\*+(?:[^/*][^*]*\*+)*/|\s+|(?P<text>"
    + _KEPT
    + r"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"
    r"|(?<=[=(,:\[!&|?{};+])/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/)"
)
_LIBRARIES = (
    ("jQuery", re.compile(r"/\*!?\s{0,9}\*?\s{0,9}jQuery(?: JavaScript Library)? v(\d+\.\d+\.\d+)")),
    ("jQuery UI", re.compile(r"/\*!? jQuery UI - v(\d+\.\d+\.\d+)")),
    ("Bootstrap", re.compile(r"/\*!\s{0,9}\*?\s{0,9}Bootstrap v(\d+\.\d+\.\d+)")),
    ("React", re.compile(r"@license React\s[^*]{0,40}\*?\s{0,9}react\.production")),
    ("Lodash", re.compile(r"@license\s{1,9}\*?\s{0,9}[Ll]odash\b[^*]{0,99}?(\d+\.\d+\.\d+)?")),
    ("Underscore", re.compile(r"(?<!Based on )Underscore\.js (\d+\.\d+\.\d+)")),
    ("Moment.js", re.compile(r"//! moment\.js\s{1,9}//! version : (\d+\.\d+\.\d+)")),
    ("Vue", re.compile(r"/\*[!*]\s{0,9}\*?\s{0,9}(?:Vue\.js|vue) v(\d+\.\d+\.\d+)")),
    ("Swiper", re.compile(r"\*?\s{0,9}Swiper (\d+\.\d+\.\d+)")),
    ("GSAP", re.compile(r"/\*!\s{0,9}\*?\s{0,9}GSAP (\d+\.\d+\.\d+)")),
)
_OLD_CODE = (
    ("core-js", re.compile(r"zloirock/core-js")),
    ("Array.prototype.includes", re.compile(r"Array\.prototype\.includes\s{0,9}(?:=[^=]|\|\|)")),
    ("Object.assign", re.compile(r"Object\.assign\s{0,9}=[^=]|typeof Object\.assign\s{0,9}!==?")),
    ("Promise", re.compile(r"(?:window|self|global)\.Promise\s{0,9}=[^=]")),
    ("@babel/plugin-transform-classes", re.compile(r"Cannot call a class as a function")),
    ("@babel/plugin-transform-regenerator", re.compile(r"regeneratorRuntime\s{0,9}=|Generator is already running")),
    ("@babel/plugin-transform-spread", re.compile(r"Invalid attempt to spread non-iterable instance")),
)


def gzip_bytes(body: bytes) -> int:
    """What a server's gzip at its usual level would make of a body."""
    packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31)
    return len(packer.compress(body)) + len(packer.flush())


def padding_share(text: str, *, is_style: bool) -> float:
    """Share of a file that is white space and comments outside strings, as a minifier would leave it out; 0 to 1."""
    text = text[:LARGEST]
    if not text or len(text) > MINIFIED_LINE * (text.count("\n") + 1):
        return 0.0  # minified already; in such a file a slash in a pattern would look like a comment without an end
    pattern = _CSS_PADDING if is_style else _JS_PADDING
    saved = sum(len(found[0]) for found in pattern.finditer(text) if found["text"] is None)
    return saved / len(text)


def read_style(text: str, url: str) -> dict[str, Any]:
    """Fonts with their `font-display` (empty: not said), and the style sheets that this one imports."""
    text = text[:LARGEST]
    fonts = []
    for face in font_faces(text):
        address = normal_form(face.file, url)
        if address:
            fonts.append([face.family, face.display, address[:500]])
    named = [raw for raw, kind in css_urls(text) if kind is LinkKind.STYLESHEET] if "@import" in text.lower() else []
    imports = [address for raw in named if (address := normal_form(raw, url))]
    return {"fonts": fonts, "imports": imports[:50]}


def read_script(text: str) -> dict[str, Any]:
    """Libraries by the names in their own notices, and marks of code that only browsers of long ago need."""
    text = text[:LARGEST]
    libraries = []
    for name, pattern in _LIBRARIES:
        if found := pattern.search(text):
            libraries.append([name, (found[1] if pattern.groups else "") or ""])
    return {"libraries": libraries, "legacy": [name for name, pattern in _OLD_CODE if pattern.search(text)]}
