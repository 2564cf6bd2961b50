"""Widgets whose parts are stops of their own: dialogs, comboboxes, sliders, carousels, disclosures, buttons."""

# ruff: noqa: E501 - markup reads best in one piece

from __future__ import annotations

from tests.sites.widgets.frame import DIALOG, page

_DIALOG_STYLE = (
    ".box { position: fixed; inset: 15% 20% auto; background: #fff; border: 2px solid #222; padding: 1rem; z-index: 5 }"
)
_COMBO = """
const field = document.querySelector("[role=combobox]"), list = document.querySelector("[role=listbox]");
const shut = () => { list.hidden = true; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
const open = () => { list.hidden = false; field.setAttribute("aria-expanded", "true"); };
const choose = (one) => { if ("value" in field) field.value = one.textContent; else field.textContent = one.textContent; shut(); field.focus(); };
field.addEventListener("keydown", (event) => {
  const all = [...list.children];
  const at = all.findIndex((one) => one.id === field.getAttribute("aria-activedescendant"));
  if (event.key === "Escape") shut();
  else if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(all[at]); }
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault(); open();
    const to = all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length];
    field.setAttribute("aria-activedescendant", to.id);
    for (const one of all) one.setAttribute("aria-selected", String(one === to));
  }
});
field.addEventListener("blur", () => setTimeout(shut, 100));
for (const one of list.children) one.addEventListener("mousedown", (event) => { event.preventDefault(); choose(one); });
document.querySelector("#show")?.addEventListener("click", () => list.hidden ? (open(), field.focus()) : shut());
"""
_OPTIONS = "".join(
    f'<li role="option" id="o{n}" aria-selected="false">{town}</li>' for n, town in enumerate(("Cairo", "Oslo", "Rome"))
)
_SLIDER = """
for (const thumb of document.querySelectorAll("[role=slider], [role=spinbutton], [role=separator]")) {
  const set = (value) => { const now = Math.max(+thumb.getAttribute("aria-valuemin"), Math.min(+thumb.getAttribute("aria-valuemax"), value)); thumb.setAttribute("aria-valuenow", now); thumb.dataset.now = now; };
  thumb.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (step) { event.preventDefault(); set(+thumb.getAttribute("aria-valuenow") + step); }
  });
  thumb.addEventListener("pointerdown", (event) => set(event.offsetX));
}
"""
_BAR = "[role=slider] { display: inline-block; width: 120px; height: 24px; background: #bcd; cursor: pointer }"


def _slider(label: str, now: int) -> str:
    return f'<div role="slider" tabindex="0" aria-label="{label}" aria-valuemin="0" aria-valuemax="100" aria-valuenow="{now}"></div>'


def _toggle(selector: str, attribute: str) -> str:
    return f"""for (const one of document.querySelectorAll("{selector}")) {{
  const turn = () => one.setAttribute("{attribute}", String(one.getAttribute("{attribute}") !== "true"));
  one.addEventListener("click", turn);
  if (one.localName !== "button") one.addEventListener("keydown", (event) => {{ if (event.key === " " || event.key === "Enter") {{ event.preventDefault(); turn(); }} }});
}}"""


_DISCLOSE = """for (const one of document.querySelectorAll("[aria-controls]")) one.addEventListener("click", () => {
  const open = one.getAttribute("aria-expanded") !== "true";
  one.setAttribute("aria-expanded", String(open));
  document.getElementById(one.getAttribute("aria-controls")).hidden = !open;
});"""

SINGLES: dict[str, bytes] = {
    "dialog-modal": page(
        "Modal dialog",
        '<button type="button" id="add">Add an address</button><div class="box" role="dialog" aria-modal="true" aria-labelledby="dt" hidden><h2 id="dt">Address</h2>'
        '<label>Street <input></label> <label>Town <input></label> <button type="button" data-close>Save</button> <button type="button" data-close>Cancel</button></div>',
        DIALOG + 'modal(document.querySelector("#add"), document.querySelector(".box"));', _DIALOG_STYLE,
    ),
    "dialog-native": page(
        "Native dialog",
        '<button type="button" id="open">Delete the draft</button><dialog aria-labelledby="dt"><h2 id="dt">Delete?</h2><form method="dialog"><button>Delete</button> <button>Keep</button></form></dialog>',
        'document.querySelector("#open").addEventListener("click", () => document.querySelector("dialog").showModal());',
    ),
    "dialog-alert": page(
        "Alert dialog",
        '<button type="button" id="drop">Discard</button><div class="box" role="alertdialog" aria-modal="true" aria-labelledby="dt" aria-describedby="dd" hidden><h2 id="dt">Discard?</h2>'
        '<p id="dd">This cannot be taken back.</p><button type="button" data-close>No</button> <button type="button" data-close>Yes</button></div>',
        DIALOG + 'modal(document.querySelector("#drop"), document.querySelector(".box"));', _DIALOG_STYLE,
    ),
    "dialog-open-at-load": page(
        "Notice about cookies",
        '<p><a href="/about">About us</a></p><button type="button" id="again">Cookie settings</button><div class="box" role="dialog" aria-modal="true" aria-labelledby="dt"><h2 id="dt">Cookies</h2>'
        '<button type="button" data-close>Accept</button> <button type="button" data-close>Refuse</button></div>',
        DIALOG + 'modal(document.querySelector("#again"), document.querySelector(".box")); document.querySelector("[data-close]").focus();', _DIALOG_STYLE,
    ),
    "popover": page("Popover", '<button type="button" popovertarget="pop">More</button><div id="pop" popover><p>Words <a href="/more">Read on</a></p></div>'),
    "combobox-list": page(
        "Combobox with a list",
        f'<label for="c">Town</label> <input id="c" role="combobox" aria-expanded="false" aria-controls="lb" aria-autocomplete="list" autocomplete="off"><button type="button" id="show" tabindex="-1" aria-label="Towns" aria-expanded="false" aria-controls="lb">▾</button>'
        f'<ul id="lb" role="listbox" aria-label="Towns" hidden>{_OPTIONS}</ul>', _COMBO,
    ),
    "combobox-select-only": page(
        "Combobox that only selects",
        f'<p id="cl">Town</p><div role="combobox" tabindex="0" aria-labelledby="cl" aria-expanded="false" aria-controls="lb" aria-haspopup="listbox">Cairo</div><ul id="lb" role="listbox" aria-labelledby="cl" hidden>{_OPTIONS}</ul>',
        _COMBO + 'field.addEventListener("click", () => list.hidden ? open() : shut());',
    ),
    "combobox-native": page("Native lists", '<label>Town <select><option>Cairo</option><option>Oslo</option></select></label> <label>Colour <input list="cs"></label><datalist id="cs"><option>Red</option></datalist>'),
    "slider": page("Slider", _slider("Loudness", 30), _SLIDER, _BAR),
    "slider-two-thumbs": page("Price range", f'<div role="group" aria-label="Price">{_slider("Least price", 10)} {_slider("Highest price", 90)}</div>', _SLIDER, _BAR),
    "slider-native": page("Native slider", '<label>Warmth <input type="range" min="0" max="30"></label>'),
    "spinbutton": page(
        "Spin button",
        '<p id="sl">Guests</p><button type="button" tabindex="-1" aria-label="Fewer guests">−</button><span role="spinbutton" tabindex="0" aria-labelledby="sl" aria-valuemin="1" aria-valuemax="9" aria-valuenow="2">2</span><button type="button" tabindex="-1" aria-label="More guests">+</button>',
        _SLIDER,
    ),
    "carousel": page(
        "Carousel",
        '<section aria-roledescription="carousel" aria-label="Places"><button type="button" id="stop" aria-pressed="true">Stop</button><button type="button" id="prev">Previous</button><button type="button" id="next">Next</button>'
        + "".join(f'<div role="group" aria-roledescription="slide" aria-label="{n} of 3"{" hidden" if n > 1 else ""}><a href="/place{n}">Place {n}</a></div>' for n in (1, 2, 3)) + "</section>",
        'let at = 0; const all = [...document.querySelectorAll("[role=group]")]; const show = (n) => { at = (n + 3) % 3; all.forEach((one, i) => { one.hidden = i !== at; }); };'
        'document.querySelector("#next").onclick = () => show(at + 1); document.querySelector("#prev").onclick = () => show(at - 1); document.querySelector("#stop").onclick = (event) => { event.target.textContent = "Start"; };',
    ),
    "carousel-tabs": page(
        "Carousel with tabs",
        '<section aria-roledescription="carousel" aria-label="News"><div role="tablist" aria-label="Slides"><button type="button" role="tab" aria-selected="true" aria-controls="s1">Slide 1</button><button type="button" role="tab" tabindex="-1" aria-selected="false" aria-controls="s2">Slide 2</button></div>'
        '<div role="tabpanel" id="s1" aria-label="1 of 2"><a href="/n1">News one</a></div><div role="tabpanel" id="s2" aria-label="2 of 2" hidden><a href="/n2">News two</a></div></section>',
        'const tabs = [...document.querySelectorAll("[role=tab]")]; const go = (to) => { for (const one of tabs) { const on = one === to; one.setAttribute("aria-selected", String(on)); one.tabIndex = on ? 0 : -1; document.getElementById(one.getAttribute("aria-controls")).hidden = !on; } to.focus(); };'
        'for (const [i, one] of tabs.entries()) { one.onclick = () => go(one); one.onkeydown = (event) => { if (event.key === "ArrowRight" || event.key === "ArrowLeft") go(tabs[1 - i]); }; }',
    ),
    "carousel-scroll": page(
        "Row of cards",
        '<ul tabindex="0" aria-label="Cards" class="row">' + "".join(f'<li><a href="/c{n}">Card number {n}</a></li>' for n in range(1, 9)) + "</ul>",
        style=".row { display: flex; overflow-x: auto; width: 320px; gap: 20px; list-style: none; padding: 12px } .row li { min-width: 140px }",
    ),
    "disclosure": page("Disclosure", '<button type="button" aria-expanded="false" aria-controls="d1">Delivery</button><div id="d1" hidden><p>Two days. <a href="/delivery">Details of delivery</a></p></div>', _DISCLOSE),
    "disclosure-navigation": page(
        "Navigation that opens",
        '<nav aria-label="Shop"><ul><li><button type="button" aria-expanded="false" aria-controls="n1">Clothes</button><ul id="n1" hidden><li><a href="/shirts">Shirts</a></li></ul></li>'
        '<li><a href="/toys">Toys</a></li></ul></nav>', _DISCLOSE,
    ),
    "accordion": page("Accordion", "".join(f'<h2><button type="button" aria-expanded="false" aria-controls="x{n}">Question {n}</button></h2><div id="x{n}" role="region" aria-label="Answer {n}" hidden><p>Answer. <a href="/q{n}">More on question {n}</a></p></div>' for n in (1, 2, 3)), _DISCLOSE),
    "details": page("Native details", '<details><summary>Delivery</summary><a href="/delivery">All on delivery</a></details><details open><summary>Payment</summary><a href="/pay">All on payment</a></details>'),
    "hover-and-focus-menu": page("Menu on hover and focus", '<ul class="m"><li><a href="/shop">The shop</a><ul><li><a href="/hats">Hats</a></li><li><a href="/bags">Bags</a></li></ul></li></ul>', style=".m ul { display: none } .m li:hover ul, .m li:focus-within ul { display: block }"),
    "tooltip": page("Tooltip", '<button type="button" aria-describedby="tip">Save</button> <span role="tooltip" id="tip">Keeps the draft</span>', 'document.addEventListener("keydown", (event) => { if (event.key === "Escape") document.querySelector("#tip").style.display = "none"; });', "[role=tooltip] { visibility: hidden } button:hover + [role=tooltip], button:focus + [role=tooltip], [role=tooltip]:hover { visibility: visible }"),
    "switch": page("Switch", '<div role="switch" tabindex="0" aria-checked="false">Night mode</div> <button type="button" role="switch" aria-checked="true">Sounds</button>', _toggle("[role=switch]", "aria-checked")),
    "checkbox": page("Checkboxes", '<h2 id="g">Extras</h2><div role="group" aria-labelledby="g"><div role="checkbox" tabindex="0" aria-checked="false">Lettuce</div><div role="checkbox" tabindex="0" aria-checked="true">Onion</div></div>', _toggle("[role=checkbox]", "aria-checked")),
    "button-custom": page("Buttons made of other elements", '<div role="button" tabindex="0" aria-pressed="false">Mute</div> <a role="button" tabindex="0" aria-pressed="false">Loop</a>', _toggle("[role=button]", "aria-pressed")),
    "link-custom": page("Links made of other elements", '<span role="link" tabindex="0">W3C</span>', 'const link = document.querySelector("[role=link]"); const go = () => { link.dataset.gone = "1"; }; link.onclick = go; link.onkeydown = (event) => { if (event.key === "Enter") go(); };', "[role=link] { color: #00c; text-decoration: underline; cursor: pointer }"),
    "splitter": page("Window splitter", '<div style="display:flex"><p>Left pane</p><div role="separator" tabindex="0" aria-label="Width of the left pane" aria-valuemin="0" aria-valuemax="100" aria-valuenow="50"></div><p>Right pane</p></div>', _SLIDER, "[role=separator] { width: 14px; background: #888; cursor: col-resize }"),
    "table-sortable": page("Sortable table", '<table><caption>People</caption><tr><th scope="col" aria-sort="ascending"><button type="button">Name</button></th><th scope="col"><button type="button">Town</button></th></tr><tr><td>Ann</td><td>Rome</td></tr></table>', 'for (const one of document.querySelectorAll("th button")) one.onclick = () => { one.closest("th").setAttribute("aria-sort", "descending"); };'),
    "breadcrumb": page("Breadcrumb", '<nav aria-label="Breadcrumb"><ol><li><a href="/shop">All goods</a></li><li><a href="/shop/hats" aria-current="page">Hats</a></li></ol></nav>'),
    "cards-clickable": page("Cards that are clickable as a whole", "".join(f'<div class="card"><h2><a href="/card{n}">Card {n}</a></h2><p>Words about it.</p></div>' for n in (1, 2)), 'for (const one of document.querySelectorAll(".card")) one.addEventListener("click", () => one.querySelector("a").click());', ".card { cursor: pointer; border: 1px solid #999 }"),
    "date-picker": page(
        "Date picker",
        '<label for="day">Day</label> <input id="day"> <button type="button" id="pick">Choose a day</button><div class="box" role="dialog" aria-modal="true" aria-label="Choose a day" hidden><button type="button">Previous month</button><button type="button">Next month</button>'
        '<button type="button" data-close>12 March</button><button type="button" data-close>Close</button></div>',
        DIALOG + 'modal(document.querySelector("#pick"), document.querySelector(".box"));', _DIALOG_STYLE,
    ),
    "editor-that-takes-tab": page("Code editor", '<p id="h">Press Escape, then Tab, to leave the editor.</p><label for="code">Code</label> <textarea id="code" aria-describedby="h"></textarea>', 'let free = false; code.addEventListener("keydown", (event) => { if (event.key === "Escape") free = true; else if (event.key === "Tab" && !free) { event.preventDefault(); code.setRangeText("\\t"); } else if (event.key !== "Shift") free = false; });'),
    "right-to-left-tabs": page("علامات التبويب", '<div role="tablist" aria-label="الخطط"><button type="button" role="tab" aria-selected="true">مجاني</button><button type="button" role="tab" aria-selected="false" tabindex="-1">فريق</button></div><p>لشخص واحد</p>', 'const tabs = [...document.querySelectorAll("[role=tab]")]; for (const [i, one] of tabs.entries()) { const go = (to) => { for (const other of tabs) { other.tabIndex = other === to ? 0 : -1; other.setAttribute("aria-selected", String(other === to)); } to.focus(); }; one.onclick = () => go(one); one.onkeydown = (event) => { if (/Arrow(Left|Right)/.test(event.key)) go(tabs[1 - i]); }; }', lang="ar", direction="rtl"),
    "shadow-parts": page("Widget in a shadow tree", "<x-rating></x-rating>", 'customElements.define("x-rating", class extends HTMLElement { connectedCallback() { const root = this.attachShadow({ mode: "open" }); root.innerHTML = "<style>button:focus-visible { outline: 3px solid #00c }</style><button type=button>Good</button><button type=button>Bad</button>"; for (const one of root.querySelectorAll("button")) one.onclick = () => { one.dataset.on = 1; }; } });'),
    "frame": page("Widget in a frame", '<iframe title="Newsletter" srcdoc="<html lang=en><title>Newsletter</title><main><h1>News</h1><label>Mail <input type=email autocomplete=email></label><button>Send it</button></main>" width="400" height="200"></iframe>'),
}  # fmt: skip
"""Name -> page."""
