"""The rules of axe-core 4.14.1 that Marsad reports, told in our own words. Imports nothing of the other rooms."""

from __future__ import annotations

from typing import NamedTuple

from audits.standards import axe_rules_aria, axe_rules_names, axe_rules_structure

AXE_VERSION = "4.14.1"

EXPERIMENTAL = frozenset(
    {
        "color-contrast-enhanced",
        "css-orientation-lock",
        "focus-order-semantics",
        "hidden-content",
        "p-as-heading",
        "table-fake-caption",
        "td-has-header",
    }
)
"""Rules that run only when asked for."""

ACT: dict[str, tuple[str, ...]] = {
    "area-alt": ("c487ae",),
    "aria-allowed-attr": ("5c01ea",),
    "aria-command-name": ("97a4e1",),
    "aria-conditional-attr": ("5c01ea",),
    "aria-deprecated-role": ("674b10",),
    "aria-hidden-focus": ("6cfa84",),
    "aria-input-field-name": ("e086e5",),
    "aria-prohibited-attr": ("5c01ea",),
    "aria-required-attr": ("4e8ab6",),
    "aria-required-children": ("bc4a75", "ff89c9"),
    "aria-required-parent": ("ff89c9",),
    "aria-roles": ("674b10",),
    "aria-toggle-field-name": ("e086e5",),
    "aria-valid-attr": ("5f99a7",),
    "aria-valid-attr-value": ("6a7281",),
    "autocomplete-valid": ("73f2c2",),
    "avoid-inline-spacing": ("24afc2", "9e45ec", "78fd32"),
    "button-name": ("97a4e1", "m6b1q3"),
    "bypass": ("cf77f2",),
    "color-contrast": ("afw4f7",),
    "color-contrast-enhanced": ("09o5cg",),
    "css-orientation-lock": ("b33eff",),
    "document-title": ("2779a5",),
    "duplicate-id-aria": ("3ea0c8",),
    "empty-heading": ("ffd0e9",),
    "frame-focusable-content": ("akn7bn",),
    "frame-title": ("cae760",),
    "frame-title-unique": ("4b1c6c",),
    "html-has-lang": ("b5c3f8",),
    "html-lang-valid": ("bf051a",),
    "html-xml-lang-mismatch": ("5b7ae0",),
    "image-alt": ("23a2a8",),
    "input-button-name": ("97a4e1",),
    "input-image-alt": ("59796f",),
    "label": ("e086e5",),
    "label-content-name-mismatch": ("2ee8b8",),
    "link-name": ("c487ae",),
    "meta-refresh": ("bc659a", "bisz58"),
    "meta-viewport": ("b4f0c3",),
    "nested-interactive": ("307n5z",),
    "no-autoplay-audio": ("80f0bf",),
    "object-alt": ("8fc3b6",),
    "presentation-role-conflict": ("46ca7f",),
    "role-img-alt": ("23a2a8",),
    "scrollable-region-focusable": ("0ssw9k",),
    "select-name": ("e086e5",),
    "svg-img-alt": ("7d6734",),
    "td-headers-attr": ("a25f45",),
    "th-has-data-cells": ("d0f69e",),
    "valid-lang": ("de46e4",),
    "video-caption": ("eac66b",),
}
"""W3C ACT rules that a rule implements, as axe-core states it."""


class AxeRule(NamedTuple):
    """What we say of one rule. Without `wcag` it is good practice, not a criterion."""

    id: str
    wcag: tuple[str, ...]
    severity: str
    owner: str
    title: str
    message: str
    why: str
    fix_editor: str
    fix_developer: str


def _rules() -> dict[str, AxeRule]:
    rows = (*axe_rules_names.ROWS, *axe_rules_aria.ROWS, *axe_rules_structure.ROWS)
    return {row[0]: AxeRule(row[0], tuple(row[1].split()), *row[2:]) for row in sorted(rows)}


AXE_RULES: dict[str, AxeRule] = _rules()
"""Rule id of axe-core -> our words, in order of id."""
