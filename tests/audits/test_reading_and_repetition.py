"""Reading ease follows Flesch's formula, and what a text repeats is found."""

from __future__ import annotations

import pytest

from audits.reading_ease import reading_ease, syllables_of
from audits.repetition import most_repeated


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("cat", 1), ("tables", 2), ("little", 2), ("while", 1),
        ("make", 1), ("makes", 1), ("jumped", 1), ("wanted", 2), ("people", 2),
        ("beautiful", 3), ("administration", 5), ("idea", 2), ("rhythm", 1), ("see", 1), ("boxes", 2), ("I", 1),
    ],
)  # fmt: skip
def test_syllables_are_groups_of_vowels_without_silent_ends(word: str, syllables: int) -> None:
    assert syllables_of(word) == syllables


def test_the_score_is_flesch_s_formula() -> None:
    found = reading_ease(["The cat sat on the mat."])
    assert found is not None
    assert found.score == pytest.approx(206.835 - 1.015 * 6 - 84.6)
    assert (found.words, found.sentences) == (6, 1)


def test_fragments_without_an_end_do_not_count() -> None:
    assert reading_ease(["Cats and dogs", "International administration"]) is None


def test_points_of_abbreviations_end_no_sentence() -> None:
    found = reading_ease(["Use a brush, e.g. one of Dr. Cat, and 3.5 litres of water."])
    assert found is not None
    assert found.sentences == 1


def test_the_longest_phrase_wins() -> None:
    words = ("buy cheap shoes today or " * 4).split()
    assert most_repeated(words, {"or"}, 4) == ("buy cheap shoes", 4)


def test_a_phrase_neither_begins_nor_ends_with_a_small_word() -> None:
    words = ("of the cat 12 " * 5).split()
    assert most_repeated(words, {"of", "the"}, 5) == ("cat", 5)
    assert most_repeated(words, {"of", "the", "cat"}, 5) is None
