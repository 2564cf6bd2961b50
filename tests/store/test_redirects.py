"""What is advised in place of an address that has moved, and what is not."""

from __future__ import annotations

import pytest

from store.redirects import replacement_of


@pytest.mark.parametrize(
    ("old", "new", "redirects"),
    [
        ("http://a.example/x", "https://a.example/x", (301,)),
        ("http://a.example/", "https://www.a.example/", (301, 308)),
        ("https://a.example/old", "https://b.example/new?x=1", (308,)),
    ],
)
def test_a_permanent_move_is_advised(old: str, new: str, redirects: tuple[int, ...]) -> None:
    assert replacement_of(old, new, redirects, 200) == new


@pytest.mark.parametrize(
    ("new", "redirects", "status"),
    [
        ("https://a.example/new", (302,), 200),
        ("https://a.example/new", (301, 302), 200),
        ("https://a.example/new", (301,), 404),
        ("https://a.example/new", (), 200),
        ("", (301,), 200),
        ("https://a.example/old/", (301,), 200),
        ("https://a.example/", (301,), 200),
        ("https://a.example/login?next=/old", (301,), 200),
        ("https://a.example/users/sign-in", (301,), 200),
        ("https://a.example/404.html", (301,), 200),
    ],
)
def test_what_is_no_new_place_is_not(new: str, redirects: tuple[int, ...], status: int) -> None:
    assert replacement_of("https://a.example/old", new, redirects, status) == ""
