"""Pages on which people at a keyboard must go through the navigation to come to the content."""

from collections.abc import Iterator

from audits.aria import is_exposed
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
from store.document import Element, source_offset, text_of

_BLOCKS = "nav, aside, [role=navigation], [role=complementary]"
_HEADINGS = "h1, h2, h3, h4, h5, h6, [role=heading]"
_REGIONS = "main, [role=main], [role=region], section[aria-label], section[aria-labelledby]"
_WORDS = "p, dd, td, blockquote, pre"
_LEAST_CHARACTERS = 40  # shorter text may be a slogan beside the name of the site
_LEAST_LINKS = 2

_NAV = '<nav><ul><li><a href="/1">One</a></li><li><a href="/2">Two</a></li></ul></nav>'
_TEXT = "<p>Unity succeeds division and division follows unity. One is bound to be replaced by the other.</p>"


@page_rule(
    id="bypass-missing",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.4.1", "act:cf77f2", "act:047fe0", "act:b40fd1", "act:ye5d6e"],
    wcag=["2.4.1"],
    owner=Owner.TEMPLATE,
    title="Nothing leads past the navigation",
    message="The content has no heading, no main region and no skip link, so nobody can jump to it.",
    why="People who use a keyboard or a screen reader must go through the same links again on every page.",
    fix="Ask for a main region and a heading where the content starts.",
    fix_developer="Put the content into `main`, begin it with a heading, and link to it at the top of the page.",
    applies=lambda page: page.is_content and page.select_one(f"{_BLOCKS}, li") is not None,
    examples=[
        Fails(f"{_NAV}<div id=main>{_TEXT}</div>", at=["nav"]),
        Fails(f'<div id=t><ul><li><a href="/1">One</a></li><li><a href="/2">Two</a></li></ul></div>{_TEXT}', at=["ul"]),
        Fails(f'<a href="#gone">Skip to content</a>{_NAV}{_TEXT}', at=["nav"], note="the link leads nowhere"),
        Fails(f"{_NAV}<h2 aria-hidden=true>Words</h2>{_TEXT}", at=["nav"], note="the heading is hidden from some"),
        Passes(f"{_NAV}<main>{_TEXT}</main>"),
        Passes(f"{_NAV}<h2>Words</h2>{_TEXT}"),
        Passes(f'<a href="#c">Skip to content</a>{_NAV}<div id=c>{_TEXT}</div>'),
        Passes(f"{_TEXT}{_NAV}<p>Written long ago by somebody whom nobody remembers today.</p>", note="content first"),
        Passes(f"{_NAV}<p>Contact</p>", note="hardly any content"),
        Inapplicable(_TEXT),
    ],
)
def bypass_missing(page: PageView) -> Iterator[Evidence]:
    """Yield the first block before the content where neither heading, region nor link leads past it."""
    if any(is_exposed(one) for one in page.select(_REGIONS)):
        return
    blocks = page.select(_BLOCKS)
    inside = {_place(one) for block in blocks for one in block.select("*")}
    if any(is_exposed(one) and _says(one) and _place(one) not in inside for one in page.select(_HEADINGS)):
        return
    front = next(iter(sorted((*blocks, *_lists_of_links(page, inside)), key=_place)), None)
    if front is None or _has_way(page, front, inside):
        return
    words = [one for one in page.select(_WORDS) if _place(one) not in inside and _is_content(one)]
    if words and _place(words[0]) > _place(front):
        yield page.evidence(front)


def _says(element: Element) -> bool:
    """Whether a heading says anything."""
    return bool(text_of(element).strip()) or element.select_one("img[alt]") is not None


def _place(element: Element) -> int:
    return source_offset(element) or 0


def _lists_of_links(page: PageView, inside: set[int]) -> list[Element]:
    found = []
    for one in page.select("ul, ol"):
        links = one.select("a[href]")
        if _place(one) in inside or len(links) + len(one.select("a:not([href])")) < _LEAST_LINKS or not links:
            continue
        if _letters(one) == sum(map(_letters, one.select("a"))):
            found.append(one)
    return found[:1]


def _letters(element: Element) -> int:
    return len("".join(text_of(element).split()))


def _has_way(page: PageView, front: Element, inside: set[int]) -> bool:
    """Whether a link or a button leads past the first block."""
    if page.select_one("[onclick*='#']") is not None:
        return True
    for link in page.select("a[href^='#']"):
        target = page.by_id((link.attr("href") or "")[1:])
        if target is None or _place(target) <= _place(front):
            continue
        if _place(target) not in inside or not text_of(target).strip():
            return True
    return False


def _is_content(element: Element) -> bool:
    """Whether an element holds words of its own, beside those of its links."""
    linked = sum(len(text_of(link)) for link in element.select("a"))
    return len(text_of(element).strip()) - linked >= _LEAST_CHARACTERS
