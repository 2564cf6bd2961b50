"""Numbers are read as the countries of the world write them, and never for sure where they may mean two things."""

from __future__ import annotations

import pytest

from audits.amounts import amounts, number_of, plain_digits, readings


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1234", 1234),
        ("1234.56", 1234.56),
        ("1,234.56", 1234.56),
        ("1.234,56", 1234.56),
        ("1 234,56", 1234.56),
        ("1\u00a0234,56", 1234.56),
        ("1\u202f234,56", 1234.56),
        ("1'234.56", 1234.56),
        ("1’234.56", 1234.56),
        ("1,23,456.00", 123456),
        ("1.234.567", 1234567),
        ("12,99", 12.99),
        ("0,5", 0.5),
        ("1,299", 1299),
        ("1.299", 1299),
        ("١٬٢٣٤٫٥٦", 1234.56),
        ("۱۲۳۴", 1234),
        ("１２，３４５".replace("，", ","), 12345),
        ("९९९", 999),
    ],
)
def test_each_way_of_writing_an_amount_is_read(written: str, value: float) -> None:
    assert value in readings(plain_digits(written))
    assert any(value in one.values for one in amounts(f"Price: {written} for all"))


def test_a_mark_that_may_mean_two_things_has_two_readings() -> None:
    assert readings("1.299") == {1.299, 1299.0}
    assert readings("1.299,00") == {1299.0}
    assert readings("12.5") == {12.5}


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("€ 1.299,00", 1299, "EUR"),
        ("1 299,00 €", 1299, "EUR"),
        ("12,- €", 12, "EUR"),
        ("$19.99", 19.99, "USD"),
        ("USD 19.99", 19.99, "USD"),
        ("249 kr", 249, "SEK"),
        ("249 kr", 249, "DKK"),
        ("٩٩٫٥٠ ر.س", 99.5, "SAR"),
        ("1 200 руб.", 1200, "RUB"),
        ("12,300円", 12300, "JPY"),
        ("￥12,300", 12300, "JPY"),
        ("49,90 zł", 49.9, "PLN"),
        ("R$ 1.234,50", 1234.5, "BRL"),
        ("12 99 €", 12.99, "EUR"),
        ("$ 49 . 99", 49.99, "USD"),
        ("от 1 500 р.", 1500, "RUB"),
    ],
)
def test_the_sign_beside_an_amount_tells_its_currency(text: str, value: float, currency: str) -> None:
    assert any(value in one.values and currency in one.currencies for one in amounts(text))


def test_a_word_that_begins_like_a_sign_is_none() -> None:
    assert [one.currencies for one in amounts("3 krakens, 4 Rpms and 5 EUROPEANS")] == [frozenset()] * 3


def test_two_numbers_side_by_side_are_not_one_alone() -> None:
    values = {value for one in amounts("2 100 pieces") for value in one.values}
    assert {2.0, 100.0, 2100.0} <= values


def test_numbers_of_markup_are_plain() -> None:
    assert number_of("9.50") == 9.5
    assert number_of(12) == 12
    assert number_of("1.299") == 1.299
    assert number_of("1,299") is None
    assert number_of("1.299,00 €") == 1299
    assert number_of("on request") is None
    assert number_of("9" * 40) == float("9" * 40)
