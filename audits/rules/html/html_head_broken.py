"""Heads that end before their time."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Reviews, Severity, page_rule
from store.document import Element, source_offset

_SIGNALS = (
    'body title, body link[rel~="canonical" i], body meta[name="robots" i], body link[hreflang][rel~="alternate" i], '
    'body meta[name="description" i]'
)
_END = re.compile(r"</head\s*>", re.IGNORECASE)
_NOSCRIPT = re.compile(r"<(/?)noscript\b", re.IGNORECASE)


def _culprit(page: PageView, end: int) -> Element | None:
    body = page.document.body
    for child in body.children if body is not None else ():
        if isinstance(child, Element):
            offset = source_offset(child)
            if offset is not None:
                return child if offset < end else None
    return None


def _is_in_noscript(page: PageView, element: Element) -> bool:
    before = _NOSCRIPT.findall(page.source[: source_offset(element) or 0])
    return bool(before) and before[-1] == ""


@page_rule(
    id="html-head-broken",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:valid-page-metadata"],
    title="Head of the page ends too early",
    message="An element that may not stand in the head ends it early.",
    why="Title, canonical or robots directives after it count as text of the page, and Google ignores them.",
    fix="Ask the developer to move the element out of the head.",
    fix_developer="Keep only title, meta, link, style, script, base, template and noscript in `head`; move the rest.",
    examples=[
        Fails(
            '<head><title>Cats</title><div></div><link rel="canonical" href="/"></head><body><p>Text</p></body>',
            at=["div"],
        ),
        Fails('<head><img src="p.gif" alt=""><title>Cats</title></head><body></body>', at=["img"]),
        Reviews(
            '<head><noscript><img src="p.gif" alt=""></noscript><link rel="canonical" href="/"></head><body></body>',
            at=["img"],
            note="only where scripts are off",
        ),
        Passes('<head><title>Cats</title><link rel="canonical" href="/"></head><body><p>Text</p></body>'),
        Passes(
            "<head><noscript><iframe src='https://www.googletagmanager.com/ns.html?id=GTM-ABCD1'></iframe></noscript>"
            '<link rel="canonical" href="/"></head><body></body>',
            note="told of the tag manager",
        ),
        Passes("<head><title>Cats</title><div></div></head><body></body>", note="nothing is lost"),
        Passes(
            '<head><title>C</title></head><body><link rel="canonical" href="/"></body>', note="put there on purpose"
        ),
        Passes(
            "<head><title>C</title>" + "\r\n" * 40 + '</head><body><p>C</p><link rel="canonical" href="/"></body>',
            note="line ends of two characters",
        ),
        Passes("<title>Cats</title><p>A page without head tags</p>"),
    ],
)
def html_head_broken(page: PageView) -> Iterator[Evidence]:
    """Yield the element that ends the head, where something that counts comes after it."""
    lost = [one for one in page.select(_SIGNALS) if one.closest("svg") is None]
    end = _END.search(page.source) if lost else None
    if end is None:
        return
    lost = [one for one in lost if (source_offset(one) or end.end()) < end.start()]
    culprit = _culprit(page, end.start()) if lost else None
    if culprit is None:
        return
    names = list(dict.fromkeys((one.attr("rel") or one.attr("name") or one.tag).lower() for one in lost))
    message = f"`{culprit.tag}` ends the head, so this comes too late: {', '.join(names)}."
    if _is_in_noscript(page, culprit):
        if "googletagmanager" in (culprit.attr("src") or ""):
            return  # track-gtm-position tells it
        yield page.review(culprit, message)
    else:
        yield page.evidence(culprit, message, facts={"lost": names})
