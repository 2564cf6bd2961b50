"""Texts, plural forms, numbers and dates of each language, and messages by their templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from audits.verdicts import Counted, verdict_sentence
from reports import catalogue as catalogues
from reports.build import build
from reports.catalogue import Catalogue, catalogue_of, forms_of, languages, read_catalogue
from reports.english import ENGLISH
from reports.messages import Sayer, Template, fill, places
from reports.sentences import verdict
from reports.words import Words
from store.errors import ConfigError
from store.model import Evidence, Finding, Outcome, RuleCard
from tests.reports.specimen import specimen

NOVEMBER = 1_795_000_000.0  # 2026-11-18 11:06:40 UTC

CASES = {
    "en": {"one": [1], "other": [0, 2, 11, 101]},
    "sl": {"one": [1, 101, 201], "two": [2, 102], "few": [3, 4, 103], "other": [0, 5, 11, 100]},
    "ar": {"zero": [0], "one": [1], "two": [2], "few": [3, 10, 103], "many": [11, 99, 111], "other": [100, 101, 202]},
}


@pytest.mark.parametrize("lang", CASES)
def test_plural_forms_are_those_of_cldr(lang: str) -> None:
    words = Words.of(lang)
    assert set(forms_of(lang)) == set(CASES[lang])
    for form, numbers in CASES[lang].items():
        assert {words.plural_form(one) for one in numbers} == {form}


def test_a_counted_text_takes_the_form_of_its_number() -> None:
    texts = {f"pages.{form}": f"{form} {{n}}" for form in forms_of("sl")}
    words = Words("sl", texts)
    assert [words("pages", n=one) for one in (1, 2, 4, 5, 102)] == ["one 1", "two 2", "few 4", "other 5", "two 102"]


def test_a_counted_text_that_nobody_translated_takes_the_english_form() -> None:
    words = Words("sl", texts=Catalogue("sl"))
    assert words("pages", n=2) == ENGLISH["pages.other"].format(n=2)


@pytest.mark.parametrize(
    ("lang", "number", "share", "date", "duration"),
    [
        ("en", "12,345.5", "12%", "18 Nov 2026", "1 h 2 min"),
        ("sl", "12.345,5", "12\xa0%", "18. nov. 2026", None),
        ("ar", "12,345.5", None, "18 نوفمبر 2026", None),
    ],
)
def test_figures_are_written_as_the_language_does(
    lang: str, number: str, share: str | None, date: str, duration: str | None
) -> None:
    words = Words.of(lang)
    assert words.number(12345.5, 1) == number
    assert words.date(NOVEMBER) == date
    assert share is None or words.percent(0.12) == share
    assert duration is None or words.duration(3720) == duration
    assert not any("\u0660" <= letter <= "\u0669" for letter in words.number(1234567890) + words.percent(0.5) + date)


def test_a_page_of_arabic_runs_right_to_left_and_keeps_foreign_words_apart() -> None:
    words = Words("ar", {"line": "انظر {name} هنا"})
    assert words.direction == "rtl"
    assert words("line", name="https://shop.example/") == "انظر \u2068https://shop.example/\u2069 هنا"
    assert Words("en").direction == "ltr"


# --- messages


def test_the_template_that_says_most_itself_is_taken() -> None:
    texts = {
        ("r/evidence", "The page {url} answers {status}."): "SHORT {url} {status}",
        ("r/evidence", "The page {url} answers {status} and says “{text}”."): "LONG {status} {text} {url}",
    }
    said = sayer(texts).say("The page /a answers 404 and says “no”.", ["r/evidence"])
    assert said == "LONG 404 no /a"


def test_a_template_says_the_whole_message_or_nothing() -> None:
    texts = {("r/evidence", "The page {url} answers."): "X {url}"}
    assert sayer(texts).say("Well. The page /a answers. Or so.", ["r/evidence"]) is None


def test_two_messages_in_a_row_are_said_one_after_the_other() -> None:
    texts = {("r/evidence", "It answers {status}."): "B {status}.", ("r/evidence", "See {url}."): "A {url}."}
    assert sayer(texts).say("See /a. It answers 500.", ["r/evidence"]) == "A /a. B 500."


def test_words_that_fill_a_place_are_said_too() -> None:
    texts = {("r/evidence", "It has {what}."): "Ima {what}.", ("shared/part", "no title"): "brez naslova"}
    assert sayer(texts).say("It has no title.", ["r/evidence"]) == "Ima brez naslova."


@pytest.mark.parametrize(
    ("count", "said"), [("1", "1 stran"), ("2", "2 strani"), ("1,005", "1.005 pet"), ("x", "x pet")]
)
def test_a_choice_takes_the_form_of_its_number(count: str, said: str) -> None:
    words = Words.of("sl")
    form: Callable[[float], int] = lambda number: forms_of("sl").index(words.plural_form(int(number)))  # noqa: E731
    assert fill("{n} {n:stran|strani|tri|pet}", {"n": count}, words.number, form, str) == said


def test_years_and_codes_keep_their_digits() -> None:
    texts = {("r/evidence", "Since {year}: {n}."): "Od {year}: {n}."}
    assert sayer(texts).say("Since 2026: 1,234.", ["r/evidence"]) == "Od 2026: 1.234."


def test_names_of_places_are_read() -> None:
    assert places("{a} {{b}} {c:one|two}") == {"a", "c"}
    assert Template("{a} and {a}", "").values("x and x") == {"a": "x"}


def sayer(texts: dict[tuple[str, str], str]) -> Sayer:
    words = Words.of("sl")
    return Sayer(texts, words.number, lambda number: 0, str)


# --- the sentence of a cause

COUNTS = [
    Counted(1),
    Counted(40, 1800, 40, "/p/{slug}"),
    Counted(1710, 1800, 3000, "/p/{slug}", "footer > p"),
    Counted(30, 20, 30, "/p/{slug}", "body > header.top"),
    Counted(20, 20, 20, "/p/{slug}"),
    Counted(12, 0, 12, is_everywhere=True),
    Counted(12, 0, 30),
    Counted(3, 900, 3, "/p/{slug}", is_sampled=True),
    Counted(3, 900, 3, is_sampled=True),
    Counted(0, occurrences=4),
    Counted(0, occurrences=1),
    Counted(1, is_of_site=True),
]


@pytest.mark.parametrize("title", ["Link leads nowhere", "Is this a heading?", "Two things: one is wrong"])
@pytest.mark.parametrize("counted", COUNTS)
def test_every_sentence_of_a_cause_can_be_said_in_another_language(title: str, counted: Counted) -> None:
    card = replace(next(iter(specimen().cards.values())), title=title)
    told = (card.id, "https://a.example/b", Outcome.FAIL, card.severity, card.certainty, card.message, Evidence())
    found = [Finding(*told, page_id=1)]
    english = verdict_sentence(card, found, counted)
    message, brief = said_of(card, english)
    assert message.lang == "", english
    assert message.startswith("TITLE")
    assert brief
    numbers = [f"{one:,}" for one in (counted.pages, counted.template_pages) if one > 1 and f"{one:,}" in english]
    assert all(one in message for one in numbers), message


def test_the_last_place_of_a_message_takes_in_no_number_of_pages() -> None:
    card = next(iter(specimen().cards.values()))
    texts = {(f"{card.id}/evidence", "{url} answers {status}"): "ANSWERS {status} AT {url}"}
    message, _ = said_of(card, "https://a.example/ answers 404: 1 page (/b).", texts)
    assert "ANSWERS 404 AT" in message


def test_a_sentence_made_in_an_unknown_way_stays_english_and_says_so() -> None:
    card = next(iter(specimen().cards.values()))
    assert said_of(card, "Something that no rule says.")[0].lang == "en"


def said_of(card: RuleCard, english: str, more: dict[tuple[str, str], str] | None = None):  # type: ignore[no-untyped-def]
    cause = replace(build(specimen()).causes[0], rule=card.id, title=card.title, message=english, brief=english)
    texts = Catalogue("de", {}, {(f"{card.id}/title", card.title): "TITLE", **(more or {})})
    words = Words("de", {key: text for key, text in ENGLISH.items() if key.startswith("verdict.")}, texts=texts)
    words.number = lambda value, decimals=0: f"{value:,.{decimals}f}"  # type: ignore[method-assign,assignment]
    return verdict(cause, words)


# --- files

NEW = """msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgctxt "report/skip"
msgid "Skip to the content"
msgstr "Zum Inhalt"

#, fuzzy
msgctxt "report/top"
msgid "Up"
msgstr "Hinauf"

msgctxt "report/pages"
msgid "{n} page"
msgid_plural "{n} pages"
msgstr[0] "{n} Seite"
msgstr[1] "{n} Seiten"

msgctxt "link-broken/title"
msgid "Link leads nowhere"
msgstr "Link führt ins Leere"
"""


def test_a_new_language_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "locale/de/LC_MESSAGES/marsad.po"
    file.parent.mkdir(parents=True)
    file.write_text(NEW, encoding="utf-8")
    monkeypatch.setattr(catalogues, "files", lambda _: tmp_path)
    languages.cache_clear()
    catalogue_of.cache_clear()
    try:
        assert languages() == ("en", "de")
        words = Words.of("de-AT")
        assert words("skip") == "Zum Inhalt"
        assert [words("pages", n=one) for one in (1, 2)] == ["1 Seite", "2 Seiten"]
        assert words.rule_text("link-broken", "title", "Link leads nowhere") == "Link führt ins Leere"
        assert words("top") == ENGLISH["top"], "nobody has looked at a fuzzy text"
    finally:
        languages.cache_clear()
        catalogue_of.cache_clear()


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "marsad.po"
    file.write_text("msgid without quotes\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"marsad\.po"):
        read_catalogue(file, "sl")


def test_arabic_and_slovenian_are_there() -> None:
    assert {"en", "ar", "sl"} <= set(languages())
