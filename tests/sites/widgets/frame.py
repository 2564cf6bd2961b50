"""The page around a widget, and the scripts that several widgets share."""

# ruff: noqa: E501 - markup reads best in one piece

from __future__ import annotations

_STYLE = """
body { font: 16px/1.6 sans-serif; margin: 1rem; color: #222; background: #fff }
a { color: #00c } a, button, input, select, textarea, [role] { padding: 5px } li { margin: 6px 0 }
[role=menuitem], [role=option], [role=tab], [role=treeitem], [role=gridcell], [role=radio], [role=switch], [role=button] { cursor: pointer; min-height: 24px }
:focus-visible { outline: 3px solid #00c; outline-offset: 1px }
[aria-selected=true], [aria-checked=true], [aria-pressed=true] { background: #def }
[hidden] { display: none !important }
.sr { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap }
"""

ROVING = """
// One stop for the whole group; arrows move within it, Home and End go to its ends (roving tabindex).
function roving(box, selector, options = {}) {
  const items = () => [...box.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  const move = (to) => {
    for (const one of box.querySelectorAll(selector)) one.tabIndex = one === to ? 0 : -1;
    to.focus();
    if (options.follow) options.follow(to);
  };
  items().forEach((one, at) => { one.tabIndex = at === (options.start || 0) ? 0 : -1; });
  box.addEventListener("keydown", (event) => {
    const at = items().indexOf(document.activeElement);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const width = options.columns || 1;
    const steps = options.columns
      ? { ArrowRight: 1, ArrowLeft: -1, ArrowDown: width, ArrowUp: -width }
      : { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    let next = null;
    if (event.key in steps) next = items()[(at + steps[event.key] + items().length) % items().length];
    else if (event.key === "Home") next = items()[0];
    else if (event.key === "End") next = items().at(-1);
    else if ((event.key === "Enter" || event.key === " ") && !event.target.matches("a[href], button")) event.target.click();
    else return;
    event.preventDefault();
    if (next) move(next);
  });
  return move;
}
"""

DIALOG = """
// Opens a modal dialog: the focus goes in, stays in, leaves with Escape and returns to what opened it.
function modal(opener, box) {
  const stops = () => [...box.querySelectorAll("button, a[href], input, select, textarea")].filter((one) => one.checkVisibility());
  const shut = () => { box.hidden = true; opener.focus(); };
  opener.addEventListener("click", () => { box.hidden = false; stops()[0].focus(); });
  for (const one of box.querySelectorAll("[data-close]")) one.addEventListener("click", shut);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); shut(); return; }
    if (event.key !== "Tab") return;
    const all = stops();
    if (event.shiftKey && document.activeElement === all[0]) { event.preventDefault(); all.at(-1).focus(); }
    if (!event.shiftKey && document.activeElement === all.at(-1)) { event.preventDefault(); all[0].focus(); }
  });
}
"""


def page(title: str, body: str, code: str = "", style: str = "", lang: str = "en", direction: str = "ltr") -> bytes:
    """A whole page with a widget in its main part, a navigation before it and a link behind it."""
    script = f"<script>{code}</script>" if code else ""
    return (
        f'<!doctype html>\n<html lang="{lang}" dir="{direction}">\n<head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}{style}</style></head>\n<body>\n'
        f'<header><nav aria-label="Site"><ul><li><a href="/">Home page</a></li><li><a href="/widgets">All widgets</a></li>'
        f"</ul></nav></header>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n"
        f'<footer><p><a href="/imprint">Imprint</a></p></footer>\n{script}\n</body></html>\n'
    ).encode()
