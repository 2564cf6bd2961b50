"""Rules that judge by markup say what axe-core in a real browser says: over all their examples, element by element."""

from __future__ import annotations

import re
from functools import partial

import pytest

from audits.registry import rule as rule_of
from audits.rule import Example
from audits.twins import MARKUP_ALONE, TWINS
from crawler.browser.browse import BrowseTask, browse
from crawler.browser.options import BrowserOptions
from marsad.rehearsal import page_view
from store.document import Document, css_path
from store.model import Artifact, ArtifactKind

from .conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REFERENCE = re.compile(
    r"""\b(id|for|list|headers|aria-(?:labelledby|describedby|controls|owns|errormessage))=(["'])([^"'{]*)\2"""
)
MARKUP_ONLY = ("<body", "<!doctype", "<noscript", "{{", ":", "<slot", "data-bind", "x-text", "data-i18n")
"""What an example for markup alone holds: it says something of the whole page, or of a script that is not there."""

KNOWN: dict[str, tuple[str, ...]] = {
    # Components and scripts may draw what is not in the source; a browser sees only that they did not here.
    "aria-attribute-not-allowed": ('<svg aria-expanded="false">', '<x-menu aria-expanded="false">'),
    "aria-children-wrong": (
        '<div role="listbox"></div>',
        '<div role="tablist"><x-tab>',
        '<div role="tablist">Loading',
        '<div role="list"><p role="doc-biblioentry">',  # which axe-core does not take for an entry
    ),
    "aria-parent-missing": ('<button role="tab">One</button>',),
    "list-item-outside": ("<li>One</li>",),
    "list-of-terms-structure": ("<dl><x-term>",),
    # Style sheets hide such elements as a rule, here there is none.
    "aria-hidden-focusable": ('<div class="menu"', '<p aria-hidden="true"><a class="x"'),
    # axe-core asks a person, which markup alone would do on too many pages.
    "aria-value-invalid": (
        "<button aria-controls=",
        '<div role="checkbox" aria-checked=""',
        '<a href="/" aria-current',
    ),
    "table-headers-lost": ('<table><tbody><tr><td headers="">',),
    # Harmless, given by the element itself, or nothing that a visitor meets.
    "aria-state-missing": ('<input role="combobox" list=',),
    "autocomplete-invalid": ('<input autocomplete="gender"',),
    "form-control-unlabelled": ('<input type="checkbox" disabled="" checked="">',),
    "frame-untitled": ('<iframe src="/count" width="0" height="0">',),
    "image-map-on-server": ('<img src="m.png" alt="Map" ismap="">',),
    "moving-text": ("<marquee hidden",),
    "table-scope-invalid": ('<th scope="">',),
    # What an object shows is told by its address, and the server of this test has none of these files.
    "object-unnamed": ('<object data="',),
}
"""Rule -> how the elements begin on which the two may differ."""


def snippets(rule_id: str) -> list[str]:
    """The examples of a rule that can stand together on one page, each with ids of its own."""
    own = []
    for number, example in enumerate(rule_of(rule_id).examples):
        if example.html and example.status == 200 and not example.targets and not is_for_markup(example.html):
            own.append(REFERENCE.sub(partial(renamed, number=number), example.html))
    return own


def is_for_markup(html: str) -> bool:
    return any(sign in html.replace("display:", "").replace("visibility:", "") for sign in MARKUP_ONLY)


def renamed(found: re.Match[str], number: int) -> str:
    words = " ".join(f"{word}-{number}" for word in found[3].split())
    return f'{found[1]}="{words}"'


def page_of(rule_id: str) -> str:
    cases = "\n".join(f'<div class="case">{html}</div>' for html in snippets(rule_id))
    return f'<!doctype html><html lang="en"><title>{rule_id}</title><body><main><h1>A</h1>{cases}</main></body></html>'


@pytest.fixture(scope="module")
def seen(chromium: None, site: Site) -> dict[str, Artifact]:
    """Rule -> what axe found on the page of its examples."""
    names = sorted(TWINS)
    for name in names:
        site.pages[f"/{name}"] = page_of(name).encode()
    found: list[Artifact] = []
    options = BrowserOptions(allow_private=True, screenshots=False, quiet_ms=100)
    browse([BrowseTask(number, f"{site.url}/{name}") for number, name in enumerate(names)], options, found.append)
    axe = {names[one.page_id]: one for one in found if one.kind is ArtifactKind.AXE}
    assert not [one.error for one in axe.values() if one.error]
    return axe


def paths(document: Document, selectors: list[str]) -> set[str]:
    return {css_path(one) for selector in selectors if ">>>" not in selector for one in document.select(selector)}


@pytest.mark.parametrize("name", sorted(TWINS))
def test_twins_name_the_same_elements(name: str, seen: dict[str, Artifact]) -> None:
    view = page_view(Example("fails", html=page_of(name)))
    rule = rule_of(name)
    found = list(rule.check(view)) if rule.applies(view) else []
    ours = {one.selector for one in found}
    results = [
        (part, result)
        for part in ("violations", "incomplete")
        for result in seen[name].data[part]
        if result["id"] in TWINS[name]
    ]
    axe = paths(view.document, [node["selector"] for _, result in results for node in result["nodes"]])
    differing = [view.select(path)[0].html for path in sorted(ours ^ axe)]
    known = KNOWN.get(name, ())
    alone = [one.selector for one in found if one.group == MARKUP_ALONE]
    unexpected = [html for html in differing if not html.startswith(known)]
    assert unexpected == [view.select(selector)[0].html for selector in sorted(alone)]
