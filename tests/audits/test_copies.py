"""One page under several addresses: who is a copy of whom, and what small groups belong to."""

from __future__ import annotations

from audits.copies import cause_of, is_habit, one_of_each, without_index_file
from audits.rule import Fails
from marsad.rehearsal import site_view

TEXT = "<main><p>" + "Grey cats like to sleep on warm stones. " * 4 + "</p></main>"


def test_spellings_of_one_address_and_copies_of_one_text_are_one_page() -> None:
    pages = {"/a": TEXT, "/a/": TEXT, "/A": TEXT, "/a/index.html": TEXT, "/x//b": "<p>B", "/x/b": "<p>B", "/c": "<p>C"}
    site = site_view(Fails(pages, at=["/a"]))
    assert [page.url.removeprefix("https://example.com") for page in one_of_each(site, site.content)] == [
        "/a",
        "/x//b",
        "/c",
    ]


def test_copies_at_other_addresses_stay_where_only_spellings_are_left_out() -> None:
    site = site_view(Fails({"/a": TEXT, "/a/": TEXT, "/b": TEXT}, at=["/a"]))
    kept = one_of_each(site, site.content, with_copies=False)
    assert [page.url.removeprefix("https://example.com") for page in kept] == ["/a", "/b"]


def test_many_small_groups_are_one_cause_and_large_ones_their_own() -> None:
    sizes = [2] * 6 + [30]
    assert cause_of("a", 2, habit=is_habit(sizes)) == "small groups"
    assert cause_of("b", 30, habit=is_habit(sizes)) == "b"
    assert cause_of("a", 2, habit=is_habit([2] * 5)) == "a"


def test_an_address_without_index_file_has_no_folder_form() -> None:
    assert without_index_file("https://example.com/a/index.php") == "https://example.com/a/"
    assert without_index_file("https://example.com/a/reindex.html") is None
