"""Pages with one fault each for the keyboard walk, and the faults that are planted in pages that work."""

# ruff: noqa: E501 - markup reads best in one piece

from __future__ import annotations

from .keyboard_pages import page

_HAND = "cursor:pointer"
_DIALOG = """<button id="open" type="button">Open</button>
<div id="d" role="dialog" aria-modal="true" aria-label="Words" style="position:fixed;top:90px;background:#eee" hidden>
<button id="in">Inside</button></div>"""

# Page -> (kind, outcome, selector) of each problem that must be told, and nothing else.
Expected = tuple[tuple[str, str, str], ...]
FAULTS: dict[str, tuple[bytes, Expected]] = {
    "blur-on-focus": (
        page('<a href="/x" id="t" onfocus="this.blur()">Link</a><a href="/y">Next</a>'),
        (("focus-removed", "fail", "#t"),),
    ),
    "late-blur-on-focus": (
        page('<a href="/x" id="t" onfocus="setTimeout(() => this.blur(), 0)">Link</a>'),
        (("focus-removed", "fail", "#t"),),
    ),
    "jumped-over": (
        page(
            '<button id="a">One</button><button id="t">Two</button><button id="c">Three</button><script>'
            'document.addEventListener("keydown", (event) => { if (event.key !== "Tab") return; '
            "const from = document.activeElement; const to = event.shiftKey ? a : c; "
            "if (from === (event.shiftKey ? c : a)) { event.preventDefault(); to.focus(); } })</script>"
        ),
        (("unreached", "fail", "#t"),),
    ),
    "no-outline": (
        page("<style>a.x { outline: none }</style><a class=x id=t href=/x>Link</a>"),
        (("focus-invisible", "fail", "#t"),),
    ),
    "hidden-skip-link": (
        page('<a id="t" href="/x" style="position:absolute;left:-999px">Far away</a>'),
        (("focus-invisible", "fail", "#t"),),
    ),
    "covered": (
        page(
            '<div style="position:fixed;top:0;left:0;right:0;height:90px;z-index:1;background:#fff"></div>'
            '<p style="margin-top:120px">Words</p>'
            '<a id="t" href="/y" style="position:absolute;top:30px;left:20px">Under the bar</a>'
        ),
        (("focus-obscured", "fail", "#before"), ("focus-obscured", "fail", "#t")),
    ),
    "click-only": (
        page(f'<span id="t" style="{_HAND}">Buy</span><script>t.addEventListener("click", () => {{}})</script>'),
        (("click-no-key", "fail", "#t"),),
    ),
    "link-without-address": (
        page('<a id="t">More</a><script>t.onclick = () => {}</script>'),
        (("click-no-key", "fail", "#t"),),
    ),
    "clickable-heading": (
        page(f'<h1 id="t" style="{_HAND}">The book</h1><p>Words</p><script>t.onclick = () => scrollTo(0, 0)</script>'),
        (("click-no-key", "review", "#t"),),
    ),
    "accordion-heading": (
        page(f'<h3 id="t" style="{_HAND}">More</h3><p hidden>Words</p><script>t.onclick = () => {{}}</script>'),
        (("click-no-key", "fail", "#t"),),
    ),
    "delegated-click": (
        page(f'<span id="t" style="{_HAND}">Buy</span><script>document.addEventListener("click", () => {{}})</script>'),
        (("click-no-key", "review", "#t"),),
    ),
    "unreachable-link": (page('<a id="t" href="/x" tabindex="-1">More</a>'), (("click-no-key", "review", "#t"),)),
    "click-in-shadow": (
        page(
            '<x-b></x-b><script>customElements.define("x-b", class extends HTMLElement { connectedCallback() {'
            'this.attachShadow({mode: "open"}).innerHTML = "<p style=cursor:pointer>Buy</p>";'
            'this.shadowRoot.querySelector("p").onclick = () => {} } })</script>'
        ),
        (("click-no-key", "fail", "body > main > x-b >>> p"),),
    ),
    "fake-button": (
        page(f'<div id="t" role="button" tabindex="0" style="{_HAND}">Buy</div><script>t.onclick = () => {{}}</script>'),
        (("keys-ignored", "fail", "#t"),),
    ),
    "button-without-space": (
        page(
            f'<div id="t" role="button" tabindex="0" style="{_HAND}">Buy</div><script>t.onclick = () => {{ t.title += 1 }};'
            't.onkeydown = (event) => { if (event.key === "Enter") t.click() }</script>'
        ),
        (("keys-ignored", "review", "#t"),),
    ),
    "button-with-keys-elsewhere": (
        page(
            f'<div id="t" role="button" tabindex="0" style="{_HAND}">Buy</div><script>t.onclick = () => {{ t.title += 1 }};'
            'document.onkeydown = (event) => { if (event.key === "Escape") t.title = "" }</script>'
        ),
        (("keys-ignored", "review", "#t"),),
    ),
    "button-with-both-keys": (
        page(
            f'<div id="t" role="button" tabindex="0" style="{_HAND}">Buy</div><script>t.onclick = () => {{ t.title += 1 }};'
            't.onkeydown = (event) => { if (event.key === "Enter" || event.key === " ") t.click() }</script>'
        ),
        (),
    ),
    "hover-menu": (
        page(
            "<style>.m ul { display: none } .m:hover ul { display: block }</style>"
            '<div class="m"><a href="/m">Shop</a><ul id="t"><li><a href="/m1">Shirts</a></li></ul></div>'
        ),
        (("hover-only", "review", "#t"),),
    ),
    "skip-that-stays": (
        (
            b'<!doctype html><html lang="en"><head><title>A page</title></head><body><a id="t" href="#main">Skip to content</a>'
            b'<nav><a href="/1">One</a><a href="/2">Two</a></nav><main id="main"><a href="/3">Three</a></main>'
            b'<script>t.onclick = (event) => { event.preventDefault(); main.scrollIntoView() }</script></body></html>'
        ),
        (("skip-link", "fail", "#t"),),
    ),
    "focus-sends": (
        page('<form action="/sent"><input id="t" aria-label="Code" name="q" onfocus="this.form.submit()"></form>'),
        (("focus-moves-on", "fail", "#t"),),
    ),
    "focus-leaves-page": (
        page('<a id="t" href="/x" onfocus="location.href = \'/elsewhere\'">Link</a>'),
        (("focus-moves-on", "fail", "#t"),),
    ),
    "upwards": (
        page(
            '<div style="display:flex;flex-direction:column-reverse"><p style="height:150px"><a href="/1">First in code</a></p>'
            '<p style="height:150px"><a id="t" href="/2">First for eyes</a></p></div>'
        ),
        (("order", "review", "#t"),),
    ),
}  # fmt: skip
"""Each has the faults that stand beside it."""

DIALOGS: dict[str, tuple[bytes, Expected]] = {
    "right": (page('<button type="button" onclick="d.showModal()">Open</button><dialog id="d"><button>In</button></dialog>'), ()),
    "focus-stays-outside": (
        page(_DIALOG + '<script>open.onclick = () => { d.hidden = false }; document.onkeydown = (event) => '
             '{ if (event.key === "Escape") d.hidden = true }</script>'.replace("open.", 'document.querySelector("#open").')),
        (("dialog", "fail", "#d"),),
    ),
    "focus-not-restored": (
        page(_DIALOG + '<script>document.querySelector("#open").onclick = () => { d.hidden = false; document.querySelector("#in").focus() };'
             'd.onkeydown = (event) => { if (event.key === "Tab") event.preventDefault(); if (event.key === "Escape") d.hidden = true }</script>'),
        (("dialog", "fail", "#d"),),
    ),
    "focus-leaves": (
        page(_DIALOG + '<script>const o = document.querySelector("#open"); o.onclick = () => { d.hidden = false; '
             'document.querySelector("#in").focus() }; document.onkeydown = (event) => { if (event.key === "Escape") { d.hidden = true; '
             "o.focus() } }</script>"),
        (("dialog", "fail", "#d"),),
    ),
}  # fmt: skip
"""Pages with a dialog behind a button."""

MUTANTS: dict[str, tuple[str, tuple[str, str]]] = {
    "focus-style-removed": (
        "<style>#planted, #planted:focus { outline: none !important }</style><a id='planted' href='/p'>Planted</a>",
        ("focus-invisible", "fail"),
    ),
    "trap": (
        "<button id='planted'>Planted</button><script>planted.addEventListener('keydown', (event) => "
        "{ if (event.key === 'Tab') event.preventDefault() })</script>",
        ("trap", "fail"),
    ),
    "click-without-keys": (
        "<span id='planted' style='cursor:pointer'>Planted</span>"
        "<script>planted.addEventListener('click', () => {})</script>",
        ("click-no-key", "fail"),
    ),
    "blur": ("<a id='planted' href='/p' onfocus='this.blur()'>Planted</a>", ("focus-removed", "fail")),
    "overlay": (
        "<p><a id='planted' href='/p'>Planted</a></p><script>const r = planted.getBoundingClientRect(); "
        "document.body.insertAdjacentHTML('beforeend', `<div style='position:fixed;background:#fff;left:${r.x - 5}px;"
        "top:${r.y - 5}px;width:${r.width + 10}px;height:${r.height + 10}px'></div>`)</script>",
        ("focus-obscured", "fail"),
    ),
    "fake-button": (
        "<div id='planted' role='button' tabindex='0'>Planted</div><script>planted.onclick = () => {}</script>",
        ("keys-ignored", "fail"),
    ),
}
"""Fault -> the markup that plants it, and what must be told of #planted."""


def with_mutant(widget: bytes, planted: str) -> bytes:
    """A working page with a fault planted at the end of its main part."""
    return widget.replace(b"</main>", planted.encode() + b"</main>")
