"""Base elements that send relative links astray."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from store.document import Element, source_offset
from store.urls import resolve

_URLS = "head link[href], head script[src]"
_WHOLE = ("http:", "https:", "//", "data:", "blob:", "#")


def _first_relative(page: PageView, base: Element) -> Element | None:
    end = source_offset(base) or 0
    for one in page.select(_URLS):
        if (source_offset(one) or 0) >= end:
            return None
        value = (one.attr("href") or one.attr("src") or "").strip().lower()
        if value and not value.startswith(_WHOLE) and resolve(value, page.url) != page.resolve(value):
            return one
    return None


@page_rule(
    id="html-base-bad",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:semantics.html#the-base-element"],
    title="Base address of the links is unclear",
    message="The `base` element stands twice, too late, or names another site.",
    why="All relative links, images and styles depend on it; read otherwise than meant, they lead nowhere.",
    fix="Ask the developer to check the `base` element.",
    fix_developer="Write one `base href` of this site as the first element of the head after the encoding, or none.",
    applies=lambda page: page.is_content and page.facts.has_base,
    examples=[
        Fails("<head><base href='/a/'><base href='/b/'></head>", at=["base:nth-of-type(2)"]),
        Fails("<head><link rel=stylesheet href='main.css'><base href='/a/'></head>", at=["base"]),
        Reviews("<head><base href='https://other.example/'></head>", at=["base"]),
        Passes("<head><meta charset=utf-8><base href='/a/'><link rel=stylesheet href='main.css'></head>"),
        Passes("<head><base href='/a/'><base target=_blank></head>", note="the second names no address"),
        Passes("<head><base href='/a/'><base href='/a/'></head>", note="the same twice"),
        Passes(
            "<head><link rel=icon href='/i.png'><link rel=stylesheet href='a.css'><base href='/'></head>",
            note="it makes no difference",
        ),
        Passes("<head><link rel=preconnect href='https://cdn.example'><base href='/'></head>", note="a whole address"),
        Passes("<head><base href='https://www.example.com/'></head>", url="https://example.com/", note="the same site"),
        Inapplicable("<head><title>Cats</title></head>"),
    ],
)
def html_base_bad(page: PageView) -> Iterator[Evidence]:
    """Yield the base element that counts too late or names another site, and a further one that contradicts it."""
    bases = [one for one in page.select("base[href]") if (one.attr("href") or "").strip()]
    if not bases:
        return
    first, href = bases[0], (bases[0].attr("href") or "").strip()
    other = next((one for one in bases[1:] if (one.attr("href") or "").strip() != href), None)
    if other is not None:
        yield page.evidence(other, f"A second `base` is ignored; “{href[:200]}” counts.", group="several")
    earlier = _first_relative(page, first)
    if earlier is not None:
        value = (earlier.attr("href") or earlier.attr("src") or "")[:200]
        yield page.evidence(first, f"The `base` comes after “{value}”, which it should resolve.", group="late")
    address = resolve(href, page.url)
    if address and address.startswith("http") and not page.is_internal(address) and not page.is_same_domain(address):
        yield page.review(first, f"Relative links of the page lead to {address[:200]}.", group="elsewhere")
