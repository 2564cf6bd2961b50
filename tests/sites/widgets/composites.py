"""Widgets with one stop and arrow keys inside: menus, tabs, trees, grids, lists, toolbars, radio groups."""

# ruff: noqa: E501 - markup reads best in one piece

from __future__ import annotations

from tests.sites.widgets.frame import ROVING, page


def _many(tag: str, role: str, names: str, more: str = "") -> str:
    return "".join(f'<{tag} role="{role}"{more}>{name}</{tag}>' for name in names.split("|"))


_MENU_BUTTON = (
    ROVING
    + """
const button = document.querySelector("#opener"), menu = document.querySelector("[role=menu]");
const move = roving(menu, "[role^=menuitem]");
const shut = () => { menu.hidden = true; button.setAttribute("aria-expanded", "false"); };
const open = () => { menu.hidden = false; button.setAttribute("aria-expanded", "true"); move(menu.querySelector("[role^=menuitem]")); };
button.addEventListener("click", () => menu.hidden ? open() : shut());
button.addEventListener("keydown", (event) => { if (event.key === "ArrowDown") { event.preventDefault(); open(); } });
menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { shut(); button.focus(); } if (event.key === "Tab") shut(); });
for (const one of menu.querySelectorAll("[role^=menuitem]")) one.addEventListener("click", () => { shut(); button.focus(); });
"""
)
_TABS = (
    ROVING
    + """
const list = document.querySelector("[role=tablist]");
const choose = (tab) => {
  for (const one of list.children) {
    one.setAttribute("aria-selected", String(one === tab));
    document.getElementById(one.getAttribute("aria-controls")).hidden = one !== tab;
  }
};
"""
)
_TAB_MARKUP = (
    '<div role="tablist" aria-label="Plans"><button type="button" role="tab" id="t1" aria-controls="p1" aria-selected="true">Free</button>'
    '<button type="button" role="tab" id="t2" aria-controls="p2" aria-selected="false">Team</button>'
    '<button type="button" role="tab" id="t3" aria-controls="p3" aria-selected="false">Firm</button></div>'
    '<div role="tabpanel" id="p1" aria-labelledby="t1" tabindex="0"><p>For one person.</p></div>'
    '<div role="tabpanel" id="p2" aria-labelledby="t2" tabindex="0" hidden><p>For a few people.</p></div>'
    '<div role="tabpanel" id="p3" aria-labelledby="t3" hidden><p>For many. <a href="/firm">Ask for a price</a></p></div>'
)
_TREE = """
const tree = document.querySelector("[role=tree], [role=treegrid]");
roving(tree, "[role=treeitem]");
tree.addEventListener("keydown", (event) => {
  const item = document.activeElement;
  if (!item.hasAttribute("aria-expanded")) return;
  if (event.key === "ArrowRight") item.setAttribute("aria-expanded", "true");
  if (event.key === "ArrowLeft") item.setAttribute("aria-expanded", "false");
});
"""
_DAYS = "".join(
    "<tr>" + "".join(f'<td role="gridcell">{week * 7 + day + 1}</td>' for day in range(7)) + "</tr>"
    for week in range(4)
)

COMPOSITES: dict[str, bytes] = {
    "menu-button": page(
        "Menu button",
        '<button type="button" id="opener" aria-haspopup="menu" aria-expanded="false" aria-controls="m">Actions</button>'
        f'<ul role="menu" id="m" aria-label="Actions" hidden>{_many("li", "menuitem", "Cut|Copy|Paste")}</ul>',
        _MENU_BUTTON,
    ),
    "menu-button-links": page(
        "Menu button with links",
        '<button type="button" id="opener" aria-haspopup="menu" aria-expanded="false" aria-controls="m">Help</button>'
        '<ul role="menu" id="m" aria-label="Help" hidden><li role="none"><a role="menuitem" href="/manual">Manual</a></li>'
        '<li role="none"><a role="menuitem" href="/forum">Forum</a></li></ul>',
        _MENU_BUTTON,
    ),
    "menu-button-checks": page(
        "Menu with checks",
        '<button type="button" id="opener" aria-haspopup="menu" aria-expanded="false" aria-controls="m">View</button>'
        f'<ul role="menu" id="m" aria-label="View" hidden>{_many("li", "menuitemcheckbox", "Ruler|Grid lines", " aria-checked=false")}</ul>',
        _MENU_BUTTON,
    ),
    "menubar": page(
        "Menu bar",
        f'<ul role="menubar" aria-label="Editor">{_many("li", "menuitem", "File|Edit|View")}</ul>',
        ROVING + 'roving(document.querySelector("[role=menubar]"), "[role=menuitem]"); '
        'document.querySelectorAll("[role=menuitem]").forEach((one) => one.addEventListener("click", () => { one.dataset.done = 1; }));',
    ),
    "menubar-navigation": page(
        "Navigation as a menu bar",
        '<div role="menubar" aria-label="Shop"><a role="menuitem" href="/shirts">Shirts</a><a role="menuitem" href="/shoes">Shoes</a>'
        '<a role="menuitem" href="/hats">Hats</a></div>',
        ROVING + 'roving(document.querySelector("[role=menubar]"), "[role=menuitem]");',
    ),
    "tabs-automatic": page("Tabs that follow the focus", _TAB_MARKUP, _TABS + 'roving(list, "[role=tab]", { follow: choose }); list.addEventListener("click", (event) => { if (event.target.role === "tab") choose(event.target); });'),
    "tabs-manual": page("Tabs chosen with Enter", _TAB_MARKUP, _TABS + 'roving(list, "[role=tab]"); for (const one of list.children) one.addEventListener("click", () => choose(one));'),
    "listbox": page(
        "List box",
        f'<p id="l">Fruit</p><ul role="listbox" aria-labelledby="l">{_many("li", "option", "Apple|Pear|Plum", " aria-selected=false")}</ul>',
        ROVING + 'const choose = (one) => { for (const other of one.parentNode.children) other.setAttribute("aria-selected", String(other === one)); };'
        'roving(document.querySelector("[role=listbox]"), "[role=option]", { follow: choose });'
        'document.querySelectorAll("[role=option]").forEach((one) => one.addEventListener("click", () => choose(one)));',
    ),
    "listbox-active-descendant": page(
        "List box with an active descendant",
        '<p id="l">Town</p><ul role="listbox" tabindex="0" aria-labelledby="l" aria-activedescendant="o1"><li role="option" id="o1" aria-selected="true">Rome</li>'
        '<li role="option" id="o2" aria-selected="false">Oslo</li><li role="option" id="o3" aria-selected="false">Cairo</li></ul>',
        'const list = document.querySelector("[role=listbox]"); const go = (to) => { for (const one of list.children) one.setAttribute("aria-selected", String(one === to)); list.setAttribute("aria-activedescendant", to.id); };'
        'list.addEventListener("keydown", (event) => { const all = [...list.children]; const at = all.findIndex((one) => one.id === list.getAttribute("aria-activedescendant"));'
        'const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]; if (step) { event.preventDefault(); go(all[Math.max(0, Math.min(all.length - 1, at + step))]); } });'
        'list.addEventListener("click", (event) => { if (event.target.role === "option") go(event.target); });',
    ),
    "tree": page(
        "Tree of files",
        '<ul role="tree" aria-label="Files"><li role="treeitem" aria-expanded="true"><span>Letters</span><ul role="group"><li role="treeitem">To Ann</li>'
        '<li role="treeitem">To Bob</li></ul></li><li role="treeitem">Notes</li></ul>',
        ROVING + _TREE,
    ),
    "tree-navigation": page(
        "Tree of pages",
        '<nav aria-label="Book"><ul role="tree" aria-label="Chapters"><li role="none"><a role="treeitem" href="/1" aria-expanded="false">One</a></li>'
        '<li role="none"><a role="treeitem" href="/2">Two</a></li></ul></nav>',
        ROVING + _TREE,
    ),
    "treegrid": page(
        "Tree grid of mails",
        '<table role="treegrid" aria-label="Mails"><thead><tr role="row"><th scope="col" role="columnheader">Subject</th><th scope="col" role="columnheader">From</th></tr></thead>'
        '<tbody><tr role="row" aria-level="1" aria-expanded="true"><td role="gridcell">Lunch</td><td role="gridcell">Ann</td></tr>'
        '<tr role="row" aria-level="2"><td role="gridcell">Re: Lunch</td><td role="gridcell">Bob</td></tr></tbody></table>',
        ROVING + 'roving(document.querySelector("tbody"), "[role=row]");',
    ),
    "grid-calendar": page(
        "Calendar",
        f'<table role="grid" aria-label="February"><thead><tr>{"".join(f"<th scope=col>{day}</th>" for day in "Mo Tu We Th Fr Sa Su".split())}</tr></thead><tbody>{_DAYS}</tbody></table>',
        ROVING + 'roving(document.querySelector("tbody"), "td", { columns: 7 }); document.querySelector("tbody").addEventListener("click", (event) => event.target.setAttribute("aria-selected", "true"));',
    ),
    "grid-of-links": page(
        "Grid of links",
        '<table role="grid" aria-label="Records"><tr role="row"><td role="gridcell"><a href="/a">Edit Ann</a></td><td role="gridcell"><a href="/b">Delete Ann</a></td></tr>'
        '<tr role="row"><td role="gridcell"><a href="/c">Edit Bob</a></td><td role="gridcell"><a href="/d">Delete Bob</a></td></tr></table>',
        ROVING + 'roving(document.querySelector("table"), "a", { columns: 2 });',
    ),
    "toolbar": page(
        "Toolbar",
        '<div role="toolbar" aria-label="Letters" aria-controls="text"><button type="button" aria-pressed="false">Bold</button><button type="button" aria-pressed="false">Italic</button>'
        '<button type="button">Clear</button></div><label for="text">Text</label> <textarea id="text"></textarea>',
        ROVING + 'roving(document.querySelector("[role=toolbar]"), "button"); document.querySelectorAll("[aria-pressed]").forEach((one) => one.addEventListener("click", () => one.setAttribute("aria-pressed", String(one.getAttribute("aria-pressed") !== "true"))));',
    ),
    "radiogroup": page(
        "Radio group",
        f'<h2 id="g">Crust</h2><div role="radiogroup" aria-labelledby="g">{_many("div", "radio", "Thin|Thick|Deep", " aria-checked=false")}</div>',
        ROVING + 'const choose = (one) => { for (const other of one.parentNode.children) other.setAttribute("aria-checked", String(other === one)); };'
        'roving(document.querySelector("[role=radiogroup]"), "[role=radio]", { follow: choose }); document.querySelectorAll("[role=radio]").forEach((one) => one.addEventListener("click", () => choose(one)));',
    ),
    "rating": page(
        "Stars",
        '<fieldset><legend>How was it?</legend>' + "".join(f'<label><input type="radio" name="stars" value="{n}"> {n} of 3 stars</label> ' for n in (1, 2, 3)) + "</fieldset>",
        style="input { position: absolute; opacity: 0 } label { border: 1px solid #999; padding: 6px } label:focus-within { outline: 3px solid #00c }",
    ),
    "feed": page(
        "Feed of articles",
        '<div role="feed" aria-label="News">' + "".join(f'<article tabindex="0" aria-labelledby="a{n}" aria-posinset="{n}" aria-setsize="3"><h2 id="a{n}">Story {n}</h2><p><a href="/s{n}">Read story {n}</a></p></article>' for n in (1, 2, 3)) + "</div>",
        'document.querySelector("[role=feed]").addEventListener("keydown", (event) => { const all = [...document.querySelectorAll("article")]; const at = all.indexOf(document.activeElement.closest("article")); const to = { PageDown: at + 1, PageUp: at - 1 }[event.key]; if (to !== undefined && all[to]) { event.preventDefault(); all[to].focus(); } });',
    ),
}  # fmt: skip
"""Name -> page."""
