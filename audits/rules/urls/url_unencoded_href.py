"""Links with letters or signs that belong percent-encoded."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule
from store.document import Element

_RAW = ' "<>\\^`{|}'
_LETTERS = re.compile(r"[^\x00-\x7f]")
_SIGNS = re.compile(r"[\"<>\\^`{|}]")


@page_rule(
    id="url-unencoded-href",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:url-structure", "url:percent-encoded-bytes"],
    owner=Owner.TEMPLATE,
    title="Link's address is not percent-encoded",
    message="The address of this link holds letters or signs that should be percent-encoded.",
    why="Browsers cope. Other programs may cut such an address, refuse it, or ask for another page.",
    fix="Tell whoever builds the site which links these are.",
    fix_developer="Encode each part of an address when the link is built (`encodeURIComponent`, `rawurlencode`).",
    examples=[
        Fails('<a href="/قوارب">Boats</a><a href="/سفن">Ships</a>', at=['a[href="/قوارب"]'], note="once a page"),
        Fails('<a href="/my page">A</a>', at=["a"]),
        Fails("<a href='/a|b'>A</a>", at=["a"]),
        Passes('<a href="/%D9%82%D9%88%D8%A7%D8%B1%D8%A8">Boats</a>'),
        Passes('<a href=" /a ">A</a><a href="\n/b">B</a>', note="white space around the address does not count"),
        Passes('<a href="/a?filter[size]=4&amp;b=c#قوارب">A</a>', note="a place on the page"),
        Passes('<a href="https://other.example/my page">A</a>', note="another site's address"),
        Passes('<a href="/boats/{{ boat.id }}">A</a>', note="a script fills it in"),
        Passes('<a href="mailto:a b">A</a><a href="javascript:f({})">B</a>', note="no addresses of pages"),
        Passes('<link rel="stylesheet" href="/my style.css"><p>A</p>', note="no link"),
    ],
)
def url_unencoded_href(page: PageView) -> Iterator[Evidence]:
    """Yield the first link of each kind on the page: with foreign letters, spaces, or reserved signs."""
    links = [(link, (link.attr("href") or "").strip()) for link in page.select("a[href]")]
    if not _may_be_raw("".join(href for _, href in links)):
        return
    found: dict[str, list[Element]] = {}
    for link, raw in links:
        href = raw.partition("#")[0]
        kind = _kind_of(href)
        if kind and "{{" not in href and (target := page.normal(href)) is not None and page.is_internal(target):
            found.setdefault(kind, []).append(link)
    for kind, wrong in found.items():
        href = (wrong[0].attr("href") or "").strip()
        message = f"`{href[:100]}` holds {kind} that should be percent-encoded."
        yield page.evidence(wrong[0], message, group=kind, facts={"href": href[:300], "links": len(wrong)})


def _may_be_raw(text: str) -> bool:
    return not text.isascii() or any(sign in text for sign in _RAW)


def _kind_of(href: str) -> str:
    if _LETTERS.search(href):
        return "letters outside ASCII"
    if " " in href:
        return "spaces"
    return "reserved signs" if _SIGNS.search(href) else ""
