"""Reads one HTML page: facts, links and the fingerprint of its template, from one parse and one walk of the tree."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from typing import NamedTuple

import xxhash

from crawler.fingerprint import CONTAINERS, DEPTH, fingerprint, path_hash
from crawler.gathering import IN_HEAD, IN_LINK, IN_SECTION, IN_SVG, PLACE, Gathering
from crawler.head import read_headers
from crawler.hrefs import Resolver
from crawler.places import HANDLERS, SPECIAL, Handler, noscript, special
from store.document import Document, Element, Node, ShadowRoot, count_words, main_text
from store.model import Facts, Link, LinkKind, Place
from store.urls import normal_form, resolve, split

__all__ = ["Extracted", "Fragment", "extract"]

MAX_SHADOWS = 1_000
_SHADOW = "shadowrootmode"
Known = tuple[Handler | None, bool, bool]
"""What is to be done at an element: its handler, whether it changes the state, whether it is a container."""
Standing = tuple[int, int, int]
"""What the children of a node stand in: state, hash of the path of containers, depth of containers."""

_OUTSIDE: Standing = (0, 0, 0)
_UNKNOWN: Known = (None, False, False)
_LANDMARK_TAGS = {
    "main": Place.MAIN,
    "nav": Place.NAV,
    "aside": Place.ASIDE,
    "header": Place.HEADER,
    "footer": Place.FOOTER,
}
_LANDMARK_ROLES = {
    "main": Place.MAIN,
    "navigation": Place.NAV,
    "complementary": Place.ASIDE,
    "banner": Place.HEADER,
    "contentinfo": Place.FOOTER,
}
_SECTIONS = frozenset({"main", "nav", "aside", "article", "section"})


class Fragment(NamedTuple):
    """A place on another page that a link points at; `name` is written as in the link, without "#"."""

    target: str
    name: str
    kind: LinkKind
    text: str = ""


class Extracted(NamedTuple):
    """What one page says. `rejected` are the URLs in it that no browser can read, each with the reason."""

    facts: Facts
    links: tuple[Link, ...]
    fingerprint: bytes
    rejected: tuple[tuple[str, str], ...]
    fragments: tuple[Fragment, ...] = ()


def extract(
    url: str,
    html: str,
    headers: Sequence[tuple[str, str]] = (),
    is_internal: Callable[[str], bool] | None = None,
) -> Extracted:
    """Read a page.

    `url` is the normal URL of the page, `headers` are those of the answer (names in any case), `is_internal` tells
    whether a normal URL belongs to the site (default: it has the page's host and port). Pure; never raises on any
    `html`. Links inside template are none: no browser shows them. Those inside noscript are kept under a kind of their
    own, and say nothing else of the page.
    """
    document = Document(html)
    base = _base_of(document)
    gathering = Gathering(Resolver(_base_url(base, url)), is_internal or _same_host(url), url)
    paths: set[int] = set()
    _walk_all(document, gathering, paths, has_shadows=_SHADOW in html)
    if headers:
        gathering.resolver = Resolver(url)
        read_headers(gathering, headers)
    return Extracted(
        _facts(document, gathering, has_base=base is not None),
        gathering.all_links(),
        fingerprint(paths),
        tuple(gathering.rejected.items()),
        tuple([Fragment(*at, *said) for at, said in gathering.fragments.items()]),
    )


def _same_host(url: str) -> Callable[[str], bool]:
    try:
        host = split(url).netloc
    except ValueError:
        host = ""
    return lambda target: target.split("/", 3)[2] == host


def _base_of(document: Document) -> Element | None:
    """The first base element with an href."""
    return next((base for base in document.select("base[href]") if base.closest("template, noscript") is None), None)


def _base_url(base: Element | None, url: str) -> str:
    """The URL that relative ones resolve against: the base element's if it is usable, else the page's."""
    resolved = resolve(base.attr("href") or "", url) if base is not None else None
    return resolved if resolved is not None and normal_form(resolved) is not None else url


def _walk_all(document: Document, gathering: Gathering, paths: set[int], *, has_shadows: bool) -> None:
    """Visit the document's elements, then those of declarative shadow roots, which belong to the page as well."""
    waiting: list[tuple[ShadowRoot, Standing]] = []
    _walk(document.root, _OUTSIDE, gathering, paths, waiting if has_shadows else None)
    done = 0
    while done < min(len(waiting), MAX_SHADOWS):
        shadow, standing = waiting[done]
        done += 1
        _walk(shadow, standing, gathering, paths, waiting)


def _walk(
    root: Node,
    standing: Standing,
    gathering: Gathering,
    paths: set[int],
    shadows: list[tuple[ShadowRoot, Standing]] | None,
) -> None:
    """Visit every element that can say something once, in document order, knowing what it stands in.

    Shadow roots met are added to `shadows`; None where the page has none.
    """
    specials = set(root.select(SPECIAL))
    # Half the elements of a page, paragraphs and spans and cells, never say anything: they are not even asked for.
    tags = None if shadows is not None else _TAGS | {element.tag for element in specials} if specials else _TAGS
    standings: dict[Node | None, Standing] = {None: standing, root: standing}
    last: Node | None = root
    walk = root.iter_elements(tags)
    for element in walk:
        parent = element.parent
        if parent is not last:
            last = parent
            found = standings.get(parent)
            standing = found if found is not None else _standing(parent, standings)
        tag = element.tag
        known = _KNOWN.get(tag, _UNKNOWN)
        if known is None:
            if tag == "noscript":
                noscript(gathering, element, standing[0])
            inner = sum(1 for _ in element.iter_elements(tags))
            deque(islice(walk, inner), maxlen=0)
            continue
        handler, changes, is_container = known
        state, path, depth = standing
        if specials and element in specials:
            state = _with_role(element, state)
            special(gathering, element, state)
            if state != standing[0]:
                standings[element] = (state, path, depth)
        if handler is not None:
            handler(gathering, element, state)
        if is_container and depth < DEPTH:
            depth += 1
            path = path_hash(path, tag, element.attr("class"))
            paths.add(path)
            standings[element] = (_inside(tag, state) if changes else state, path, depth)
        elif changes:
            standings[element] = (_inside(tag, state), path, depth)
        if shadows is not None and element.shadow_root is not None:
            shadows.append((element.shadow_root, standings.get(element, standing)))


def _standing(node: Node | None, standings: dict[Node | None, Standing]) -> Standing:
    """What a node's children stand in: the same as those of its nearest ancestor that is known, noted for the next."""
    way: list[Node | None] = []
    while (found := standings.get(node)) is None:
        way.append(node)
        node = node.parent if node is not None else None
    for passed in way:
        standings[passed] = found
    return found


_CHANGES = frozenset({"head", "a", "svg", "article", "section", *_LANDMARK_TAGS})
_KNOWN: dict[str, Known | None] = {
    tag: (HANDLERS.get(tag), tag in _CHANGES, tag in CONTAINERS) for tag in {*HANDLERS, *_CHANGES, *CONTAINERS}
} | {"template": None, "noscript": None}  # None: skipped with all that they hold
_TAGS = frozenset(_KNOWN)


def _inside(tag: str, state: int) -> int:
    """The state of what stands inside an element."""
    if tag == "a":
        return state | IN_LINK
    if tag == "head":
        return state & ~PLACE | IN_HEAD | Place.HEAD
    if tag == "svg":
        return state | IN_SVG
    place = _LANDMARK_TAGS.get(tag)
    # A header or footer of an article or section is no landmark of the page.
    if place is not None and not (tag in ("header", "footer") and state & IN_SECTION):
        state = state & ~PLACE | place
    return state | IN_SECTION if tag in _SECTIONS else state


def _with_role(element: Element, state: int) -> int:
    place = _LANDMARK_ROLES.get((element.attr("role") or "").strip().lower())
    return state if place is None else state & ~PLACE | place | IN_SECTION


def _facts(document: Document, gathering: Gathering, *, has_base: bool) -> Facts:
    html = document.html
    text = main_text(document)
    internal, external = gathering.count_links()
    return Facts(
        title=gathering.title,
        title_count=gathering.title_count,
        title_in_head=gathering.title_in_head,
        description=gathering.description,
        description_count=gathering.description_count,
        canonicals=tuple(gathering.canonicals),
        robots=tuple(gathering.robots),
        hreflang=tuple(gathering.hreflang),
        lang=_attribute(html, "lang"),
        dir=_attribute(html, "dir"),
        h1=tuple(gathering.h1),
        viewport=gathering.viewport,
        refresh_url=gathering.refresh_url,
        refresh_delay_s=gathering.refresh_delay_s,
        next_url=gathering.next_url,
        prev_url=gathering.prev_url,
        schema_types=tuple(gathering.schema_types),
        open_graph=tuple(gathering.open_graph),
        word_count=count_words(text, is_folded=True),
        text_digest=xxhash.xxh3_64_hexdigest(text.encode("utf-8", "surrogatepass")) if text else "",
        internal_links=internal,
        external_links=external,
        images=gathering.images,
        dom_elements=document.count_elements(),
        has_base=has_base,
    )


def _attribute(element: Element | None, name: str) -> str | None:
    value = element.attr(name) if element is not None else None
    return None if value is None else value.strip()[:100]
