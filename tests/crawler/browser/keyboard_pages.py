"""Pages for the keyboard walk: traps, ways out, and widgets that work by keyboard, as the ARIA guide says."""

# ruff: noqa: E501 - markup reads best in one piece

from __future__ import annotations


def page(body: str, head: str = "") -> bytes:
    """A page around some content, with a link before and after it."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>{head}</head><body>'
        f'<a id="before" href="/one">First link</a>\n<main>{body}</main>\n<a id="after" href="/two">Last link</a></body></html>'
    ).encode()


_RING = """<div id="ring"><button id="a">One</button><button id="b">Two</button><button id="c">Three</button></div><script>
const all = [...document.querySelectorAll("#ring button")];
for (const [at, one] of all.entries()) one.addEventListener("keydown", (event) => {
  if (event.key !== "Tab") return;
  event.preventDefault();
  all[(at + (event.shiftKey ? 2 : 1)) % 3].focus();
});
</script>"""
_NO_TAB = """<label>Name <input id="t"></label><script>
t.addEventListener("keydown", (event) => { if (event.key === "Tab") event.preventDefault(); });
</script>"""

TRAPS: dict[str, bytes] = {
    "refocus": page('<button id="t" onblur="setTimeout(() => this.focus(), 10)">Stay</button>'),
    "two-buttons": page(
        '<button id="a" onblur="setTimeout(() => b.focus(), 10)">One</button>'
        '<button id="b" onblur="setTimeout(() => a.focus(), 10)">Two</button>'
    ),
    "no-tab": page(_NO_TAB),
    "ring": page(_RING),
    "all-keys": page(
        '<div id="box"><a href="/x" id="t">Link in a box</a></div>'
        '<script>box.addEventListener("keydown", (event) => event.preventDefault(), true)</script>'
    ),
    "shadow": page(
        '<x-box></x-box><script>customElements.define("x-box", class extends HTMLElement { connectedCallback() {'
        'const root = this.attachShadow({mode: "open"}); root.innerHTML = "<button>In</button><button>Out</button>";'
        'root.addEventListener("keydown", (event) => { if (event.key === "Tab") event.preventDefault(); }); } })</script>'
    ),
    "frame": page(
        '<iframe title="inner" srcdoc="<button onkeydown=&quot;if (event.key===\'Tab\') event.preventDefault()&quot;>'
        'In a frame</button>"></iframe>'
    ),
    "empty-promise": page(_NO_TAB + "<p>Press Ctrl+M to leave the field.</p>"),
    "focusout": page(
        '<div id="box"><button>Pay</button><input aria-label="Card"></div><script>'
        'box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) '
        'setTimeout(() => box.querySelector("button").focus(), 0); })</script>'
    ),
    "forward-only": page(
        '<button id="t" onkeydown="if (event.key === \'Tab\' && !event.shiftKey) event.preventDefault()">Go</button>'
    ),
    "backward-only": page(
        '<button id="t" onkeydown="if (event.key === \'Tab\' && event.shiftKey) event.preventDefault()">Go</button>'
    ),
}  # fmt: skip
"""Each holds the focus against the reader's will."""

_HELD = """<script>
const keep = (box) => box.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { box.hidden = true; document.querySelector("#before").focus(); return; }
  if (event.key !== "Tab") return;
  const all = [...box.querySelectorAll("button, a, input")];
  const at = all.indexOf(document.activeElement);
  event.preventDefault();
  all[(at + (event.shiftKey ? all.length - 1 : 1)) % all.length].focus();
});
</script>"""
_EDITOR = """<textarea id="t" aria-label="Code"></textarea><script>
let free = false;
t.addEventListener("keydown", (event) => {
  if (event.key === "Escape") free = true;
  else if (event.key === "Tab" && !free) { event.preventDefault(); t.setRangeText("\\t"); }
  else free = false;
});
</script>"""

NO_TRAPS: dict[str, bytes] = {
    "escape-frees": page(_EDITOR),
    "told-key-frees": page(
        _NO_TAB.replace(
            "preventDefault()", "preventDefault(); else if (event.ctrlKey && event.key === 'm') after.focus()"
        )
        + "<p>Press Ctrl+M to leave the field.</p>"
    ),
    "arrow-frees": page(
        _NO_TAB.replace("preventDefault()", "preventDefault(); else if (event.key === 'ArrowDown') after.focus()")
    ),
    "dialog-open-at-load": page(
        f'{_HELD}<div id="box" role="dialog" aria-modal="true" aria-label="Cookies"><button onclick="box.hidden = true">'
        'Accept</button><button>Refuse</button></div><script>keep(box); box.querySelector("button").focus()</script>'
    ),
    "native-modal": page(
        '<dialog id="box"><form method="dialog"><button>Close</button></form></dialog><script>box.showModal()</script>'
    ),
    "modal-without-escape": page(
        f'{_HELD.replace("Escape", "Nothing")}<div id="box" role="dialog" aria-modal="true" aria-label="Age">'
        '<button onclick="box.hidden = true">I am old enough</button><a href="/no">Leave</a></div>'
        '<script>keep(box); box.querySelector("button").focus()</script>'
    ),
    "player": page('<video controls src="/none.mp4"></video><audio controls src="/none.mp3"></audio>'),
    "date": page('<label>Day <input type="date"></label><label>Time <input type="time"></label>'),
    "start-in-the-middle": page("<label>Search <input autofocus></label><button>Go</button>"),
    "positive-tabindex": page('<button tabindex="3">Three</button><button tabindex="1">One</button>'),
}
"""What looks like a trap and is none."""

_ROVING = """<script>
for (const box of document.querySelectorAll("[data-roving]")) {
  const all = [...box.querySelectorAll(box.dataset.roving)];
  all.forEach((one, at) => { one.tabIndex = at ? -1 : 0; });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) { if (event.key === "Enter" || event.key === " ") event.target.click(); return; }
    event.preventDefault();
    const at = all.indexOf(document.activeElement);
    const next = all[(at + step + all.length) % all.length];
    all.forEach((one) => { one.tabIndex = one === next ? 0 : -1; });
    next.focus();
  });
  for (const one of all) one.addEventListener("click", () => one.setAttribute("data-chosen", ""));
}
</script>"""
_POINTER = (
    "<style>[role] { cursor: pointer } .sr { position: absolute; clip: rect(0 0 0 0); width: 1px; height: 1px }</style>"
)


def _items(role: str, count: int = 3) -> str:
    return "".join(f'<div role="{role}">Item {number}</div>' for number in range(1, count + 1))


def _roving(outer: str, inner: str) -> bytes:
    return page(
        f'{_POINTER}<div role="{outer}" aria-label="Choices" data-roving="[role={inner}]">{_items(inner)}</div>{_ROVING}'
    )


WIDGETS: dict[str, bytes] = {
    "tabs": page(
        f'{_POINTER}<div role="tablist" aria-label="Plans" data-roving="[role=tab]">{_items("tab")}</div>'
        f'<div role="tabpanel" tabindex="0">Panel</div>{_ROVING}'
    ),
    "menubar": _roving("menubar", "menuitem"),
    "menu-checks": _roving("menu", "menuitemcheckbox"),
    "listbox": _roving("listbox", "option"),
    "tree": _roving("tree", "treeitem"),
    "radiogroup": _roving("radiogroup", "radio"),
    "toolbar": page(
        f'<div role="toolbar" aria-label="Style" data-roving="button"><button>Bold</button><button>Italic</button></div>{_ROVING}'
    ),
    "grid": page(
        f'{_POINTER}<div role="grid" aria-label="Days" data-roving="[role=gridcell]"><div role="row">{_items("gridcell")}</div>'
        f'<div role="row">{_items("gridcell")}</div></div>{_ROVING}'
    ),
    "activedescendant": page(
        '<style>[role=option] { cursor: pointer }</style><ul role="listbox" tabindex="0" aria-label="Fruit" '
        'aria-activedescendant="o1"><li role="option" id="o1">Apple</li><li role="option" id="o2">Pear</li></ul>'
        '<script>document.querySelector("ul").onkeydown = () => {}; document.querySelectorAll("li").forEach((one) => '
        '{ one.onclick = () => {} })</script>'
    ),
    "combobox": page(
        '<label for="c">Town</label><input id="c" role="combobox" aria-expanded="false" aria-controls="l">'
        '<ul id="l" role="listbox" hidden><li role="option">Rome</li></ul><button tabindex="-1" aria-label="Open">v</button>'
        '<script>c.onkeydown = (event) => { if (event.key === "ArrowDown") l.hidden = false; '
        'if (event.key === "Escape") l.hidden = true }</script>'
    ),
    "slider": page(
        '<div role="slider" tabindex="0" aria-label="Loud" aria-valuenow="5" aria-valuemin="0" aria-valuemax="9" '
        'style="width:80px;height:20px;background:#ccc;cursor:pointer"></div>'
        '<script>const s = document.querySelector("[role=slider]"); s.onkeydown = () => {}; s.onclick = () => {}</script>'
    ),
    "spinbutton": page(
        '<div role="spinbutton" tabindex="0" aria-label="How many" aria-valuenow="1">1</div>'
        '<script>document.querySelector("[role=spinbutton]").onkeydown = () => {}</script>'
    ),
    "switch": page(
        '<div role="switch" tabindex="0" aria-checked="false" style="cursor:pointer">Light</div><script>'
        'const s = document.querySelector("[role=switch]"); s.onclick = () => {}; s.onkeydown = () => {}</script>'
    ),
    "fake-button-with-keys": page(
        '<div role="button" tabindex="0" style="cursor:pointer">Go</div><script>const b = document.querySelector("[role=button]");'
        'b.onclick = () => {}; b.onkeydown = (event) => { if (["Enter", " "].includes(event.key)) b.click() }</script>'
    ),
    "carousel": page(
        '<section aria-roledescription="carousel" aria-label="News"><button>Previous</button><button>Next</button>'
        '<div style="overflow:hidden;width:300px"><div style="display:flex;width:600px"><div style="width:300px"><a href="/a">News one'
        '</a></div><div style="width:300px;visibility:hidden"><a href="/b">News two</a></div></div></div></section>'
    ),
    "accordion": page(
        '<h3><button aria-expanded="false" aria-controls="p">More</button></h3><div id="p" hidden><a href="/x">Inner</a></div>'
        '<script>document.querySelector("button").onclick = () => { p.hidden = !p.hidden }</script>'
    ),
    "details": page('<details><summary>More</summary><a href="/x">Hidden link</a></details><details open><summary>Open</summary>'
                    '<a href="/y">Shown link</a></details>'),
    "dialog-closed": page('<button onclick="d.showModal()">Open</button><dialog id="d"><button>Close</button></dialog>'),
    "menu-button": page(
        '<button aria-haspopup="true" aria-expanded="false">Menu</button><ul role="menu" hidden><li role="menuitem" '
        'tabindex="-1">Cut</li></ul>'
    ),
    "hover-menu-with-focus": page(
        "<style>.m ul { display: none } .m:hover ul, .m:focus-within ul { display: block }</style>"
        '<div class="m"><a href="/m">Shop</a><ul><li><a href="/m1">Shirts</a></li></ul></div>'
    ),
    "tooltip-on-focus": page(
        "<style>.t { visibility: hidden } button:hover + .t, button:focus + .t { visibility: visible }</style>"
        '<button aria-describedby="tip">Save</button><span class="t" role="tooltip" id="tip">Saves the draft</span>'
    ),
    "permalink": page(
        "<style>.p { visibility: hidden } h2:hover > .p { visibility: visible }</style><h2>Words <a class=p href=#x>¶</a></h2>"
    ),
    "skip-link": (
        b'<!doctype html><html lang="en"><head><title>A page</title><style>.skip { position: absolute; left: -999px }'
        b'.skip:focus { left: 0 }</style></head><body><a class="skip" href="#main">Skip to content</a>'
        b'<nav><a href="/1">One</a><a href="/2">Two</a></nav><main id="main"><a href="/3">Three</a></main></body></html>'
    ),
    "skip-link-to-plain-text": (
        b'<!doctype html><html lang="en"><head><title>A page</title></head><body><a href="/0">Home</a><a href="#main">Skip to content</a>'
        b'<nav><a href="/1">One</a></nav><div id="main"><p>Nothing here takes the focus.</p></div></body></html>'
    ),
    "hidden-checkbox": page(
        "<style>input { position: absolute; opacity: 0 } input:focus + span { outline: 2px solid blue }</style>"
        '<label><input type="checkbox"><span>News by mail</span></label>'
    ),
    "native-radios": page(
        '<fieldset><legend>Size</legend><label><input type="radio" name="s">Small</label>'
        '<label><input type="radio" name="s" checked>Large</label></fieldset>'
    ),
    "form": page(
        '<form action="/send"><label>Name <input name="n"></label><label>Land <select><option>IT</option></select></label>'
        '<label>Words <textarea></textarea></label><button disabled>Not yet</button><button>Send</button></form>'
    ),
    "shadow-button": page(
        '<x-b></x-b><script>customElements.define("x-b", class extends HTMLElement { connectedCallback() { this.attachShadow('
        '{mode: "open"}).innerHTML = "<button>Inside</button><slot></slot>"; this.innerHTML = "<a href=/s>Slotted</a>" } })</script>'
    ),
    "frames": page('<iframe title="one" srcdoc="<a href=/x>In one</a>"></iframe><iframe title="two" srcdoc="<p>Text</p>"></iframe>'),
    "editable": page('<div contenteditable="true" role="textbox" aria-label="Words">Write here</div>'),
    "focus-within": page(
        "<style>input { outline: none; border: 0; background: none } .f { border: 1px solid #aaa } .f:focus-within { border-color: red }"
        '</style><div class="f"><input type="button" value="Go"></div>'
    ),
    "ring-by-shadow": page("<style>a:focus { outline: 2px solid transparent; box-shadow: 0 0 0 3px orange }</style><a href=/x>Link</a>"),
    "slow-ring": page("<style>a { outline: 0 solid blue; transition: outline 2s }a:focus { outline: 4px solid blue }</style><a href=/x>Link</a>"),
    "card": page(
        '<div style="cursor:pointer" id="card"><h3><a href="/card">A card</a></h3><p>Words</p></div>'
        '<script>card.onclick = () => { card.querySelector("a").click() }</script>'
    ),
    "label-click": page('<label for="x" style="cursor:pointer">Yes</label><input id="x" type="checkbox">'
                        '<script>document.querySelector("label").onclick = () => {}</script>'),
    "sticky-header": page(
        "<style>header { position: sticky; top: 0; background: #fff; height: 60px } html { scroll-padding-top: 80px }</style>"
        "<header>Name</header>" + "".join(f'<p style="height:150px"><a href="/{n}">Link {n}</a></p>' for n in range(12))
    ),
    "columns": page(
        '<div style="display:flex"><div style="width:40%"><p><a href="/1">One</a></p><p style="margin-top:400px"><a href="/2">Two</a></p>'
        '</div><div style="width:40%"><p><a href="/3">Three</a></p></div></div>'
    ),
    "rtl": page('<div dir="rtl"><a href="/1">واحد</a> <a href="/2">اثنان</a></div>'),
    "scroller": page('<div style="overflow:auto;height:50px" tabindex="0" role="region" aria-label="Log"><p style="height:200px">Log</p></div>'),
    "image-map": page('<img src="/dot.svg" usemap="#m" alt="" width="90" height="90"><map name="m"><area href="/x" alt="X" '
                      'shape="rect" coords="0,0,40,40"></map>'),
    "inert": page('<div inert><a href="/x">Not now</a></div><a href="/y" hidden>Gone</a>'),
    "jumping-ids": page(
        '<button id="r">Again</button><script>r.addEventListener("focus", () => { r.dataset.n = 1 })</script><a href="/x">Link</a>'
    ),
}  # fmt: skip
"""Widgets that work by keyboard: none may fail."""

_ON_KEY = '<p id="n">0</p><script>addEventListener("keydown", (event) => {{ {} }})</script>'
KEYS: dict[str, tuple[bytes, list[tuple[str, list[str]]]]] = {
    "slash-goes-to-search": (
        page('<input id="q" aria-label="Search">' + _ON_KEY.format('if (event.key === "/") { event.preventDefault(); q.focus() }')),
        [("review", ["/"])],
    ),
    "letter-that-changes-a-page-without-settings": (
        (
            b'<!doctype html><html lang="en"><title>A page</title><main><h1>Count</h1><p id="n">0</p></main><script>'
            b'addEventListener("keydown", (event) => { if (event.key === "s") n.textContent = Number(n.textContent) + 1 })</script>'
        ),
        [("fail", ["s"])],
    ),
    "letter-that-leaves": (page(_ON_KEY.format('if (event.key === "n") location.href = "/left"')), [("review", ["n"])]),
    "capital": (page(_ON_KEY.format('if (event.key === "G") n.textContent += 1')), [("review", ["G"])]),
    "with-control": (page(_ON_KEY.format('if (event.ctrlKey && event.key === "s") n.textContent = 1')), []),
    "escape-and-arrows": (page(_ON_KEY.format('if (event.key === "Escape") n.textContent = event.timeStamp')), []),
    "mark-of-keyboard-use": (page(_ON_KEY.format('document.body.classList.add("by-keyboard")')), []),
    "keys-of-a-field": (
        page('<input id="q" aria-label="Search"><p id="n">0</p><script>q.onkeydown = (event) => { n.textContent += event.key }</script>'),
        [],
    ),
    "clock": (page(_ON_KEY.format("") + "<script>setInterval(() => { n.textContent = Date.now() }, 20)</script>"), []),
    "keys-kept-from-the-browser": (page(_ON_KEY.format('if (event.key.length === 1) event.preventDefault()')), []),
}  # fmt: skip
"""Page -> what must be told of keys without a modifier: outcome and keys."""

FRAMED: dict[str, tuple[bytes, int]] = {
    "one": (page('<button id="t" onkeydown="if (event.key === \'Tab\') event.preventDefault()">In</button>'), 1),
    "ring": (
        page(
            '<button id="t">One</button><button id="u">Two</button><script>document.addEventListener("keydown", (event) => '
            '{ if (event.key === "Tab") { event.preventDefault(); (document.activeElement === t ? u : t).focus() } })</script>'
        ),
        2,
    ),
}
"""Traps for a frame of another site, and the elements of each round."""
