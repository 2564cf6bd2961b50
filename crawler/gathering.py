"""What is gathered from one page while its tree is walked: links once each, and the values of the facts."""

from __future__ import annotations

from collections.abc import Callable

from crawler.hrefs import Resolver
from store.document import Element
from store.model import NAVIGATION_KINDS, Canonical, Hreflang, Link, LinkFlag, LinkKind, Place, RobotsDirective

MAX_LINKS = 20_000
MAX_REJECTED = 1_000
MAX_FRAGMENTS = 2_000
RAW_CHARACTERS = 500
TEXT_CHARACTERS = 200

# Where the walk stands, as bits: the place in the lowest three, then what the element stands in.
PLACE = 7
IN_HEAD = 8
IN_LINK = 16
IN_SECTION = 32
IN_SVG = 64

_PLACES = tuple(Place(value) for value in range(len(Place))) + (Place.OTHER,) * (8 - len(Place))
_FLAGS = tuple(LinkFlag(value) for value in range(128))
_KEPT_IF_ALL = int(LinkFlag.NOFOLLOW | LinkFlag.SPONSORED | LinkFlag.UGC | LinkFlag.IMAGE_ONLY)
_KEPT_IF_ANY = int(LinkFlag.BLANK | LinkFlag.HAS_FRAGMENT | LinkFlag.IN_HEAD)
_FRAGMENT = int(LinkFlag.HAS_FRAGMENT)
_HEAD = int(LinkFlag.IN_HEAD)


# A frozen dataclass sets its fields one by one through object.__setattr__, and could not count on; the slots' own
# setters take half as long and let a link be counted until the page is read.
_new = object.__new__
_set_target, _set_kind, _set_text, _set_place, _set_flags, _set_line, _set_count = (
    getattr(Link, name).__set__ for name in ("target", "kind", "text", "place", "flags", "line", "count")
)


class Gathering:
    """All that one page gives. The handlers of `crawler.places` fill it."""

    def __init__(self, resolver: Resolver, is_internal: Callable[[str], bool], url: str = "") -> None:
        self.url = url
        self.resolver = resolver
        self.is_internal = is_internal
        self.links: dict[str | tuple[str, LinkKind], Link] = {}  # those of `a` elements, most of all, by target alone
        self.rejected: dict[str, str] = {}
        self.internal_over_limit = 0
        self.external_over_limit = 0
        self.title: str | None = None
        self.title_count = 0
        self.title_in_head = True
        self.description: str | None = None
        self.description_count = 0
        self.canonicals: list[Canonical] = []
        self.robots: list[RobotsDirective] = []
        self.hreflang: list[Hreflang] = []
        self.h1: list[str] = []
        self.viewport: str | None = None
        self.refresh_url: str | None = None
        self.refresh_delay_s: float | None = None
        self.next_url: str | None = None
        self.prev_url: str | None = None
        self.schema_types: dict[str, None] = {}
        self.open_graph: list[tuple[str, str]] = []
        self.images = 0
        self.fragments: dict[tuple[str, str], tuple[LinkKind, str]] = {}
        self.is_nested = False  # inside an iframe's srcdoc

    def add(self, raw: str | None, kind: LinkKind, element: Element | None, state: int, text: str = "") -> None:
        """Note a URL that stands in markup; nothing happens for what is no http(s) link."""
        if not raw:
            return
        href = self.resolver.href(raw)
        if not href.target:
            self.reject(raw, href.why)
            return
        flags = (_FRAGMENT if href.has_fragment else 0) | (_HEAD if state & IN_HEAD else 0)
        key = href.target if kind is LinkKind.A else (href.target, kind)
        found = self.links.get(key)
        if found is None:
            self.new(href.target, kind, element, state, flags, text)
        else:
            self.again(found, flags, text)

    def new(self, target: str, kind: LinkKind, element: Element | None, state: int, flags: int, text: str) -> None:
        """Note the first occurrence of a link."""
        if len(self.links) >= MAX_LINKS:
            self.count_over_limit(target, kind)
            return
        line = (element.source_line or 0) if element is not None else 0
        link = _new(Link)
        _set_target(link, target)
        _set_kind(link, kind)
        _set_text(link, text[:TEXT_CHARACTERS])
        _set_place(link, _PLACES[state & PLACE])
        _set_flags(link, _FLAGS[flags])
        _set_line(link, line)
        _set_count(link, 1)
        self.links[target if kind is LinkKind.A else (target, kind)] = link

    def count_over_limit(self, target: str, kind: LinkKind) -> None:
        """Count a link that is not stored, so that the page's true numbers stay known."""
        if kind in NAVIGATION_KINDS:
            if self.is_internal(target):
                self.internal_over_limit += 1
            else:
                self.external_over_limit += 1

    @staticmethod
    def again(link: Link, flags: int, text: str = "") -> None:
        """Note a further occurrence: followed once is followed, a new tab once is a new tab."""
        _set_count(link, link.count + 1)
        if link.flags != flags:
            known = int(link.flags)
            _set_flags(link, _FLAGS[(known & flags & _KEPT_IF_ALL) | ((known | flags) & _KEPT_IF_ANY)])
        if text and not link.text:
            _set_text(link, text[:TEXT_CHARACTERS])

    def note_fragment(self, target: str, raw: str, kind: LinkKind, text: str = "") -> None:
        """Note which place of its target a link points at; what needs no place there is left out."""
        fragment = raw.partition("#")[2].partition(":~:")[0].rstrip()
        if not fragment or fragment[0] in "/!" or fragment.lower() == "top":
            return  # the top, a text, or a route of a script
        if len(self.fragments) < MAX_FRAGMENTS:
            self.fragments.setdefault((target, fragment[:RAW_CHARACTERS]), (kind, text[:TEXT_CHARACTERS]))

    def reject(self, raw: str, why: str) -> None:
        """Note a URL that cannot be read; `why` is empty for what is well formed but no http(s) link."""
        if why and len(self.rejected) < MAX_REJECTED:
            self.rejected.setdefault(raw.strip()[:RAW_CHARACTERS], why)

    def all_links(self) -> tuple[Link, ...]:
        """The links in the order of their first occurrence."""
        return tuple(self.links.values())

    def count_links(self) -> tuple[int, int]:
        """How many links to other pages there are: internal, external; every occurrence counts."""
        internal, external = self.internal_over_limit, self.external_over_limit
        is_internal = self.is_internal
        for link in self.links.values():
            if link.kind in NAVIGATION_KINDS:
                if is_internal(link.target):
                    internal += link.count
                else:
                    external += link.count
        return internal, external
