"""The library is asked only where a cheap look leaves a doubt, and names no language for what is no prose."""

from __future__ import annotations

import pytest

from audits.language_detection import LANGUAGES, SURE, guess, is_prose, language_of_tag, seems_to_be
from audits.link_texts import same_address
from audits.standards.languages import has_language
from audits.standards.stop_words import OWN_WORDS, STOP_WORDS

TEXTS = {
    "en": "The boats are built by hand in the old yard, and each of them takes about two years to be finished.",
    "de": "Die Boote werden in der alten Werft von Hand gebaut, und jedes von ihnen braucht etwa zwei Jahre.",
    "fr": "Les bateaux sont construits à la main dans le vieux chantier, et chacun demande environ deux ans.",
    "es": "Los barcos se construyen a mano en el viejo astillero, y cada uno de ellos necesita unos dos años.",
    "it": "Le barche sono costruite a mano nel vecchio cantiere, e ognuna di esse richiede circa due anni di lavoro.",
    "sl": "Čolne izdelujejo ročno v stari ladjedelnici, za vsakega od njih pa potrebujejo približno dve leti.",
    "ar": "تُبنى القوارب يدويا في الحوض القديم، ويستغرق كل واحد منها نحو عامين حتى يكتمل العمل فيه",
    "ru": "Лодки строят вручную на старой верфи, и на каждую из них уходит около двух лет работы.",
    "lv": "Laivas tiek būvētas ar rokām vecajā kuģu būvētavā, un katrai no tām vajag apmēram divus gadus.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_in_the_named_language_raises_no_doubt(language: str) -> None:
    assert guess(TEXTS[language], language) is None


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("written", TEXTS)
def test_a_sentence_in_another_language_is_told_for_sure(written: str, language: str) -> None:
    if written != language:
        found = guess(TEXTS[written], language)
        assert found is not None
        assert found.language == written
        assert found.lead >= SURE
        assert is_prose(TEXTS[written], written)


@pytest.mark.parametrize("language", TEXTS)
def test_the_cheap_look_takes_no_sentence_for_another_language(language: str) -> None:
    taken = {written for written in TEXTS if seems_to_be(TEXTS[written], language)}
    assert taken <= {language}


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "sl", "ar", "ru"])
def test_the_cheap_look_settles_a_sentence_in_the_named_language(language: str) -> None:
    assert seems_to_be(f"{TEXTS[language]} {TEXTS[language]}", language)


@pytest.mark.parametrize(
    "text",
    [
        "AssertEqual AssertFalse AssertGreater AssertIsNull AssertNotIn AssertRegex ReportError RunTest SkipTest",
        "AVERAGE, COUNT, COUNTA, MAX, MIN, PRODUCT, STDEV.S, STDEV.P, SUM, VAR.S, MEDIAN, LARGE, SMALL",
        "Canon Nikon Sony Leica Fuji Olympus Pentax Sigma Tamron Tokina Zeiss Minolta Ricoh Contax",
        "{a: 1, b: [2, 3]} => {c: 4} <d e=5> (f|g) $h #i @j ~k ^l \\m",
    ],
)
def test_names_and_code_are_no_prose(text: str) -> None:
    assert not is_prose(text, "en")
    assert not is_prose(text, "eo")


def test_near_relatives_are_not_told_apart() -> None:
    assert guess("Brodovi se grade ručno u starom brodogradilištu, a svaki traje dvije godine.", "sr") is None
    assert guess("Båtene er bygget for hånd i det gamle verftet, og hver av dem tar to år.", "da") is None


def test_sample_text_in_latin_is_no_language() -> None:
    assert (
        guess("Lorem ipsum dolor sit amet, consectetur adipiscing elit. Pellentesque elementum dignissim.", "en")
        is None
    )


def test_tags_lead_to_the_languages_that_are_told_apart() -> None:
    assert [language_of_tag(tag) for tag in ("en-GB", "nb-NO", "iw", "sr-Latn", "tlh", "")] == [
        "en",
        "no",
        "he",
        "",
        "",
        "",
    ]
    assert {"nb" if code == "no" else code for code in LANGUAGES} >= {"en", "sl", "ar"}


def test_words_of_one_language_are_in_no_other_list() -> None:
    for language, words in OWN_WORDS.items():
        others = set().union(*(found for code, found in STOP_WORDS.items() if code != language))
        assert not others & set(words)


@pytest.mark.parametrize(
    ("tag", "is_known"),
    [("en", True), ("EN-us", True), ("haw", True), ("en-US-GB", True), ("eng", False), ("deu", False), ("i-lux", False),
     ("english", False), ("en_US", False), (" ", False), ("#!", False)],
)  # fmt: skip
def test_a_language_is_known_by_the_first_part_of_its_tag(tag: str, is_known: bool) -> None:
    assert has_language(tag) is is_known


@pytest.mark.parametrize(
    "other",
    ["http://example.com/a", "https://www.example.com/a/", "https://example.com/a/index.html#b", "https://example.com/a?utm_source=x"],
)  # fmt: skip
def test_addresses_that_mean_one_page_are_the_same(other: str) -> None:
    assert same_address(other) == same_address("https://example.com/a")


def test_addresses_that_differ_in_their_query_are_not_the_same() -> None:
    assert same_address("https://example.com/a?page=1") != same_address("https://example.com/a?page=2")
