"""References of rules become links, and never to anything but the web."""

from __future__ import annotations

import pytest

from audits.registry import cards
from reports.references import reference


@pytest.mark.parametrize(
    ("ref", "url"),
    [
        ("google:title-link", "https://developers.google.com/search/docs/appearance/title-link"),
        (
            "google:localized-versions",
            "https://developers.google.com/search/docs/specialty/international/localized-versions",
        ),
        ("wcag:1.1.1", "https://www.w3.org/WAI/WCAG22/Understanding/non-text-content"),
        ("rfc:9110", "https://www.rfc-editor.org/rfc/rfc9110"),
        ("rfc:9110#section-8", "https://www.rfc-editor.org/rfc/rfc9110#section-8"),
        ("schema.org/Product", "https://schema.org/Product"),
        ("act:23a2a8", "https://www.w3.org/WAI/standards-guidelines/act/rules/23a2a8/"),
        ("html:the-meta-element", "https://html.spec.whatwg.org/#the-meta-element"),
        ("https://example.org/a", "https://example.org/a"),
    ],
)
def test_short_references_name_their_page(ref: str, url: str) -> None:
    assert reference(ref).url == url


@pytest.mark.parametrize("ref", ["javascript:alert(1)", "google:no-such-page", "wcag:9.9.9", "rfc:x", 'act:"><b>', ""])
def test_what_is_not_known_is_no_link(ref: str) -> None:
    assert reference(ref).url == ""


def test_every_reference_of_every_rule_is_a_link() -> None:
    known = cards()
    every = {ref for card in (known.values() if hasattr(known, "values") else known) for ref in card.refs}
    assert every
    assert sorted(ref for ref in every if not reference(ref).url) == []
