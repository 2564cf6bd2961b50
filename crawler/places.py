"""Every place in markup where a URL or a fact can stand: one handler for each element that has one."""

from __future__ import annotations

from collections.abc import Callable

from crawler.css import css_urls, srcset_urls
from crawler.gathering import IN_LINK, IN_SVG, MAX_LINKS, TEXT_CHARACTERS, Gathering
from crawler.head import read_link_element, read_meta, read_title
from crawler.schema import read_json_ld, read_type_names
from store.document import Document, Element, Text, readable_text, text_of
from store.model import LinkFlag, LinkKind

Handler = Callable[[Gathering, Element, int], None]

H1_CHARACTERS = 500
SRCDOC_CHARACTERS = 200_000
MAX_H1 = 20

_REL_FLAGS = {"nofollow": int(LinkFlag.NOFOLLOW), "sponsored": int(LinkFlag.SPONSORED), "ugc": int(LinkFlag.UGC)}
_BLANK = int(LinkFlag.BLANK)
_IMAGE_ONLY = int(LinkFlag.IMAGE_ONLY)
_FRAGMENT = int(LinkFlag.HAS_FRAGMENT)


def _anchor(gathering: Gathering, element: Element, state: int) -> None:
    raw = element.attr("href")
    if raw is None:
        raw = element.attr("xlink:href") if state & IN_SVG else None
        if raw is None:
            return
    href = gathering.resolver.href(raw)
    target = href.target
    if not target:
        gathering.reject(raw, href.why)
        return
    if href.has_fragment:
        flags = _FRAGMENT
        if raw[:1] != "#" or target != gathering.url:
            gathering.note_fragment(target, raw, LinkKind.A, element.text[:400].strip())
    else:
        flags = 0
    rel = element.attr("rel")
    if rel:
        for token in rel.lower().split():
            flags |= _REL_FLAGS.get(token, 0)
    opens = element.attr("target")
    if opens and opens.lower() == "_blank":
        flags |= _BLANK
    found = gathering.links.get(target)
    if found is None and len(gathering.links) >= MAX_LINKS:
        gathering.count_over_limit(target, LinkKind.A)
        return
    if found is not None and found.text and not found.flags & _IMAGE_ONLY:
        gathering.again(found, flags)
        return
    text, image_only = ("", False) if state & IN_LINK else name_of(element)
    if image_only:
        flags |= _IMAGE_ONLY
    if found is None:
        gathering.new(target, LinkKind.A, element, state, flags, text)
    else:
        gathering.again(found, flags, text)


def name_of(element: Element) -> tuple[str, bool]:
    """What names a link as far as its own markup tells, and whether only an image speaks for it."""
    children = element.children
    if len(children) == 1 and type(children[0]) is Text:
        text = children[0].data
        if len(text) > TEXT_CHARACTERS or "\n" in text or "  " in text or text[:1].isspace() or text[-1:].isspace():
            text = " ".join(text[: TEXT_CHARACTERS * 20].split())
    else:
        text = readable_text(element) if children else ""
    if text:
        return text[:TEXT_CHARACTERS], False
    images = element.select("img, svg, [role=img]") if children else []
    for image in images[:20]:
        text = image.attr("alt") or image.attr("aria-label") or ""
        if not text.strip() and image.tag == "svg":
            title = image.select_one("title")
            text = title.text if title is not None else ""
        if text.strip():
            break
    text = text.strip() or element.attr("aria-label") or element.attr("title") or ""
    return " ".join(text[: TEXT_CHARACTERS * 20].split())[:TEXT_CHARACTERS], bool(images)


def _area(gathering: Gathering, element: Element, state: int) -> None:
    raw = element.attr("href")
    if raw and "#" in raw[1:]:
        gathering.note_fragment(gathering.resolver.href(raw).target, raw, LinkKind.AREA, _alt(element))
    gathering.add(raw, LinkKind.AREA, element, state, _alt(element))


def _image(gathering: Gathering, element: Element, state: int) -> None:
    gathering.images += 1
    _loaded_image(gathering, element, state, _alt(element))


def _loaded_image(gathering: Gathering, element: Element, state: int, alt: str) -> None:
    gathering.add(element.attr("src"), LinkKind.IMAGE, element, state, alt)
    srcset = element.attr("srcset")
    if srcset:
        for url in srcset_urls(srcset):
            gathering.add(url, LinkKind.SRCSET, element, state, alt)
    longdesc = element.attr("longdesc")
    if longdesc:
        gathering.add(longdesc, LinkKind.OTHER, element, state)


def _alt(element: Element) -> str:
    return " ".join((element.attr("alt") or "")[: TEXT_CHARACTERS * 20].split())


def _source(gathering: Gathering, element: Element, state: int) -> None:
    parent = element.parent
    if isinstance(parent, Element) and parent.tag == "picture":
        for url in srcset_urls(element.attr("srcset") or ""):
            gathering.add(url, LinkKind.SRCSET, element, state)
    else:
        gathering.add(element.attr("src"), LinkKind.MEDIA, element, state)


def _media(gathering: Gathering, element: Element, state: int) -> None:
    gathering.add(element.attr("src"), LinkKind.MEDIA, element, state)
    gathering.add(element.attr("poster"), LinkKind.POSTER, element, state)


def _input(gathering: Gathering, element: Element, state: int) -> None:
    if (element.attr("type") or "").lower() == "image":
        gathering.add(element.attr("src"), LinkKind.IMAGE, element, state, _alt(element))
    _form_action(gathering, element, state)


def _form(gathering: Gathering, element: Element, state: int) -> None:
    gathering.add(element.attr("action"), _form_kind(element, element.attr("method") or "get"), element, state)


def _form_action(gathering: Gathering, element: Element, state: int) -> None:
    """The address of a button's own; what a form sends by POST cannot be asked without sending it."""
    raw = element.attr("formaction")
    if raw:
        form = element.closest("form")
        by_form = (form.attr("method") or "get") if form is not None else "post"
        gathering.add(raw, _form_kind(form, element.attr("formmethod") or by_form), element, state)


def _form_kind(form: Element | None, method: str) -> LinkKind:
    """A form can be asked where it is a search: GET is no proof that an address does nothing when it is asked."""
    if form is None or method.strip().lower() != "get":
        return LinkKind.FORM
    is_search = form.closest(_SEARCH) is not None or form.select_one('input[type="search" i]') is not None
    return LinkKind.FORM_GET if is_search else LinkKind.FORM


_SEARCH = 'search, [role="search" i]'


def _frame(gathering: Gathering, element: Element, state: int) -> None:
    srcdoc = element.attr("srcdoc")
    if srcdoc is None:
        gathering.add(element.attr("src"), LinkKind.FRAME, element, state)
    elif not gathering.is_nested:  # srcdoc wins over src
        gathering.is_nested = True
        for inner in Document(srcdoc[:SRCDOC_CHARACTERS]).select(_IN_SRCDOC):
            if inner.closest("template") is None:
                if inner.tag == "img":
                    _loaded_image(gathering, inner, state, _alt(inner))
                else:
                    HANDLERS[inner.tag](gathering, inner, state)
        gathering.is_nested = False


def _script(gathering: Gathering, element: Element, state: int) -> None:
    gathering.add(element.attr("src"), LinkKind.SCRIPT, element, state)
    if state & IN_SVG:
        gathering.add(element.attr("href") or element.attr("xlink:href"), LinkKind.SCRIPT, element, state)
    kind = element.attr("type")
    if kind and kind.strip().lower().startswith("application/ld+json"):
        urls: dict[str, None] = {}
        read_json_ld(element.text, gathering.schema_types, urls)
        for url in urls:
            gathering.add(url, LinkKind.STRUCTURED, element, state)


def _style(gathering: Gathering, element: Element, state: int) -> None:
    for url, kind in css_urls(element.text):
        gathering.add(url, kind, element, state)


def _svg_image(gathering: Gathering, element: Element, state: int) -> None:
    raw = element.attr("href") or element.attr("xlink:href")
    if state & IN_SVG and raw and not raw.startswith("#"):
        gathering.add(raw, LinkKind.IMAGE, element, state)
        if element.tag == "use" and "#" in raw and (target := gathering.resolver.href(raw).target):
            gathering.note_fragment(target, raw, LinkKind.IMAGE)


def _heading(gathering: Gathering, element: Element, state: int) -> None:
    if len(gathering.h1) < MAX_H1:
        gathering.h1.append(readable_text(element)[:H1_CHARACTERS])


def _attribute(name: str, kind: LinkKind) -> Handler:
    def handle(gathering: Gathering, element: Element, state: int) -> None:
        gathering.add(element.attr(name), kind, element, state)

    return handle


HANDLERS: dict[str, Handler] = {
    "a": _anchor,
    "area": _area,
    "img": _image,
    "source": _source,
    "video": _media,
    "audio": _media,
    "track": _attribute("src", LinkKind.TRACK),
    "iframe": _frame,
    "frame": _attribute("src", LinkKind.FRAME),
    "object": _attribute("data", LinkKind.EMBED),
    "embed": _attribute("src", LinkKind.EMBED),
    "form": _form,
    "button": _form_action,
    "input": _input,
    "blockquote": _attribute("cite", LinkKind.CITE),
    "q": _attribute("cite", LinkKind.CITE),
    "ins": _attribute("cite", LinkKind.CITE),
    "del": _attribute("cite", LinkKind.CITE),
    "script": _script,
    "style": _style,
    "image": _svg_image,
    "use": _svg_image,
    "feImage": _svg_image,
    "link": read_link_element,
    "meta": read_meta,
    "title": read_title,
    "h1": _heading,
}

_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-poster", "data-bg", "data-background-image",
         "data-lazysrc", "data-background", "data-image-src")  # fmt: skip
_LAZY_SETS = ("data-srcset", "data-lazy-srcset")
SPECIAL = ",".join(f"[{name}]" for name in ("role", "style", "itemtype", "typeof", "background", *_LAZY, *_LAZY_SETS))
"""Selects the elements whose attributes say more than their tag does; see `special`."""


_IN_NOSCRIPT = frozenset({"a", "img", "source", "iframe", "link", "video", "audio", "object", "embed"})
_IN_SRCDOC = "a, area, img, source, video, audio, embed, object, link[rel=stylesheet i], script[src], style"


def noscript(gathering: Gathering, element: Element, state: int) -> None:
    """Read what visitors without scripts get. Counting pixels are left alone: to ask for one is to be counted."""
    for inner in element.iter_elements(_IN_NOSCRIPT):
        tag = inner.tag
        if tag == "a":
            gathering.add(inner.attr("href"), LinkKind.NOSCRIPT, inner, state, text_of(inner))
        elif inner.attr("width") in ("0", "1") or "display:none" in (inner.attr("style") or "").replace(" ", ""):
            continue
        elif tag == "img":
            _loaded_image(gathering, inner, state, _alt(inner))
        elif tag != "link":
            HANDLERS[tag](gathering, inner, state)
        elif "stylesheet" in (inner.attr("rel") or "").lower():
            gathering.add(inner.attr("href"), LinkKind.STYLESHEET, inner, state)


def special(gathering: Gathering, element: Element, state: int) -> None:
    """Read the attributes that may stand on any element."""
    style = element.attr("style")
    if style:
        for url, kind in css_urls(style):
            gathering.add(url, kind, element, state)
    if element.attr("background") and element.tag in ("body", "table", "td", "th", "tr", "thead", "tbody", "tfoot"):
        gathering.add(element.attr("background"), LinkKind.CSS_IMAGE, element, state)
    for name in ("itemtype", "typeof"):
        types = element.attr(name)
        if types:
            read_type_names(types, gathering.schema_types)
    attributes = element.attrs
    for name in _LAZY:
        if name in attributes:
            value = element.attr(name) or ""
            if "url(" in value:
                for url, _ in css_urls(value):
                    gathering.add(url, LinkKind.DATA_SRC, element, state)
            elif looks_like_url(value):
                gathering.add(value, LinkKind.DATA_SRC, element, state)
    for name in _LAZY_SETS:
        if name in attributes:
            for url in srcset_urls(element.attr(name) or ""):
                if looks_like_url(url):
                    gathering.add(url, LinkKind.DATA_SRC, element, state)


def looks_like_url(value: str) -> bool:
    """Whether a script's attribute holds a URL rather than a selector, JSON or a template's placeholder."""
    value = value.strip()
    return bool(value) and not any(letter in value for letter in "{}[]<> \n") and ("/" in value or "." in value[1:])
