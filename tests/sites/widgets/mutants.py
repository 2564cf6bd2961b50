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
const target = [...document.querySelectorAll("main a[href], main button, main [tabindex='0'], main input, main textarea, main select")]
  .find((one) => one.checkVisibility() && one.tabIndex >= 0 && one.getBoundingClientRect().width > 3 && !one.matches("[type=radio]"));
if (target) target.dataset.mutant = "";
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
        'target.insertAdjacentHTML("afterend", "<span data-mutant style=\'cursor:pointer;display:inline-block\'>Planted click</span>"); delete target.dataset.mutant; document.querySelector("span[data-mutant]").addEventListener("click", () => { document.title += "!"; });',
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
        'target.insertAdjacentHTML("afterend", "<div role=button tabindex=0 data-mutant style=\'cursor:pointer\'>Planted button</div>"); delete target.dataset.mutant; document.querySelector("div[data-mutant]").addEventListener("click", () => { document.title += "!"; });',
        ("kb-keys-ignored",),
    ),
    Mutant("positive-tabindex", "target.tabIndex = 5;", ("axe/tabindex", "kb-tabindex-positive")),
    Mutant(
        "link-out-of-order",
        'const link = document.createElement("a"); link.href = "/planted"; link.tabIndex = -1; link.textContent = "Planted link"; link.dataset.mutant = ""; delete target.dataset.mutant; target.after(link);',
        ("kb-click-only",),
        asks=True,
    ),
    Mutant(
        "jumped-over",
        """delete target.dataset.mutant; target.insertAdjacentHTML("afterend", "<button type=button data-mutant>Planted</button>"); const planted = document.querySelector("button[data-mutant]");
document.addEventListener("keydown", (event) => { if (event.key === "Tab" && !event.shiftKey && document.activeElement === target) { const all = [...document.querySelectorAll("a[href]")]; event.preventDefault(); all.at(-1).focus(); } if (event.key === "Tab" && event.shiftKey && document.activeElement === document.querySelector("footer a")) { event.preventDefault(); target.focus(); } }, true);""",
        ("kb-unreachable",),
    ),
    Mutant("focus-leaves-page", 'target.addEventListener("focus", () => { location.href = "/elsewhere"; });', ("kb-focus-moves-on",)),
    Mutant(
        "hover-only",
        'document.head.insertAdjacentHTML("beforeend", "<style>.planted p { display: none } .planted:hover p { display: block }</style>"); delete target.dataset.mutant; target.insertAdjacentHTML("afterend", "<div class=planted><b>Hours</b><p data-mutant>Open until six</p></div>");',
        ("kb-hover-only",),
        asks=True,
    ),
)  # fmt: skip
"""Every fault."""


def with_mutant(widget: bytes, mutant: Mutant) -> bytes:
    """A working page with a fault planted behind its own scripts."""
    script = f"<script>{{{_TARGET} if (target) {{ {mutant.code} }} }}</script></body>"
    return widget.replace(b"</body>", script.encode(), 1)
