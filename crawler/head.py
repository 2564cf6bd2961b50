"""Reads title, meta and link elements and the headers that say the same things."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.css import srcset_urls
from crawler.directives import Refresh, header_links, is_robots_name, refresh_of, robots_header, robots_tokens
from crawler.gathering import IN_HEAD, IN_SVG, Gathering
from crawler.schema import URL_KEYS
from store.document import Element
from store.model import Canonical, Hreflang, LinkKind, RobotsDirective

TITLE_CHARACTERS = 1_000
DESCRIPTION_CHARACTERS = 2_000
VALUE_CHARACTERS = 1_000
MAX_PROPERTIES = 100
MAX_DECLARATIONS = 100
MAX_HREFLANG = 500

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
_SOCIAL_IMAGES = frozenset({"og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"})
_SOCIAL_URLS = frozenset(
    {"og:url", "og:video", "og:video:url", "og:video:secure_url", "og:audio", "og:audio:url", "twitter:player"}
)
_KIND_OF_REL = (
    ("stylesheet", LinkKind.STYLESHEET),
    ("icon", LinkKind.ICON),
    ("apple-touch-icon", LinkKind.ICON),
    ("apple-touch-icon-precomposed", LinkKind.ICON),
    ("mask-icon", LinkKind.ICON),
    ("manifest", LinkKind.MANIFEST),
    ("preload", LinkKind.PRELOAD),
    ("modulepreload", LinkKind.PRELOAD),
    ("prefetch", LinkKind.PRELOAD),
    ("prerender", LinkKind.PRELOAD),
    ("next", LinkKind.NEXT),
    ("prev", LinkKind.PREV),
    ("previous", LinkKind.PREV),
    ("amphtml", LinkKind.AMP),
    ("image_src", LinkKind.SOCIAL_IMAGE),
    ("license", LinkKind.RELATED),
    ("author", LinkKind.RELATED),
    ("help", LinkKind.RELATED),
    ("search", LinkKind.RELATED),
    ("copyright", LinkKind.RELATED),
)
_NO_PAGE = frozenset({"preconnect", "dns-prefetch", "pingback", "edituri", "wlwmanifest", "profile", "webmention"})


def read_title(gathering: Gathering, element: Element, state: int) -> None:
    """The first title of the document counts; a title inside SVG names the picture."""
    if state & IN_SVG:
        return
    gathering.title_count += 1
    if gathering.title_count == 1:
        gathering.title = " ".join(element.text[: TITLE_CHARACTERS * 20].split())[:TITLE_CHARACTERS]
        gathering.title_in_head = bool(state & IN_HEAD)


def read_meta(gathering: Gathering, element: Element, state: int) -> None:
    """Description, robots, viewport, refresh and the properties of social cards."""
    content = element.attr("content")
    if content is None:
        return
    pragma = element.attr("http-equiv")
    if pragma:
        if pragma.strip().lower() == "refresh":
            read_refresh(gathering, refresh_of(content), element, state)
        return
    name = (element.attr("name") or element.attr("property") or "").strip().lower()
    if not name:
        if element.attr("itemprop") in URL_KEYS and content.strip().lower().startswith(("http://", "https://", "/")):
            gathering.add(content, LinkKind.STRUCTURED, element, state)
        return
    if name == "description":
        gathering.description_count += 1
        if gathering.description_count == 1:
            gathering.description = _folded(content, DESCRIPTION_CHARACTERS)
    elif name == "viewport":
        if gathering.viewport is None:
            gathering.viewport = _folded(content, VALUE_CHARACTERS)
    elif is_robots_name(name):
        if len(gathering.robots) < MAX_DECLARATIONS:
            where = "meta" if state & IN_HEAD else "body"
            gathering.robots.append(RobotsDirective(name, robots_tokens(content), where))
    else:
        _read_property(gathering, element, state, content)


def _read_property(gathering: Gathering, element: Element, state: int, content: str) -> None:
    # A card may be given under either attribute name, and one element can carry a name and a property.
    for attribute in ("property", "name"):
        name = (element.attr(attribute) or "").strip().lower()
        if name.startswith(("og:", "twitter:", "article:", "fb:")):
            if len(gathering.open_graph) < MAX_PROPERTIES:
                gathering.open_graph.append((name[:100], _folded(content, VALUE_CHARACTERS)))
            if name in _SOCIAL_IMAGES:
                gathering.add(content, LinkKind.SOCIAL_IMAGE, element, state)
            elif name in _SOCIAL_URLS:
                gathering.add(content, LinkKind.SOCIAL_URL, element, state)
            return
    if name == "msapplication-tileimage":
        gathering.add(content, LinkKind.ICON, element, state)


def read_refresh(gathering: Gathering, refresh: Refresh | None, element: Element | None, state: int) -> None:
    """The first refresh that can be read counts."""
    if refresh is None or gathering.refresh_delay_s is not None:
        return
    gathering.refresh_delay_s = refresh.delay_s
    if refresh.url:
        gathering.refresh_url = gathering.resolver.href(refresh.url).target or None
        gathering.add(refresh.url, LinkKind.REFRESH, element, state)


def read_link_element(gathering: Gathering, element: Element, state: int) -> None:
    """Canonical, language versions, sequence, and what the page loads."""
    rel = frozenset((element.attr("rel") or "").lower().split())
    href = element.attr("href")
    if "canonical" in rel:
        _read_canonical(gathering, element, state, href or "")
        return
    if element.attr("imagesrcset"):
        for url in srcset_urls(element.attr("imagesrcset") or ""):
            gathering.add(url, LinkKind.SRCSET, element, state)
    if not rel and href and element.attr("itemprop") in URL_KEYS:
        gathering.add(href, LinkKind.STRUCTURED, element, state)
    if not rel or href is None or not href.strip():
        return
    if "stylesheet" not in rel and "alternate" in rel:
        _read_alternate(gathering, element, state, href)
        return
    kind = next((kind for name, kind in _KIND_OF_REL if name in rel), None)
    if kind is LinkKind.PRELOAD and (element.attr("as") or "").lower() == "font":
        kind = LinkKind.FONT
    if kind is LinkKind.NEXT and gathering.next_url is None:
        gathering.next_url = gathering.resolver.href(href).target or None
    elif kind is LinkKind.PREV and gathering.prev_url is None:
        gathering.prev_url = gathering.resolver.href(href).target or None
    if kind is not None or not rel & _NO_PAGE:
        gathering.add(href, kind or LinkKind.OTHER, element, state)


def _read_canonical(gathering: Gathering, element: Element, state: int, href: str) -> None:
    if len(gathering.canonicals) >= MAX_DECLARATIONS:
        return
    ignored = next((name for name in ("hreflang", "lang", "media", "type") if element.attr(name)), "")
    url = gathering.resolver.href(href).target if href.strip() else ""
    where = "head" if state & IN_HEAD else "body"
    gathering.canonicals.append(Canonical(url, href.strip()[:DESCRIPTION_CHARACTERS], where, ignored))
    gathering.add(href.strip(), LinkKind.CANONICAL, element, state)


def _read_alternate(gathering: Gathering, element: Element, state: int, href: str) -> None:
    code = element.attr("hreflang")
    if code is not None:
        where = "head" if state & IN_HEAD else "body"
        _add_hreflang(gathering, code, href, where)
        gathering.add(href, LinkKind.HREFLANG, element, state)
    elif (element.attr("type") or "").strip().lower() in _FEED_TYPES:
        gathering.add(href, LinkKind.FEED, element, state)
    else:
        gathering.add(href, LinkKind.OTHER, element, state)


def _add_hreflang(gathering: Gathering, code: str, href: str, where: str) -> None:
    if len(gathering.hreflang) < MAX_HREFLANG:
        url = gathering.resolver.href(href).target
        gathering.hreflang.append(Hreflang(code[:100], url, href.strip()[:DESCRIPTION_CHARACTERS], where))


def read_headers(gathering: Gathering, headers: Iterable[tuple[str, str]]) -> None:
    """X-Robots-Tag, Link and Refresh headers. They resolve against the page, not against its base element."""
    for name, value in headers:
        name = name.lower()
        if name == "x-robots-tag":
            gathering.robots.extend(robots_header(value)[: MAX_DECLARATIONS - len(gathering.robots)])
        elif name == "refresh":
            read_refresh(gathering, refresh_of(value), None, IN_HEAD)
        elif name == "link":
            for link in header_links(value):
                _read_header_link(gathering, link.url, link.rel, link.parameters)


def _read_header_link(gathering: Gathering, url: str, rel: frozenset[str], parameters: dict[str, str]) -> None:
    if "canonical" in rel:
        if len(gathering.canonicals) < MAX_DECLARATIONS:
            target = gathering.resolver.href(url).target if url else ""
            gathering.canonicals.append(Canonical(target, url[:DESCRIPTION_CHARACTERS], "header"))
            gathering.add(url, LinkKind.CANONICAL, None, IN_HEAD)
    elif "alternate" in rel and "hreflang" in parameters:
        _add_hreflang(gathering, parameters["hreflang"], url, "header")
        gathering.add(url, LinkKind.HREFLANG, None, IN_HEAD)
    elif "next" in rel:
        gathering.next_url = gathering.next_url or gathering.resolver.href(url).target or None
        gathering.add(url, LinkKind.NEXT, None, IN_HEAD)
    elif "prev" in rel:
        gathering.prev_url = gathering.prev_url or gathering.resolver.href(url).target or None
        gathering.add(url, LinkKind.PREV, None, IN_HEAD)


def _folded(value: str, limit: int) -> str:
    return " ".join(value[: limit * 20].split())[:limit]
