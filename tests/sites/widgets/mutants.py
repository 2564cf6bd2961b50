"""Faults that are planted by code in widgets that work: each changes one element that is there."""

# ruff: noqa: E501 - markup reads best in one piece

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """A script that breaks the element `target`, and the rules of which one must tell of it."""

    name: str
    code: str
    rules: tuple[str, ...]
    asks: bool = False  # a machine can only ask a person


_TARGET = """
let target = [...document.querySelectorAll("main a[href], main button, main [tabindex='0'], main input, main textarea, main select")]
  .find((one) => one.checkVisibility() && one.tabIndex >= 0 && one.getBoundingClientRect().width > 3 && !one.matches("[type=radio], [aria-haspopup]"));
if (!target) {
  document.querySelector("main").insertAdjacentHTML("beforeend", "<p><a href=/host>A link beside the widget</a></p>");
  target = document.querySelector("main > p:last-child > a");
}
target.dataset.mutant = "";
"""
MARK = "data-mutant"
"""The attribute of the broken element."""

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "focus-style-removed",
        'document.head.insertAdjacentHTML("beforeend", "<style>[data-mutant], [data-mutant]:focus, :focus-within { outline: none !important; box-shadow: none !important } [data-mutant] { caret-color: transparent !important }</style>");',
        ("kb-focus-invisible",),
    ),
    Mutant(
        "trap",
        'target.addEventListener("keydown", (event) => { if (event.key === "Tab") { event.preventDefault(); event.stopImmediatePropagation(); } }, true);',
        ("kb-trap",),
    ),
    Mutant(
        "click-without-keys",
        'document.querySelector("main").insertAdjacentHTML("beforeend", "<span data-mutant style=\'cursor:pointer;display:inline-block\'>Planted click</span>"); delete target.dataset.mutant; document.querySelector("span[data-mutant]").addEventListener("click", () => { document.title += "!"; });',
        ("kb-click-only",),
    ),
    Mutant("blur-on-focus", 'target.addEventListener("focus", () => target.blur());', ("kb-focus-removed",)),
    Mutant(
        "overlay",
        """const box = target.getBoundingClientRect(); target.insertAdjacentHTML("beforebegin", "");
document.body.insertAdjacentHTML("beforeend", `<div style="position:fixed;z-index:9;background:#fff;left:${box.x - 6}px;top:${box.y - 6}px;width:${box.width + 12}px;height:${box.height + 12}px"></div>`);""",
        ("kb-focus-obscured",),
    ),
    Mutant(
        "button-without-keys",
        'document.querySelector("main").insertAdjacentHTML("beforeend", "<div role=button tabindex=0 data-mutant style=\'cursor:pointer\'>Planted button</div>"); delete target.dataset.mutant; document.querySelector("div[data-mutant]").addEventListener("click", () => { document.title += "!"; });',
        ("kb-keys-ignored",),
    ),
    Mutant("positive-tabindex", "target.tabIndex = 5;", ("axe/tabindex", "tabindex-positive"), asks=True),
    Mutant(
        "link-out-of-order",
        'const link = document.createElement("a"); link.href = "/planted"; link.tabIndex = -1; link.textContent = "Planted link"; link.dataset.mutant = ""; delete target.dataset.mutant; document.querySelector("main").append(link);',
        ("kb-click-only",),
        asks=True,
    ),
    Mutant(
        "jumped-over",
        """delete target.dataset.mutant; document.querySelector("main").insertAdjacentHTML("beforeend", "<button type=button data-mutant>Planted</button>");
const planted = document.querySelector("button[data-mutant]"), end = document.querySelector("footer a"); let from = target;
planted.addEventListener("focus", (event) => { if (event.relatedTarget !== end) { from = event.relatedTarget || target; end.focus(); } else from.focus(); });""",
        ("kb-unreachable", "kb-focus-removed"),
    ),
    Mutant("focus-leaves-page", 'target.addEventListener("focus", () => { location.href = "/elsewhere"; });', ("kb-focus-moves-on",)),
    Mutant(
        "hover-only",
        'document.head.insertAdjacentHTML("beforeend", "<style>.planted p { display: none } .planted:hover p { display: block }</style>"); delete target.dataset.mutant; document.querySelector("main").insertAdjacentHTML("beforeend", "<div class=planted><b>Hours</b><p data-mutant>Open until six</p></div>");',
        ("kb-hover-only",),
        asks=True,
    ),
)  # fmt: skip
"""Every fault."""


def with_mutant(widget: bytes, mutant: Mutant) -> bytes:
    """A working page with a fault planted behind its own scripts."""
    script = f"<script>{{{_TARGET} {mutant.code} }}</script></body>"
    return widget.replace(b"</body>", script.encode(), 1)
