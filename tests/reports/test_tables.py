"""Packed tables: every value comes back as it went in, and a large table stays a small file."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.build import build
from reports.html import render
from reports.model import PageRow, ReportInput
from reports.options import ReportOptions
from reports.tables import Column, in_order, number_column, packed, text_column
from reports.text import plain
from store.model import Run, RunState, Verdict
from tests.reports.blocks import opened

_texts = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=1, max_size=30)
_numbers = st.lists(st.none() | st.integers(-5, 2**40), min_size=1, max_size=30)


def back(column: Column, rows: int) -> list[object]:
    found: list[list[object]] = opened(packed({"rows": rows, "columns": [column]}, [column]))
    return [row[0] for row in found]


@given(_texts)
def test_texts_come_back_as_they_went_in(texts: list[str]) -> None:
    assert back(text_column(texts), len(texts)) == [plain(one).replace("\n", " ") for one in texts]


@given(_numbers)
def test_numbers_come_back_and_what_is_missing_stays_missing(numbers: list[int | None]) -> None:
    assert back(number_column(numbers), len(numbers)) == numbers


def test_texts_that_begin_alike_share_letters_beyond_the_basic_plane_too() -> None:
    texts = ["/\N{GRINNING FACE}a", "/\N{GRINNING FACE}b", "/\N{GRINNING FACE}\N{GRINNING FACE}", "/", ""]
    assert back(text_column(texts), len(texts)) == texts


def test_decimals_are_kept_as_many_as_are_wanted() -> None:
    assert back(number_column([0.04, 12.345, None, 3], 1), 4) == [0.0, 12.3, None, 3.0]


def test_addresses_stand_in_order_with_their_numbers_by_size() -> None:
    pages = [PageRow(number, f"https://e.example/p{one}") for number, one in enumerate((10, 9, 100, 2))]
    assert [page.url[-3:] for page in in_order(pages, 9)] == ["/p2", "/p9", "p10", "100"]
    assert [page.id for page in in_order(pages, 2)] == [1, 0]


@pytest.mark.slow
def test_a_hundred_thousand_pages_are_less_than_two_and_a_half_megabytes() -> None:
    chance = random.Random(5)
    pages = [
        PageRow(
            number, f"https://shop.example/{chance.choice(('red', 'blue'))}/thing-{chance.randrange(10**6)}.html", 200,
            "", 1, f"Thing number {number} | Shop", chance.randrange(2_000), number % 6, chance.randrange(300), 0.0,
            chance.uniform(40, 900), chance.randrange(9_000, 150_000),
        )
        for number in range(1, 100_001)
    ]  # fmt: skip
    run = Run(1, "shop.example", "https://shop.example/", 1.0, 2.0, RunState.DONE)
    report = build(ReportInput(run=run, verdict=Verdict((), (), ()), cards={}, pages=pages))
    text = render(report, ReportOptions())
    assert len(text.encode()) < 2_500_000
    assert "100,000" in text
