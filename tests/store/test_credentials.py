"""Keys and tokens are found by their makers' formats, and never told."""

from __future__ import annotations

import pytest

from store.credentials import crc_base62, entropy, find_credentials, may_hold_credentials

# Put together here, so that no scanner takes this file for a leak.
RANDOM = "Zq8Rk3Vt6Yw1Xb5Nc7Md9Lf2Jg4Hh0"
GITHUB = "ghp" + "_" + RANDOM + crc_base62(RANDOM)
STRIPE = "sk" + "_live_" + RANDOM
AMAZON = "AK" + "IAQ3EGRZ5QJ7K2LMNB"
PRIVATE = (
    "-----BEGIN "
    + "PRIVATE KEY-----\n"
    + "".join(chr(65 + number * 7 % 26) + str(number % 10) for number in range(40)) * 4
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (GITHUB, "GitHub"),
        ("npm" + "_" + RANDOM + crc_base62(RANDOM), "npm"),
        (STRIPE, "Stripe"),
        (AMAZON, "Amazon Web Services"),
        ("glpat" + "-" + RANDOM[:20], "GitLab"),
        ("https://hooks." + f"slack.com/services/T0AB12CD3/B0AB12CD3/{RANDOM[:24]}", "Slack webhook"),
        ("GOCSPX" + "-" + RANDOM[:28], "Google OAuth"),
        ("shpat" + "_" + "8f3a1c7e9b2d4f6a0c5e8b1d3f7a9c2e", "Shopify"),
        (PRIVATE, "private key"),
    ],
)
def test_key_is_found_with_its_maker_and_line(text: str, kind: str) -> None:
    found = list(find_credentials(f"one\nvar a = '{text}';"))
    assert [(one.kind, one.line) for one in found] == [(kind, 2)]
    assert may_hold_credentials(text)


@pytest.mark.parametrize("key", [GITHUB, STRIPE, AMAZON])
def test_no_part_of_a_key_is_told_but_its_makers_prefix(key: str) -> None:
    (found,) = find_credentials(f'"{key}"')
    assert key[8:12] not in found.shown
    assert len(found.shown) < len("hooks.slack.com…, 1000 characters")


@pytest.mark.parametrize(
    "text",
    [
        GITHUB[:-1] + ("0" if GITHUB[-1] != "0" else "1"),
        "AK" + "IAIOSFODNN7EXAMPLE",
        "sk" + "_live_" + "x" * 24,
        "sk" + "_live_" + "your1stripe2secret3key4here",
        "pk" + "_live_" + RANDOM,
        "sk" + "_test_" + RANDOM,
        "AIza" + "SyDdI0hCZtE6vySjMm-WEfRq3CPzqKqqsHI",
        "task-list-with-many-words-in-it-and-more",
        "-----BEGIN " + "PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        "-----BEGIN " + "PUBLIC KEY-----\n" + "AbC1" * 80,
        "xghp" + "_" + RANDOM + crc_base62(RANDOM),
    ],
)
def test_what_only_looks_like_a_key_is_left_alone(text: str) -> None:
    assert not list(find_credentials(f"a '{text}' b"))


def test_key_that_comes_often_is_told_once() -> None:
    assert len(list(find_credentials(f"{STRIPE} {STRIPE} {GITHUB}"))) == 2


def test_entropy_tells_words_from_random_letters() -> None:
    assert entropy("") == 0.0
    assert entropy("passwordpassword") < 3.0 < entropy(RANDOM)


def test_hostile_text_takes_no_long_time() -> None:
    # Patterns that could start at every character: linear, so that a page of two megabytes is read in a moment.
    text = ("sk-" * 1000 + "T3BlbkFJ" + "hooks.slack.com/services/T" + "A" * 1000) * 50
    assert not list(find_credentials(text))
