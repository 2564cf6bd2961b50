"""Language codes that search engines do not read."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)
from audits.standards.hreflang_codes import fault_of
from store.document import Element


@page_rule(
    id="hreflang-invalid-code",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions", "rfc:5646"],
    owner=Owner.TEMPLATE,
    title="Language code of a version is not valid",
    message="The page names a language version with a code that search engines do not read.",
    why="Search engines leave that version out, so its readers may be shown another language.",
    fix="Tell whoever builds the site which code is wrong.",
    fix_developer="Write an ISO 639-1 language, and after `-` an ISO 3166-1 country if need be: `en`, `en-GB`.",
    applies=lambda page: page.is_content and bool(page.facts.hreflang),
    examples=[
        Fails('<link rel="alternate" hreflang="en-UK" href="/uk">', at=["link"]),
        Fails('<link rel="alternate" hreflang="en_GB" href="/gb">', at=["link"]),
        Fails('<link rel="alternate" hreflang="jp" href="/jp">', at=["link"]),
        Fails('<link rel="alternate" hreflang="es-419" href="/la">', at=["link"]),
        Fails('<link rel="alternate" hreflang="us" href="/us">', at=["link"]),
        Fails("<p>A</p>", at=[""], headers={"Link": '<https://example.com/b>; rel="alternate"; hreflang="xx"'}),
        Passes('<link rel="alternate" hreflang="en-gb" href="/gb">'),
        Passes('<link rel="alternate" hreflang="zh-Hant-TW" href="/tw">'),
        Passes('<link rel="alternate" hreflang="x-default" href="/">'),
        Passes('<link rel="alternate" hreflang="sr-Latn" href="/sr">'),
        Inapplicable("<p>A</p>"),
    ],
)
def hreflang_invalid_code(page: PageView) -> Iterator[Evidence]:
    """Yield each element, or the header, with such a code."""
    wrong = [(one, fault) for one in page.facts.hreflang if (fault := fault_of(one.code))]
    elements: dict[str, Element] = {}
    for link in page.select('link[rel~="alternate" i][hreflang]') if wrong else ():
        elements.setdefault((link.attr("hreflang") or "").strip(), link)
    for one, fault in wrong:
        element = None if one.where == "header" else elements.get(one.code.strip())
        message = f"The language code `{one.code}` is not valid: {fault}."
        yield page.evidence(element, message, group=one.code.lower(), facts={"code": one.code, "url": one.url})
