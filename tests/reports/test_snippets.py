"""Snippets are laid out for people and never changed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.snippets import indented

LONG = "a-name-that-makes-the-snippet-longer-than-a-line-of-the-report-so-that-it-is-laid-out"


def test_nested_elements_stand_on_lines_of_their_own() -> None:
    shown = indented(
        f'<div class="{LONG}"><a href="/x"><img src="/i.png"></a><p>Text</p></div>'.replace(
            '<img src="/i.png">', "<b>i</b>"
        )
    )
    assert shown.splitlines()[1].strip() == '<a href="/x">'
    assert len(shown.splitlines()) > 5


@pytest.mark.parametrize(
    "html",
    [
        '<img src="cat.jpg">',
        f'<div class="{LONG}"><a href="/x"><b>i</b></a><p>cut off in the mid…',
        f"<div class='{LONG}'><a href=/x><b>single and no quotes</b></a><p>Text</p></div>",
        f'<div class="{LONG}"><a href="/x?a=1&amp;b=2"><b>&nbsp;&lt;</b></a><p>Text</p></div>',
    ],
)
def test_evidence_keeps_every_letter(html: str) -> None:
    assert re.sub(r"\s", "", indented(html)) == re.sub(r"\s", "", html)


@given(st.text(alphabet="<>/=\"abp '&;!-\n", max_size=200))
def test_no_snippet_loses_or_gains_a_letter(html: str) -> None:
    assert re.sub(r"\s", "", indented(html)) == re.sub(r"\s", "", html)
