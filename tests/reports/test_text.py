"""Hostile page text: what may be shown, and where."""

from __future__ import annotations

import csv
import io

import pytest

from reports.cells import cell
from reports.text import code_lines, for_terminal, is_web_address, plain, shown_url


@pytest.mark.parametrize(
    "formula", ["=1+1", "+1+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://x")']
)
def test_no_cell_is_a_formula(formula: str) -> None:
    assert str(cell(formula)).startswith("'")


def test_numbers_stay_numbers_in_a_cell() -> None:
    assert [cell(one) for one in (-3, 2.5, "-3.5", "+4", None)] == [-3, 2.5, "-3.5", "+4", ""]


def test_a_cell_survives_quotes_commas_and_line_breaks() -> None:
    held = io.StringIO()
    csv.writer(held).writerow([cell('a "b", c\nd')])
    assert next(csv.reader(io.StringIO(held.getvalue()))) == ['a "b", c\nd']


def test_a_terminal_gets_neither_escapes_nor_line_breaks() -> None:
    hostile = "\x1b[2J\x1b]0;title\x07safe\x1b[31m name\x9b\x7f\nnext\u202eexe\x1b"
    assert for_terminal(hostile) == "safe name nextexe"


def test_marks_that_turn_the_direction_are_dropped() -> None:
    assert plain("in\u202evoice\u2066.pdf\u200f") == "invoice.pdf"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", " http://x", "//x", "http://x\n"],
)
def test_only_the_web_becomes_a_link(address: str) -> None:
    assert not is_web_address(address)


def test_escaped_letters_of_an_address_are_read_as_letters() -> None:
    assert shown_url("https://a.example/%D8%A3%D8%AD", "a.example") == "/أح"


@pytest.mark.parametrize("escape", ["%3Cb%3E", "%E2%80%AE", "%20", "%0A", "%FF", "%E2%80%8B", "%22"])
def test_escapes_that_would_mislead_stay_escapes(escape: str) -> None:
    assert shown_url(f"https://a.example/{escape}", "a.example") == f"/{escape}"


def test_another_host_is_never_hidden() -> None:
    assert shown_url("https://a.example.evil/x", "a.example") == "https://a.example.evil/x"


def test_the_first_tag_of_a_snippet_is_marked() -> None:
    (line,) = code_lines('<a title="x > y">text</a>')
    assert [(part.text, part.is_fault) for part in line] == [('<a title="x > y">', True), ("text</a>", False)]


def test_a_named_fault_is_marked_across_lines() -> None:
    lines = code_lines("/a: one\n/b: two", fault="one\n/b")
    assert [[part.text for part in line if part.is_fault] for line in lines] == [["one"], ["/b"]]


def test_a_snippet_without_a_tag_has_no_mark() -> None:
    assert not any(part.is_fault for line in code_lines("/a: 404") for part in line)
