"""Links that only a script can follow."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Reviews, Severity, page_rule


@page_rule(
    id="link-uncrawlable",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:links-crawlable", "html:the-a-element"],
    owner=Owner.TEMPLATE,
    title="Link works only with a script",
    message="This link has no address that search engines can follow.",
    why="Search engines do not click: what is linked only so may not be found. Nobody can open it in a new tab.",
    fix="Ask for a real link.",
    fix_developer='Write `<a href="/path">` and let the script take over the click; use `button` for what is no link.',
    examples=[
        Fails("<a href=\"javascript:go('/a')\">A</a>", at=["a"]),
        Fails('<a href="#" onclick="location.href=\'/a\'">A</a>', at=["a"]),
        Fails("<a onclick=\"window.open('/a')\">A</a>", at=["a"]),
        Fails('<a routerlink="/a">A</a>', at=["a"]),
        Passes('<a href="/a">A</a>'),
        Passes('<a href="/a" onclick="track()">A</a>'),
        Passes('<a href="#" onclick="toggleMenu()">Menu</a>', note="opens something on the page"),
        Fails('<a href="file:///C:/boats.html">A</a>', at=["a"], note="a file on the writer's own machine"),
        Reviews('<a href="javascript:void(0)">Boats</a>', at=["a"], note="may be a button in disguise"),
        Reviews('<a href="javascript : void 0">Boats</a>', at=["a"]),
        Passes('<a href="javascript:void(0)" aria-expanded="false">Menu</a>', note="a button in disguise"),
        Passes('<a href="javascript:;" role="button">Menu</a>'),
        Passes('<a id="top"></a><a name="a">A</a><a>Current page</a>', note="marks a place, or is switched off"),
        Passes('<a href="javascript:window.print()">Print</a>', note="does something on the page"),
    ],
)
def link_uncrawlable(page: PageView) -> Iterator[Evidence]:
    """Yield each link that navigates by script alone."""
    for link in page.select('a:not([href]), a[href^="javascript" i], a[href="#"], a[href=""], a[href^="file:" i]'):
        href = link.attr("href")
        scheme, colon, code = (href or "").partition(":")
        is_script = bool(colon) and scheme.strip().lower() == "javascript"
        script = f"{code if is_script else ''} {link.attr('onclick') or ''}".strip()
        is_route = href is None and any(link.attr(name) for name in ("routerlink", "ng-href", "data-href", "to"))
        facts = {"href": href, "script": script[:200]}
        if scheme.lower() == "file":
            yield page.evidence(link, "The link leads to a file on one computer or network.", facts=facts)
        elif is_route or _GOES.search(script):
            yield page.evidence(link, facts=facts)
        elif is_script and _NOTHING.fullmatch(code) and not any(link.attr(name) for name in _BUTTON):
            message = "The link's address does nothing; a script may open a page from it."
            yield page.review(link, message, facts=facts, severity=Severity.LOW)


_NOTHING = re.compile(r"\s*(?:void\s*\(?\s*0\s*\)?)?\s*;?\s*", re.IGNORECASE)
_BUTTON = ("role", "aria-expanded", "aria-haspopup", "aria-controls", "data-toggle", "data-bs-toggle")
_GOES = re.compile(
    r"location(?:\.href)?\s*=|location\.(?:assign|replace)\s*\(|window\.open\s*\(|(?:navigate|goto|go|redirect)(?:To)?"
    r"\s*\(\s*(?:['\"]|&quot;)/",
    re.IGNORECASE,
)
