"""Roles, states and properties of WAI-ARIA: what each may hold, must hold, and must stand in.

Sources: https://www.w3.org/TR/wai-aria-1.2/, https://www.w3.org/TR/dpub-aria-1.1/,
https://www.w3.org/TR/graphics-aria-1.0/ and the draft https://w3c.github.io/aria/ where browsers follow it.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _table(rows: dict[str, str]) -> dict[str, frozenset[str]]:
    return {name: _words(text) for name, text in rows.items()}


ABSTRACT_ROLES = _words(
    "command composite input landmark range roletype section sectionhead select structure widget window "
)
"""Roles that order the others and may not be written."""

ROLES = _words(
    "alert alertdialog application article banner blockquote button caption cell checkbox code columnheader "
    "combobox comment complementary contentinfo definition deletion dialog directory doc-abstract doc- "
    "acknowledgments doc-afterword doc-appendix doc-backlink doc-biblioentry doc-bibliography doc-biblioref "
    "doc-chapter doc-colophon doc-conclusion doc-cover doc-credit doc-credits doc-dedication doc-endnote doc- "
    "endnotes doc-epigraph doc-epilogue doc-errata doc-example doc-footnote doc-foreword doc-glossary doc- "
    "glossref doc-index doc-introduction doc-noteref doc-notice doc-pagebreak doc-pagelist doc-part doc- "
    "preface doc-prologue doc-pullquote doc-qna doc-subtitle doc-tip doc-toc document emphasis feed figure "
    "form graphics-document graphics-object graphics-symbol grid gridcell group heading image img insertion "
    "link list listbox listitem log main mark marquee math menu menubar menuitem menuitemcheckbox "
    "menuitemradio meter navigation none note option paragraph presentation progressbar radio radiogroup "
    "region row rowgroup rowheader scrollbar search searchbox sectionfooter sectionheader separator slider "
    "spinbutton status strong subscript suggestion superscript switch tab table tablist tabpanel term text "
    "textbox time timer toolbar tooltip tree treegrid treeitem "
)
"""Roles that a page may write."""

WIDGETS = _words(
    "button checkbox combobox doc-backlink doc-biblioref doc-glossref doc-noteref gridcell link listbox "
    "menuitem menuitemcheckbox menuitemradio option progressbar radio scrollbar searchbox slider spinbutton "
    "switch tab textbox treeitem "
)
"""Roles of things that people operate."""

SUPPORTED = _table(
    {
        "alert": "expanded",
        "alertdialog": "expanded modal",
        "application": "activedescendant expanded",
        "article": "expanded posinset setsize",
        "banner": "expanded",
        "button": "expanded pressed",
        "cell": "colindex colspan expanded rowindex rowspan",
        "checkbox": "checked expanded readonly required",
        "columnheader": "colindex colspan expanded readonly required rowindex rowspan selected sort",
        "combobox": "activedescendant autocomplete controls expanded orientation owns readonly required",
        "comment": "level posinset setsize",
        "complementary": "expanded",
        "contentinfo": "expanded",
        "definition": "expanded",
        "dialog": "expanded modal",
        "directory": "expanded",
        "doc-abstract": "expanded",
        "doc-acknowledgments": "expanded",
        "doc-afterword": "expanded",
        "doc-appendix": "expanded",
        "doc-backlink": "expanded",
        "doc-biblioentry": "expanded level posinset setsize",
        "doc-bibliography": "expanded",
        "doc-biblioref": "expanded",
        "doc-chapter": "expanded",
        "doc-colophon": "expanded",
        "doc-conclusion": "expanded",
        "doc-cover": "expanded",
        "doc-credit": "expanded",
        "doc-credits": "expanded",
        "doc-dedication": "expanded",
        "doc-endnote": "expanded level posinset setsize",
        "doc-endnotes": "expanded",
        "doc-epigraph": "expanded",
        "doc-epilogue": "expanded",
        "doc-errata": "expanded",
        "doc-example": "expanded",
        "doc-footnote": "expanded",
        "doc-foreword": "expanded",
        "doc-glossary": "expanded",
        "doc-glossref": "expanded",
        "doc-index": "expanded",
        "doc-introduction": "expanded",
        "doc-noteref": "expanded",
        "doc-notice": "expanded",
        "doc-pagebreak": "expanded orientation",
        "doc-pagelist": "expanded",
        "doc-part": "expanded",
        "doc-preface": "expanded",
        "doc-prologue": "expanded",
        "doc-qna": "expanded",
        "doc-subtitle": "expanded",
        "doc-tip": "expanded",
        "doc-toc": "expanded",
        "document": "expanded",
        "feed": "expanded",
        "figure": "expanded",
        "form": "expanded",
        "grid": "activedescendant colcount expanded level multiselectable readonly rowcount",
        "gridcell": "colindex colspan expanded readonly required rowindex rowspan selected",
        "group": "activedescendant expanded",
        "heading": "expanded level",
        "image": "expanded",
        "img": "expanded",
        "link": "expanded",
        "list": "expanded",
        "listbox": "activedescendant expanded multiselectable orientation readonly required",
        "listitem": "expanded level posinset setsize",
        "log": "expanded",
        "main": "expanded",
        "marquee": "expanded",
        "math": "expanded",
        "menu": "activedescendant expanded orientation",
        "menubar": "activedescendant expanded orientation",
        "menuitem": "expanded posinset setsize",
        "menuitemcheckbox": "checked expanded posinset readonly setsize",
        "menuitemradio": "checked expanded posinset readonly setsize",
        "meter": "valuemax valuemin valuenow valuetext",
        "navigation": "expanded",
        "note": "expanded",
        "option": "checked posinset selected setsize",
        "progressbar": "expanded valuemax valuemin valuenow valuetext",
        "radio": "checked posinset required setsize",
        "radiogroup": "activedescendant expanded orientation readonly required",
        "region": "expanded",
        "row": "activedescendant colindex expanded level posinset rowindex selected setsize",
        "rowheader": "colindex colspan expanded readonly required rowindex rowspan selected sort",
        "scrollbar": "controls orientation valuemax valuemin valuenow valuetext",
        "search": "expanded",
        "searchbox": "activedescendant autocomplete multiline placeholder readonly required",
        "separator": "orientation valuemax valuemin valuenow valuetext",
        "slider": "orientation readonly required valuemax valuemin valuenow valuetext",
        "spinbutton": "activedescendant readonly required valuemax valuemin valuenow valuetext",
        "status": "expanded",
        "switch": "checked expanded readonly required",
        "tab": "expanded posinset selected setsize",
        "table": "colcount expanded rowcount",
        "tablist": "activedescendant expanded level multiselectable orientation",
        "tabpanel": "expanded",
        "term": "expanded",
        "textbox": "activedescendant autocomplete multiline placeholder readonly required",
        "timer": "expanded",
        "toolbar": "activedescendant expanded orientation",
        "tooltip": "expanded",
        "tree": "activedescendant expanded multiselectable orientation required",
        "treegrid": "activedescendant colcount expanded level multiselectable orientation readonly required rowcount",
        "treeitem": "checked expanded level posinset selected setsize",
    }
)
"""Role -> the states and properties that it may have besides the global ones, without `aria-`."""

REQUIRED = _table(
    {
        "checkbox": "checked",
        "combobox": "controls expanded",
        "heading": "level",
        "menuitemcheckbox": "checked",
        "menuitemradio": "checked",
        "meter": "valuenow",
        "radio": "checked",
        "scrollbar": "valuenow",
        "separator": "valuenow",
        "slider": "valuenow",
        "switch": "checked",
    }
)
"""Role -> the states and properties that it must have."""

PARENTS = _table(
    {
        "caption": "figure grid table treegrid",
        "cell": "row",
        "columnheader": "row",
        "gridcell": "row",
        "listitem": "list",
        "menuitem": "group menu menubar",
        "menuitemcheckbox": "group menu menubar",
        "menuitemradio": "group menu menubar",
        "option": "group listbox",
        "row": "grid rowgroup table treegrid",
        "rowgroup": "grid table treegrid",
        "rowheader": "row",
        "tab": "tablist",
        "treeitem": "group tree",
    }
)
"""Role -> the roles one of which it must stand in."""

CHILDREN = _table(
    {
        "feed": "article",
        "grid": "row rowgroup",
        "list": "listitem",
        "listbox": "group option",
        "menu": "group menu menuitem menuitemcheckbox menuitemradio separator",
        "menubar": "group menu menuitem menuitemcheckbox menuitemradio separator",
        "row": "cell columnheader gridcell rowheader",
        "rowgroup": "row",
        "suggestion": "deletion insertion",
        "table": "row rowgroup",
        "tablist": "tab",
        "tree": "group treeitem",
        "treegrid": "row rowgroup",
    }
)
"""Role -> the roles that it must hold, one at least."""

NAMELESS_ROLES = _words(
    "caption code deletion emphasis insertion mark none paragraph presentation strong subscript suggestion superscript "
)
"""Roles that may not be named."""

NAMELESS_ELEMENTS = _words(
    "abbr b bdi bdo body caption cite code data dd del div em figcaption i ins kbd label legend mark p pre q "
    "rp rt s samp small span strong sub sup time u var "
)
"""Elements of HTML that may not be named as long as they have no role."""

LEAVES = _words(
    "button checkbox doc-pagebreak graphics-symbol image img math menuitemcheckbox menuitemradio meter option "
    "progressbar radio scrollbar separator slider switch tab "
)
"""Roles whose content is told as plain text: what stands in them loses its own role."""

GLOBAL = _words(
    "actions atomic braillelabel brailleroledescription busy controls current describedby description details "
    "disabled dropeffect errormessage flowto grabbed haspopup hidden invalid keyshortcuts label labelledby "
    "live owns relevant roledescription "
)
"""States and properties that every role may have, without `aria-`."""

TEXTS = _words(
    "braillelabel brailleroledescription description keyshortcuts label placeholder roledescription valuetext "
)

REFERENCES = _words("actions activedescendant controls describedby details errormessage flowto labelledby owns ")
"""Those whose value is one id or several."""

DECIMALS = _words("valuemax valuemin valuenow ")

INTEGERS = {
    "colcount": -1,
    "colindex": 1,
    "colspan": 1,
    "level": 1,
    "posinset": 1,
    "rowcount": -1,
    "rowindex": 1,
    "rowspan": 0,
    "setsize": -1,
}
"""Those whose value is a whole number -> the smallest."""

TOKENS = _table(
    {
        "atomic": "true false",
        "autocomplete": "inline list both none",
        "busy": "true false",
        "checked": "false mixed true undefined",
        "current": "page step location date time true false",
        "disabled": "true false",
        "dropeffect": "copy execute link move none popup",
        "expanded": "true false undefined",
        "grabbed": "true false undefined",
        "haspopup": "true false menu listbox tree grid dialog",
        "hidden": "true false undefined",
        "invalid": "grammar false spelling true",
        "live": "assertive off polite",
        "modal": "true false",
        "multiline": "true false",
        "multiselectable": "true false",
        "orientation": "horizontal undefined vertical",
        "pressed": "false mixed true undefined",
        "readonly": "true false",
        "relevant": "additions all removals text",
        "required": "true false",
        "selected": "false true undefined",
        "sort": "ascending descending none other",
    }
)
"""Those whose value is one of some words; `relevant` and `dropeffect` take several."""

MAY_BE_EMPTY = _words("current haspopup")

CASE_MATTERS = _words("busy checked current multiline pressed readonly relevant required sort ")
"""Those whose words browsers read only in lower case."""

ATTRIBUTES = frozenset(TEXTS | REFERENCES | DECIMALS | set(INTEGERS) | set(TOKENS))
"""All states and properties, without `aria-`."""
