"""Links of one paragraph or list item that sound the same and lead to different pages."""

from collections.abc import Iterator

from audits.link_texts import KNOWN_BY_PLACE, same_address
from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.same_page import lead_to_one, page_behind, titles_of
from audits.standards.vague_link_texts import texts_for
from store.document import Element, text_of

_BLOCK = "p, li, dd, dt, h1, h2, h3, h4, h5, h6, figcaption, blockquote, caption, tr"
_FEWEST_LETTERS = 4
_MOST_COMPARED = 4
_MOST_LEVELS = 6
_TWO = '<p>Either <a href="/a">our rules</a> or <a href="/b">our rules</a>.</p>'


@page_rule(
    id="link-same-text-same-context",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.4.4", "act:fd3a94", "act:b20e66"],
    wcag=["2.4.4", "2.4.9"],
    title="Links that sound the same lead to different pages",
    message="Links with the same text and the same surroundings lead to different pages.",
    why="Who hears the page, or a list of its links, cannot tell which link is which; the words around do not help.",
    fix="Open both links. If they lead to different things, say in each what makes its page different.",
    fix_developer="Build the link's text from the title of its target, or add what differs for screen readers.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_content and page.facts.internal_links + page.facts.external_links > 1,
    examples=[
        Reviews(
            '<p>Either <a href="/a?p=1">contact us</a> by chat or <a href="/a?p=2">Contact us</a>.</p>',
            at=["a:first-of-type"],
        ),
        Reviews('<p><a href="/a">Our rules</a></p><p><a href="/b">Our rules</a></p>', at=["p:first-of-type > a"]),
        Reviews(
            '<main><a href="/a">Lions</a> are cats. <a href="https://b.example/">Lions</a> hunt.</main>',
            at=["a:first-of-type"],
        ),
        Reviews(
            '<ul><li><a href="/a"><img alt="Our rules"></a> <a href="/b"><img alt="Our rules"></a></ul>',
            at=["a:first-of-type"],
        ),
        Reviews(_TWO, at=["a:first-of-type"], pages={"/a": "<title>Play</title><p>A", "/b": "<title>Work</title><p>B"}),
        Reviews(_TWO, at=["a:first-of-type"], pages={"/a": "<p>The rules"}, note="one was not fetched"),
        Reviews(
            _TWO,
            at=["a:first-of-type"],
            pages={"/a": "<p hidden>Play<p hidden>Work", "/b": "<p hidden>Play<p hidden>Work"},
            note="a script chooses what is shown",
        ),
        Passes(_TWO, pages={"/a": "<p>The rules", "/b": "<p>The rules"}, note="the same page"),
        Passes(_TWO, pages={"/a": '<meta http-equiv="refresh" content="0; url=/b">', "/b": "<p>A"}, note="moves on"),
        Passes(_TWO, pages={"/a": '<link rel="canonical" href="/b"><p>A', "/b": "<p>B"}, note="calls itself so"),
        Passes('<p><a href="/a">Our rules</a> and again <a href="/a/">our rules</a>.</p>'),
        Passes('<p><a href="/a">Our rules</a> and <a href="http://example.com/a?utm_source=x">our rules</a>.</p>'),
        Passes('<p><a href="/a#one">Our rules</a> and <a href="/a#two">our rules</a>.</p>', note="parts of one page"),
        Passes('<ul><li>Cats: <a href="/a">Our rules</a><li>Dogs: <a href="/b">Our rules</a></ul>', note="told apart"),
        Passes('<div>Cats <a href="/a">Our rules</a></div><div>Dogs <a href="/b">Our rules</a></div>'),
        Passes('<p><a href="/a">Our rules</a><a href="/b" aria-label="Old rules">Our rules</a></p>'),
        Passes('<p><a href="/a">Our rules</a><a href="/b" aria-hidden="true">Our rules</a></p>'),
        Passes('<p><a href="/a">Source</a> <a href="/b">Source</a></p>', note="stands beside what it belongs to"),
        Passes('<p><a href="/a">Read more</a> <a href="/b">Read more</a></p>', note="told by its own rule"),
        Passes('<nav><p><a href="/a">Our rules</a></p><p><a href="/b">Our rules</a></p></nav>', note="a menu"),
        Passes("<table><tr><td>Cats<td><a href=/a>Our rules</a><tr><td>Dogs<td><a href=/b>Our rules</a></table>"),
        Passes(
            '<ul><li>Cats<ul><li><a href="/a">Our rules</a></ul><li>Dogs<ul><li><a href="/b">Our rules</a></ul></ul>',
            note="the item above tells them apart",
        ),
        Passes(
            '<ul><li><a href="/cats">Cats</a><ul><li><a href="/cats#r">Rules</a><ul><li><a href="/a">Our rules</a></ul>'
            '</ul><li><a href="/dogs">Dogs</a><ul><li><a href="/dogs#r">Rules</a><ul><li><a href="/b">Our rules</a>'
            "</ul></ul></ul>",
            note="an item farther above tells them apart, as in a table of contents",
        ),
        Passes('<dl><dt>Cats<dd><a href="/a">Our rules</a><dt>Dogs<dd><a href="/b">Our rules</a></dl>'),
        Inapplicable('<p><a href="/a">Our rules</a></p>'),
    ],
)
def link_same_text_same_context(page: PageView) -> Iterator[Evidence]:
    """Yield for review the first of the links of the content with one name, one surrounding and different targets."""
    vague = texts_for(page.facts.lang or "")
    for name, links in _alike(page).items():
        if name in vague or name in KNOWN_BY_PLACE or sum(map(str.isalpha, name)) < _FEWEST_LETTERS:
            continue
        shown = [link for link in links if _is_content(page, link) and _sounds(page, link, name)]
        contexts: dict[str, dict[str, Element]] = {}
        for link in shown:
            address = same_address(page.normal(link.attr("href") or ""))
            if address:
                contexts.setdefault(_context(link), {}).setdefault(address, link)
        told = next((found for found in contexts.values() if len(found) > 1 and not _is_one(page, found)), None)
        if told is not None:
            message = f"{len(told)} links with the text “{name[:80]}” stand in the same words, and lead apart"
            titles = titles_of(page_behind(page, _target(page, link)) for link in list(told.values())[:2])
            message += f": to “{titles[0][:80]}” and “{titles[1][:80]}”." if titles else "."
            facts = {"text": name[:80], "targets": list(told)[:10]}
            yield page.review(next(iter(told.values())), message, facts=facts, group=name[:80])


def _is_one(page: PageView, links: dict[str, Element]) -> bool:
    """Whether all these addresses lead to one page, as far as they were fetched; many are not compared."""
    if len(links) > _MOST_COMPARED:
        return False
    return lead_to_one([page_behind(page, _target(page, link)) for link in links.values()])


def _target(page: PageView, link: Element) -> str:
    return (page.normal(link.attr("href") or "") or "").partition("#")[0]


def _alike(page: PageView) -> dict[str, list[Element]]:
    """Name -> the links that have it in their text or picture, where these have more than one address."""
    found: dict[str, tuple[list[Element], set[str]]] = {}
    for link, text in page.links:
        href = link.attr("href") or ""
        if href.startswith("#") or len(text) > 200:
            continue
        name = " ".join(text.split()).casefold()
        if not name and (image := link.select_one("img[alt]")) is not None:
            name = " ".join((image.attr("alt") or "").split()).casefold()
        if name:
            links, addresses = found.setdefault(name, ([], set()))
            links.append(link)
            addresses.add(href.partition("#")[0])
    return {name: links for name, (links, addresses) in found.items() if len(addresses) > 1}


def _is_content(page: PageView, link: Element) -> bool:
    return link.closest("nav, header, footer, aside, [role=navigation]") is None and not page.is_hidden(link)


def _sounds(page: PageView, link: Element, name: str) -> bool:
    return page.accessible_name(link).casefold() == name and not (link.attr("title") or "").strip()


def _beginning(item: Element) -> str:
    """What an item says before its inner list begins: a table of contents holds whole chapters in one item."""
    words: list[str] = []
    for child in item.children:
        if isinstance(child, Element) and child.tag in ("ul", "ol", "dl"):
            break
        words.append(text_of(child) if isinstance(child, Element) else str(getattr(child, "text", child)))
    return " ".join(" ".join(words).split())[:500]


def _context(link: Element) -> str:
    """The words that belong to a link: its paragraph, item, row or cell, with the items or term that this is under."""
    block = link.closest(_BLOCK)
    parent = link.parent
    if block is None and isinstance(parent, Element):
        block = parent
    if block is None:
        return ""
    words = text_of(block).casefold()
    holder = block.parent
    for _ in range(_MOST_LEVELS):
        above = holder.closest("li, dd") if isinstance(holder, Element) else None
        if above is None:
            break
        words += " | " + _beginning(above).casefold()
        holder = above.parent
    if block.tag == "dd":
        terms = (one for one in block.previous_siblings if isinstance(one, Element) and one.tag == "dt")
        if (term := next(terms, None)) is not None:
            words += " | " + text_of(term).casefold()
    return words
