"""Rules of ours that judge by markup alone what a browser can see better: where it looked, its word wins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from store.model import Finding, Outcome

MARKUP_ALONE = "markup"
"""Group of evidence that a twin finds beyond what axe-core looks for: the browser has no word on it."""

TWINS: Mapping[str, tuple[str, ...]] = {
    "accesskey-duplicate": ("accesskeys",),
    "area-unnamed": ("area-alt",),
    "aria-attribute-not-allowed": ("aria-allowed-attr",),
    "aria-attribute-unknown": ("aria-valid-attr",),
    "aria-children-wrong": ("aria-required-children",),
    "aria-control-unnamed": (
        "aria-command-name",
        "aria-meter-name",
        "aria-progressbar-name",
        "aria-tab-name",
        "aria-toggle-field-name",
        "aria-treeitem-name",
    ),
    "aria-hidden-body": ("aria-hidden-body",),
    "aria-hidden-focusable": ("aria-hidden-focus",),
    "aria-name-prohibited": ("aria-prohibited-attr",),
    "aria-parent-missing": ("aria-required-parent",),
    "aria-role-invalid": ("aria-roles",),
    "aria-state-missing": ("aria-required-attr",),
    "aria-value-invalid": ("aria-allowed-attr", "aria-valid-attr-value"),
    "autocomplete-invalid": ("autocomplete-valid",),
    "button-unnamed": ("button-name", "input-button-name", "summary-name"),
    "drawing-unnamed": ("svg-img-alt",),
    "form-control-unlabelled": ("aria-input-field-name", "label", "select-name"),
    "frame-untitled": ("frame-title",),
    "image-alt-repeats-text": ("image-redundant-alt",),
    "image-button-unnamed": ("input-image-alt",),
    "image-map-on-server": ("server-side-image-map",),
    "list-item-outside": ("listitem",),
    "list-of-terms-structure": ("definition-list", "dlitem"),
    "list-structure": ("list",),
    "moving-text": ("blink", "marquee"),
    "nested-focusable": ("nested-interactive",),
    "object-unnamed": ("object-alt",),
    "tabindex-positive": ("tabindex",),
    "table-headers-lost": ("td-headers-attr",),
    "table-scope-invalid": ("scope-attr-valid",),
}
"""Rule of ours -> the rules of axe-core that together look at the same elements for the same fault."""


def by_the_browser(
    findings: Iterable[Finding], looked: Mapping[str, Any], keys_of: Callable[[Finding], set[str]]
) -> list[Finding]:
    """The findings without those of twins which axe-core, on the same page, did not confirm.

    `looked` is the data of axe's artifact, `keys_of` what identifies the element of a finding. A finding is dropped
    where every rule that looks for the same ran, told all that it found, and named another element or none: the
    element is hidden by a style sheet, named by a script, or gone. Where axe fails what ours only asks about, axe's
    word is left to tell it.
    """
    kept = list(findings)
    told = {twin: _told(twins, looked) for twin, twins in TWINS.items() if any(one.rule == twin for one in kept)}
    if not told:
        return kept
    by_axe: dict[str, tuple[set[str], set[str]]] = {}
    for twin, is_whole in told.items():
        if is_whole:
            names = {f"axe/{name}" for name in TWINS[twin]}
            its = [one for one in kept if one.rule in names]
            failed = [keys_of(one) for one in its if one.outcome is Outcome.FAIL]
            by_axe[twin] = (set().union(*map(keys_of, its)), set().union(*failed))
    return [one for one in kept if one.rule not in by_axe or _is_kept(one, *by_axe[one.rule], keys_of)]


def _told(twins: Iterable[str], looked: Mapping[str, Any]) -> bool:
    """Whether all these rules ran and gave all elements that they found."""
    ran = {*looked.get("passes", ()), *looked.get("inapplicable", ())}
    for part in ("violations", "incomplete"):
        for result in looked.get(part, ()):
            if result.get("total", 0) <= len(result["nodes"]):
                ran.add(result["id"])
            elif result["id"] in twins:
                return False
    return ran.issuperset(twins)


def _is_kept(finding: Finding, named: set[str], failed: set[str], keys_of: Callable[[Finding], set[str]]) -> bool:
    if finding.evidence.group == MARKUP_ALONE:
        return True
    keys = keys_of(finding)
    if not keys & named:
        return False
    return finding.outcome is Outcome.FAIL or not keys & failed
