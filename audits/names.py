"""The accessible name of an element as markup tells it: https://www.w3.org/TR/accname-1.2/ without style sheets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.document import Element, Text

if TYPE_CHECKING:
    from audits.page import PageView

_HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
_SILENT = frozenset({"script", "style", "template", "noscript", "head", "title", "meta", "link"})
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CONTENT_TAGS = _HEADINGS | {
    "button",
    "summary",
    "option",
    "td",
    "th",
    "tr",
    "legend",
    "caption",
    "figcaption",
    "label",
}
_CONTENT_ROLES = frozenset(
    "button cell checkbox columnheader gridcell heading link menuitem menuitemcheckbox menuitemradio option radio row "
    "rowheader switch tab tooltip treeitem doc-backlink doc-biblioref doc-glossref doc-noteref".split()
)
_OTHER_ROLES = frozenset(
    "alert alertdialog application article banner blockquote caption code combobox complementary contentinfo "
    "definition deletion dialog directory document emphasis feed figure form generic grid group img insertion "
    "list listbox listitem log main marquee math menu menubar meter navigation none note paragraph presentation "
    "progressbar radiogroup region rowgroup scrollbar search searchbox separator slider spinbutton status strong "
    "subscript superscript table tablist tabpanel term textbox time timer toolbar tree treegrid".split()
)
_BINDING_STARTS = (":", "[", "x-bind", "v-bind", "ng-bind", "bind:")
_BINDINGS = frozenset(
    "x-text x-html v-text v-html ng-model data-bind data-i18n data-l10n-id data-translate data-text v-t".split()
)
_LABELABLE = frozenset({"input", "select", "textarea", "button", "meter", "output", "progress"})
_BUTTON_TYPES = frozenset({"button", "submit", "reset"})
_DEFAULT_VALUES = {"submit": "Submit", "reset": "Reset"}
_OWN_TEXT = {"fieldset": "legend", "figure": "figcaption", "table": "caption"}


def accessible_name(page: PageView, element: Element) -> str:
    """Return the element's accessible name, white space folded; empty where it has none.

    An image button without a text of its own has no name here: the browser's word for it says nothing of its purpose.
    """
    return _fold(_Walk(page).name(element))


def role_of(element: Element) -> str:
    """Return the first word of the explicit role in lower case, or an empty string."""
    return ((element.attr("role") or "").split() or [""])[0].lower()


def is_filled_by_script(element: Element) -> bool:
    """Whether attributes of a script library say that text or attributes of the element are set in the browser.

    Known are Vue, Alpine and Angular (`:title`, `[title]`, `x-text`, `ng-bind`), Knockout, Stimulus and i18next, and
    a slot of a component; what a script does without a word in the markup cannot be known here.
    """
    for name, value in element.attrs.items():
        if name.startswith(_BINDING_STARTS) or name in _BINDINGS or "{{" in str(value or ""):
            return True
    return element.select_one("slot, [x-text], [v-text], [v-html], [ng-bind], [data-i18n]") is not None


def labels_of(page: PageView, element: Element) -> list[Element]:
    """Return the label elements of a form control: those that point at it, and the one around it."""
    if element.tag not in _LABELABLE:
        return []
    element_id = element.attr("id")
    found = list(page.labels_by_id.get(element_id, ())) if element_id and page.by_id(element_id) == element else []
    around = element.closest("label")
    if around is not None and around.attr("for") is None and _first_labelable(around) == element:
        found.append(around)
    return found


def _first_labelable(label: Element) -> Element | None:
    return label.select_one("input:not([type=hidden]), select, textarea, button, meter, output, progress")


def _fold(text: str) -> str:
    return " ".join(text.split())


def _is_self_hidden(element: Element) -> bool:
    if element.attr("aria-hidden") == "true" or element.attr("hidden") is not None:
        return True
    style = element.attr("style")
    return style is not None and _HIDING_STYLE.search(style) is not None


def _is_hidden(element: Element) -> bool:
    node: Element | None = element
    while node is not None:
        if _is_self_hidden(node):
            return True
        parent = node.parent
        node = parent if isinstance(parent, Element) else None
    return False


@dataclass(slots=True)
class _Walk:
    """One computation: remembers what was visited, so that elements that name each other do not loop."""

    page: PageView
    seen: set[Element] = field(default_factory=set)

    def name(
        self, node: Element, *, by_reference: bool = False, nested: bool = False, with_hidden: bool = False
    ) -> str:
        """`nested`: inside another's name. `with_hidden`: under a hidden element that was referred to directly."""
        if node in self.seen:
            return ""
        self.seen.add(node)
        if nested and not with_hidden and _is_self_hidden(node):
            return ""
        if not by_reference and (named := self.referenced(node)):
            return named
        if nested and (value := self.embedded_value(node)) is not None:
            return value
        if (label := node.attr("aria-label")) and label.strip():
            return label
        if role_of(node) not in ("none", "presentation"):
            native = self.native(node, nested=nested)
            if native is not None and native.strip():
                return native
            if native is not None and node.tag in ("img", "area"):
                return ""  # alt="" says that there is nothing to say
        if nested or self.takes_content(node):
            content = self.content(node, with_hidden=with_hidden)
            if content.strip():
                return content
        return self.fallback(node)

    def referenced(self, node: Element) -> str:
        ids = (node.attr("aria-labelledby") or "").split()
        named: list[str] = []
        for element_id in ids:
            target = self.page.by_id(element_id)
            if target is not None:
                # An element may name itself together with others, so each reference starts afresh.
                walk = _Walk(self.page, self.seen - {target})
                named.append(walk.name(target, by_reference=True, nested=True, with_hidden=_is_hidden(target)))
        return " ".join(filter(None, map(_fold, named)))

    def embedded_value(self, node: Element) -> str | None:
        role = role_of(node)
        kind = (node.attr("type") or "text").lower() if node.tag == "input" else ""
        if node.tag == "select" or role in ("combobox", "listbox"):
            chosen = node.select_one("option[selected], [role=option][aria-selected=true]")
            if chosen is None and node.tag == "select" and node.attr("multiple") is None:
                chosen = node.select_one("option")
            return _fold(chosen.text) if chosen is not None else (node.attr("value") or "")
        if role in ("slider", "spinbutton", "scrollbar", "progressbar") or kind in ("range", "number"):
            return node.attr("aria-valuetext") or node.attr("aria-valuenow") or node.attr("value") or ""
        if node.tag == "textarea" or role in ("textbox", "searchbox"):
            return node.attr("value") or node.text
        if node.tag == "input" and kind not in _BUTTON_TYPES | {"checkbox", "radio", "image", "hidden"}:
            return node.attr("value") or ""
        return None

    def native(self, node: Element, *, nested: bool) -> str | None:
        """The text that HTML gives this element; None where it gives none, so that the next step is tried."""
        tag = node.tag
        if tag in ("img", "area"):
            return node.attr("alt")
        if tag in _LABELABLE and not nested:
            labels = [self.label(one) for one in labels_of(self.page, node)]
            if any(labels):
                return " ".join(filter(None, labels))
        if tag == "input":
            kind = (node.attr("type") or "").lower()
            if kind == "image":
                return node.attr("alt") or ""
            if kind in _BUTTON_TYPES:
                value = node.attr("value")
                return value if value is not None else _DEFAULT_VALUES.get(kind, "")
        if tag in _OWN_TEXT:
            child = next((one for one in node.children if isinstance(one, Element) and one.tag == _OWN_TEXT[tag]), None)
            return self.content(child) if child is not None else None
        if tag == "svg" or (tag not in _CONTENT_TAGS and node.closest("svg") is not None):
            title = next((one for one in node.children if isinstance(one, Element) and one.tag == "title"), None)
            return title.text if title is not None else None
        if tag in ("option", "optgroup", "track"):
            return node.attr("label")
        return None

    def label(self, label: Element) -> str:
        walk = _Walk(self.page, set(self.seen))
        return _fold(walk.name(label, nested=True, with_hidden=_is_hidden(label)))

    def takes_content(self, node: Element) -> bool:
        role = role_of(node)
        if role in _CONTENT_ROLES or role in _OTHER_ROLES:
            return role in _CONTENT_ROLES
        return node.tag in _CONTENT_TAGS or (node.tag in ("a", "area") and node.attr("href") is not None)

    def content(self, node: Element, *, with_hidden: bool = False) -> str:
        pieces: list[str] = []
        for child in node.children:
            if isinstance(child, Text):
                pieces.append(child.data)
            elif isinstance(child, Element) and child.tag not in _SILENT:
                text = self.name(child, nested=True, with_hidden=with_hidden)
                pieces.append(text if child.tag in _INLINE else f" {text} ")
        return "".join(pieces)

    def fallback(self, node: Element) -> str:
        title = node.attr("title")
        if title and title.strip():
            return title
        if node.tag in ("input", "textarea"):
            return node.attr("placeholder") or node.attr("aria-placeholder") or ""
        return ""
