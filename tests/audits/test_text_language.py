"""The language of a text is doubted only where script and small words leave none."""

from __future__ import annotations

from pathlib import Path

import pytest

from audits.text_language import base_language, language_of, other_language, sample_of, script_of

TEXTS = {
    "en": "The cat sat on the mat and it was happy with all of the things that we have for our friends in this house. ",
    "de": "Die Katze ist mit allem zufrieden, was wir für unsere Freunde haben, und sie ist auch nicht allein. ",
    "fr": "Notre chat dort sur un tapis et il est heureux avec tout ce que nous avons pour nos amis dans la maison. ",
    "sl": "Mačka sedi na preprogi in je zadovoljna z vsem, kar imamo za prijatelje v hiši, ki so jo kupili za nas. ",
    "ar": "جلست القطة على السجادة وكانت سعيدة بكل الأشياء التي لدينا لأصدقائنا في هذا البيت ",
    "ru": "Кошка сидела на коврике и была довольна всем, что у нас есть для друзей в этом доме. ",
    "ja": "猫はマットの上に座っていて、この家の友達のために持っているものすべてに満足していました。",
    "zh": "猫坐在垫子上，对我们在这个家里为朋友们准备的一切都很满意。我们也有一只狗，它们是好朋友。",
    "el": "Η γάτα καθόταν στο χαλί και ήταν ευχαριστημένη με όλα όσα έχουμε για τους φίλους μας στο σπίτι. ",
    "ko": "고양이는 매트 위에 앉아 있었고 우리가 이 집에서 친구들을 위해 가진 모든 것에 만족했습니다. ",
}
LONG = {language: text * 10 for language, text in TEXTS.items()}


@pytest.mark.parametrize("language", LONG)
def test_a_text_in_the_named_language_is_never_doubted(language: str) -> None:
    assert other_language(language, LONG[language]) is None


@pytest.mark.parametrize("language", LONG)
@pytest.mark.parametrize("written", ["en", "de", "fr", "sl"])
def test_a_text_in_another_language_in_latin_script_is_told_by_name(language: str, written: str) -> None:
    if language != written:
        found = other_language(language, LONG[written])
        assert found is not None
        assert (found.name, found.is_script) == (written, False)


@pytest.mark.parametrize(
    ("written", "script"), [("ar", "Arabic"), ("ru", "Cyrillic"), ("el", "Greek"), ("ko", "Hangul")]
)
def test_a_text_in_another_script_is_told_by_the_script(written: str, script: str) -> None:
    found = other_language("en", LONG[written])
    assert found is not None
    assert (found.name, found.is_script) == (script, True)


def test_chinese_and_japanese_are_told_apart_by_kana() -> None:
    assert other_language("ja", LONG["zh"]) == ("zh", False, 1.0)
    found = other_language("zh", LONG["ja"])
    assert found is not None
    assert found.name == "ja"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", TEXTS["en"]),
        ("sr", LONG["en"]),
        ("en", ""),
        ("hr", LONG["sl"]),
        ("ru", "Canon Nikon Sony Leica Fuji Olympus Pentax " * 20),
        ("ar", "def main(path): return open(path).read().split() " * 20),
        ("x-klingon", LONG["en"]),
    ],
    ids=["short", "a language of two scripts", "nothing", "alike", "names", "code", "unknown"],
)
def test_nothing_is_said_where_nothing_is_sure(language: str, text: str) -> None:
    assert other_language(language, text) is None


def test_a_script_subtag_leaves_the_language_unjudged() -> None:
    assert (base_language("sr-Latn-RS"), base_language("pt_BR"), base_language("EN")) == ("", "pt", "en")


def test_the_script_is_that_of_most_letters() -> None:
    assert script_of("abcd где")[0] == "Latin"
    assert script_of(LONG["ru"])[0] == "Cyrillic"
    assert script_of("123 !") == ("", 0.0)


def test_a_sample_comes_from_the_middle_of_a_long_text() -> None:
    text = "menu " * 2_000 + "middle " * 2_000 + "legal " * 2_000
    assert set(sample_of(text).split()) == {"middle"}


def test_the_small_words_name_the_language() -> None:
    assert [language_of(LONG[name]) for name in ("en", "de", "fr", "sl", "ru")] == ["en", "de", "fr", "sl", ""]


def test_every_language_version_of_a_page_of_examples_is_its_own() -> None:
    folder = Path(__file__).parents[3] / "shared" / "corpora" / "act"
    if not folder.is_dir():
        pytest.skip("the ACT corpus is not there")
    english = (folder / "README.md").read_text("utf-8")
    assert other_language("en", english) is None
    assert other_language("de", english) is not None
