"""Near copies are found without comparing every page with every other."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.duplicates import exact_groups, likeness, minhash_of, near_groups, near_pairs, words_of
from audits.site import Signature

WORDS = [f"word{number}" for number in range(3_000)]


def text_of(seed: int, length: int = 300) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def changed(words: list[str], share: float, seed: int) -> list[str]:
    dice = random.Random(seed)
    return [dice.choice(WORDS) if dice.random() < share else word for word in words]


def signature(page: int, words: list[str]) -> Signature:
    text = " ".join(words)
    return Signature(page, len(words), f"{hash(text):x}", minhash_of(text))


def jaccard(one: list[str], other: list[str]) -> float:
    a, b = ({tuple(words[i : i + 3]) for i in range(len(words) - 2)} for words in (one, other))
    return len(a & b) / len(a | b)


@pytest.mark.parametrize("length", [60, 300, 3_000])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.1, 0.5])
def test_likeness_is_near_the_true_share_of_common_triples(length: int, share: float) -> None:
    errors = []
    for seed in range(12):
        one = text_of(seed, length)
        other = changed(one, share, seed + 100)
        errors.append(likeness(signature(1, one), signature(2, other)) - jaccard(one, other))
    assert abs(sum(errors) / len(errors)) < 0.06
    assert max(map(abs, errors)) < 0.25


def test_near_copies_are_found_among_strangers() -> None:
    pages = [signature(number, text_of(number)) for number in range(300)]
    copies = [signature(1_000 + number, changed(text_of(number), 0.02, number)) for number in range(30)]
    found = near_pairs([*pages, *copies])
    assert {(one, other) for one, other, _ in found} == {(number, 1_000 + number) for number in range(30)}
    assert all(value >= 0.5 for _, _, value in found)


def test_a_thousand_pages_that_are_alike_are_one_group_and_few_pairs() -> None:
    base = text_of(1)
    pages = [signature(number, [f"own{number}", *changed(base, 0.01, number)]) for number in range(1_000)]
    assert near_groups(pages) == [list(range(1_000))]
    assert len(near_pairs(pages)) < 1_000 * 100


def test_exact_copies_are_told_by_digest_and_not_as_near() -> None:
    base = text_of(1)
    pages = [signature(1, base), signature(2, base), signature(3, text_of(2))]
    assert exact_groups(pages) == [[1, 2]]
    assert near_pairs(pages) == []
    assert likeness(pages[0], pages[1]) == 1.0


def test_texts_that_are_too_short_are_like_nothing() -> None:
    assert minhash_of("two words") == b""
    assert likeness(Signature(1, 2, "a"), Signature(2, 2, "b")) == 0.0
    assert exact_groups([Signature(1, 0, ""), Signature(2, 0, "")]) == []


def test_signs_without_spaces_are_words() -> None:
    assert words_of("Das Haus") == ["das", "haus"]
    assert words_of("你好世界") == ["你", "好", "世", "界"]
    assert words_of("مرحبا بالعالم") == ["مرحبا", "بالعالم"]


@given(st.text(max_size=400))
def test_any_text_has_one_signature(text: str) -> None:
    assert minhash_of(text) == minhash_of(text)
    assert len(minhash_of(text)) in (0, 512)
