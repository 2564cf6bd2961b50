"""What role an element has, whether it takes the focus, and whether markup hides it; style sheets are not read.

Sources: https://www.w3.org/TR/html-aam-1.0/ (roles that elements have by themselves),
https://www.w3.org/TR/wai-aria-1.2/#conflict_resolution_presentation_none
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from audits.standards.aria import ATTRIBUTES, GLOBAL, ROLES
from store.document import Element

if TYPE_CHECKING:
    from audits.page import PageView

_LONGEST_NAME = 30
_NOT_EXPOSED = (
    '[aria-hidden="true" i], [hidden], [inert], template, noscript, dialog:not([open]), [style*="display:none" i], '
    '[style*="display: none" i], [style*="visibility:hidden" i], [style*="visibility: hidden" i]'
)
_NOT_SHOWN = _NOT_EXPOSED.partition(", ")[2]
_PRESENTATIONAL = ("none", "presentation")
_SECTIONS = "article, aside, nav, section, main, [role=article], [role=complementary], [role=main], " + (
    "[role=navigation], [role=region]"
)
_BY_TAG = {
    "article": "article", "aside": "complementary", "body": "document", "button": "button", "datalist": "listbox",
    "dd": "definition", "details": "group", "dfn": "term", "dialog": "dialog", "dt": "term", "fieldset": "group",
    "figure": "figure", "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading",
    "h6": "heading", "hr": "separator", "li": "listitem", "main": "main", "math": "math", "menu": "list",
    "meter": "meter", "nav": "navigation", "ol": "list", "optgroup": "group", "option": "option", "output": "status",
    "progress": "progressbar", "search": "search", "summary": "button", "table": "table", "tbody": "rowgroup",
    "textarea": "textbox", "tfoot": "rowgroup", "thead": "rowgroup", "tr": "row", "ul": "list",
}  # fmt: skip
_BY_TYPE = {
    "checkbox": "checkbox", "number": "spinbutton", "radio": "radio", "range": "slider", "button": "button",
    "image": "button", "reset": "button", "submit": "button",
}  # fmt: skip
_FIELDS = ("button", "input", "select", "textarea")


class Described(NamedTuple):
    """An element with states and properties."""

    element: Element
    attributes: dict[str, str]  # name without `aria-` -> value


def is_exposed(element: Element) -> bool:
    """Whether markup leaves the element to assistive technology."""
    return element.closest(_NOT_EXPOSED) is None


def is_shown(element: Element) -> bool:
    """Whether markup lets the element be seen, be it hidden from assistive technology or not."""
    return element.closest(_NOT_SHOWN) is None


def explicit_role(element: Element) -> str:
    """The first word of the role attribute that is a role which may be written; empty where there is none."""
    written = element.attr("role")
    if not written:
        return ""
    return next((word for word in written.lower().split() if word in ROLES), "")


def is_focusable(element: Element) -> bool:
    """Whether the element takes the focus, by the keyboard or by script alone."""
    tag = element.tag
    if tag in _FIELDS:
        if element.attr("disabled") is not None or element.closest("fieldset[disabled]") is not None:
            return False
        return not (tag == "input" and (element.attr("type") or "").lower() == "hidden")
    if tag in ("a", "area") and element.attr("href") is not None:
        return True
    if tag == "iframe" or (tag in ("audio", "video") and element.attr("controls") is not None):
        return True
    if tag == "summary" and isinstance(element.parent, Element) and element.parent.tag == "details":
        return True
    return tab_index(element) is not None or (element.attr("contenteditable") or "false").lower() in ("", "true")


def tab_index(element: Element) -> int | None:
    """The number in the tabindex attribute; None where there is none."""
    try:
        return int((element.attr("tabindex") or "").strip())
    except ValueError:
        return None


def has_global(element: Element) -> bool:
    """Whether it has a state or property that every element may have, which undoes a role of none."""
    return any(name.startswith("aria-") and name[5:] in GLOBAL for name in element.attrs)


def role(element: Element) -> str:
    """The role that browsers give the element; empty for elements without one, such as div, or unknown ones."""
    written = explicit_role(element)
    if written in _PRESENTATIONAL and (is_focusable(element) or has_global(element)):
        written = ""
    return written or implicit_role(element)


def implicit_role(element: Element) -> str:
    """The role that the element has by its name and place; empty where it has none."""
    tag = element.tag
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    made = _MADE.get(tag)
    return made(element) if made is not None else ""


def _input(element: Element) -> str:
    kind = (element.attr("type") or "text").lower()
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    if kind in ("text", "search", "tel", "url", "email") and element.attr("list") is not None:
        return "combobox"
    return "searchbox" if kind == "search" else "textbox"


def _is_named(element: Element) -> bool:
    return any((element.attr(name) or "").strip() for name in ("aria-label", "aria-labelledby", "title"))


def _img(element: Element) -> str:
    if element.attr("alt") != "" or has_global(element) or is_focusable(element):
        return "img"
    return "presentation"


def _cell(element: Element) -> str:
    table = element.closest("table")
    return "gridcell" if table is not None and explicit_role(table) in ("grid", "treegrid") else "cell"


def _th(element: Element) -> str:
    scope = (element.attr("scope") or "").lower()
    if scope in ("row", "rowgroup"):
        return "rowheader"
    if scope in ("col", "colgroup"):
        return "columnheader"
    parent = element.parent
    beside = [one for one in parent.children if isinstance(one, Element)] if parent is not None else []
    is_row = any(one.tag == "td" for one in beside)
    return "rowheader" if is_row else "columnheader"


def _select(element: Element) -> str:
    size = element.attr("size") or ""
    is_list = element.attr("multiple") is not None or (size.isdigit() and int(size) > 1)
    return "listbox" if is_list else "combobox"


_MADE = {
    "a": lambda one: "link" if one.attr("href") is not None else "",
    "area": lambda one: "link" if one.attr("href") is not None else "",
    "footer": lambda one: "" if one.closest(_SECTIONS) is not None else "contentinfo",
    "header": lambda one: "" if one.closest(_SECTIONS) is not None else "banner",
    "form": lambda one: "form" if _is_named(one) else "",
    "section": lambda one: "region" if _is_named(one) else "",
    "img": _img,
    "input": _input,
    "select": _select,
    "td": _cell,
    "th": _th,
}


class AriaOfPage:
    """The elements of one page that say a role or a state, found once for all rules."""

    def __init__(self, page: PageView) -> None:
        self._page = page

    @cached_property
    def written(self) -> frozenset[str]:
        """The names after `aria-` that stand anywhere in the source."""
        after = self._page.folded_body.split("aria-")[1:]  # four times as fast as a pattern
        names = {piece[:_LONGEST_NAME].partition("=")[0] for piece in after}
        return frozenset(name for name in names if name.isascii() and name.isalpha() and len(name) < _LONGEST_NAME)

    @cached_property
    def with_role(self) -> list[Element]:
        """The exposed elements whose role attribute is not empty."""
        return [one for one in self._page.select("[role]") if (one.attr("role") or "").strip() and is_exposed(one)]

    @cached_property
    def described(self) -> list[Described]:
        """The exposed elements with states and properties, unknown ones too; text in scripts does no harm."""
        names = self.written - {"hidden"}
        if not names:
            return []
        found = []
        for element in self._page.select(", ".join(f"[aria-{name}]" for name in sorted(names))):
            if is_exposed(element):
                attributes = {
                    name[5:]: value or "" for name, value in element.attrs.items() if name.startswith("aria-")
                }
                found.append(Described(element, {name: str(value) for name, value in attributes.items()}))
        return found

    @cached_property
    def is_unknown_written(self) -> bool:
        """Whether a name stands in the source that no state and no property has."""
        return not self.written <= ATTRIBUTES
