"""What is gathered from one page while its tree is walked: links once each, and the values of the facts."""

from __future__ import annotations

from collections.abc import Callable

from crawler.hrefs import Resolver
from store.document import Element
from store.model import NAVIGATION_KINDS, Canonical, Hreflang, Link, LinkFlag, LinkKind, Place, RobotsDirective

MAX_LINKS = 20_000
MAX_REJECTED = 1_000
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


class Found:
    """A link while it is being gathered."""

    __slots__ = ("count", "flags", "line", "place", "text")

    def __init__(self, text: str, place: int, flags: int, line: int) -> None:
        self.text = text
        self.place = place
        self.flags = flags
        self.line = line
        self.count = 1


class Gathering:
    """All that one page gives. The handlers of `crawler.places` fill it."""

    def __init__(self, resolver: Resolver, is_internal: Callable[[str], bool]) -> None:
        self.resolver = resolver
        self.is_internal = is_internal
        self.links: dict[tuple[str, LinkKind], Found] = {}
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

    def add(self, raw: str | None, kind: LinkKind, element: Element | None, state: int, text: str = "") -> None:
        """Note a URL that stands in markup; nothing happens for what is no http(s) link."""
        if not raw:
            return
        href = self.resolver.href(raw)
        if not href.target:
            self.reject(raw, href.why)
            return
        flags = (_FRAGMENT if href.has_fragment else 0) | (_HEAD if state & IN_HEAD else 0)
        found = self.links.get((href.target, kind))
        if found is None:
            self.new(href.target, kind, element, state, flags, text)
        else:
            self.again(found, flags)
            if text and not found.text:
                found.text = text[:TEXT_CHARACTERS]

    def new(self, target: str, kind: LinkKind, element: Element | None, state: int, flags: int, text: str) -> None:
        """Note the first occurrence of a link."""
        if len(self.links) >= MAX_LINKS:
            self.count_over_limit(target, kind)
            return
        line = (element.source_line or 0) if element is not None else 0
        self.links[target, kind] = Found(text[:TEXT_CHARACTERS], state & PLACE, flags, line)

    def count_over_limit(self, target: str, kind: LinkKind) -> None:
        """Count a link that is not stored, so that the page's true numbers stay known."""
        if kind in NAVIGATION_KINDS:
            if self.is_internal(target):
                self.internal_over_limit += 1
            else:
                self.external_over_limit += 1

    @staticmethod
    def again(found: Found, flags: int) -> None:
        """Note a further occurrence: followed once is followed, a new tab once is a new tab."""
        found.count += 1
        if found.flags != flags:
            found.flags = (found.flags & flags & _KEPT_IF_ALL) | ((found.flags | flags) & _KEPT_IF_ANY)

    def reject(self, raw: str, why: str) -> None:
        """Note a URL that cannot be read; `why` is empty for what is well formed but no http(s) link."""
        if why and len(self.rejected) < MAX_REJECTED:
            self.rejected.setdefault(raw.strip()[:RAW_CHARACTERS], why)

    def all_links(self) -> tuple[Link, ...]:
        """The links as records, in the order of their first occurrence."""
        places, flags = _PLACES, _FLAGS
        return tuple(
            _link(target, kind, found.text, places[found.place], flags[found.flags], found.line, found.count)
            for (target, kind), found in self.links.items()
        )

    def count_links(self) -> tuple[int, int]:
        """How many links to other pages there are: internal, external; every occurrence counts."""
        internal, external = self.internal_over_limit, self.external_over_limit
        for (target, kind), found in self.links.items():
            if kind in NAVIGATION_KINDS:
                if self.is_internal(target):
                    internal += found.count
                else:
                    external += found.count
        return internal, external


# A frozen dataclass sets its fields one by one through object.__setattr__; with hundreds of links on a page the
# slots' own setters halve that.
_new = object.__new__
_set_target, _set_kind, _set_text, _set_place, _set_flags, _set_line, _set_count = (
    getattr(Link, name).__set__ for name in ("target", "kind", "text", "place", "flags", "line", "count")
)


def _link(target: str, kind: LinkKind, text: str, place: Place, flags: LinkFlag, line: int, count: int) -> Link:
    link = _new(Link)
    _set_target(link, target)
    _set_kind(link, kind)
    _set_text(link, text)
    _set_place(link, place)
    _set_flags(link, flags)
    _set_line(link, line)
    _set_count(link, count)
    return link
