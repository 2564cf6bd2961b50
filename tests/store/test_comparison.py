"""What differs between two runs is told, and what only one of them could not read is not."""

from __future__ import annotations

from typing import Any

import pytest

from store.comparison import compare_pages, in_doubt, likeness, text_difference
from store.model import Canonical, Facts, Failure, Hreflang, Page, Source

SHAPE, OTHER = bytes(range(128)), bytes(reversed(range(128)))


def page_of(number: int, url: str = "", status: int = 200, **fields: Any) -> Page:
    names = ("title", "description", "h1", "canonicals", "text_digest", "schema_types", "hreflang")
    told = {name: fields.pop(name) for name in names if name in fields}
    facts = Facts(**{"title": "A", "text_digest": f"t{number}", "word_count": 80, **told}) if status == 200 else None
    given: dict[str, Any] = {"id": number, "status": status, "facts": facts, "fingerprint": SHAPE, "template_id": 1}
    return Page(url or f"https://a.test/{number}", **{**given, **fields})


def test_pages_are_added_removed_or_moved() -> None:
    before = [page_of(1), page_of(2), page_of(3), page_of(4, text_digest="same"), page_of(5)]
    now = [
        page_of(1),
        page_of(2, status=404),
        page_of(5, status=301, redirect_to="https://a.test/9"),
        page_of(6),
        page_of(8, text_digest="same"),
        page_of(9),
    ]
    found = compare_pages(before, now)
    assert [page.id for page in found.added] == [6]
    assert [page.id for page in found.removed] == [2]
    assert [page.id for page in found.unmet] == [3]  # nobody asked what became of it
    assert [page.id for page in compare_pages(before, now, stood_in={3}).removed] == [3, 2]
    assert sorted((old.id, new.id) for old, new in found.moved) == [(4, 8), (5, 9)]


def test_a_page_that_only_an_earlier_run_knew_is_orphaned_unless_its_list_could_not_be_read() -> None:
    before = [page_of(1), page_of(2), page_of(3, sources=Source.EARLIER)]
    now = [page_of(1), page_of(2, sources=Source.EARLIER), page_of(3, sources=Source.EARLIER | Source.REDIRECT)]
    assert [page.id for page in compare_pages(before, now).orphaned] == [2]
    assert compare_pages(before, now, doubtful={2}).orphaned == []
    linked = {8: [9], 9: [2]}
    read = {page.id: page for page in [*now, page_of(8, status=503)]}
    asked = lambda ids: [target for one in ids for target in linked.get(one, ())]  # noqa: E731
    assert in_doubt(read, (), asked) == {2}
    assert in_doubt({**read, 8: page_of(8)}, (), asked) == set()
    assert in_doubt({**read, 8: page_of(8)}, [9], asked) == {2}


def test_where_a_run_was_not_whole_only_what_answers_so_is_gone() -> None:
    before = [page_of(1), page_of(2), page_of(3)]
    found = compare_pages(before, [page_of(1), page_of(2, status=410), page_of(7)], is_whole=False)
    assert [page.id for page in found.removed] == [2]
    assert found.added == []


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 503}, {"status": 429}, {"status": 403}, {"status": 0, "failure": Failure.TIMEOUT},
        {"status": 200, "failure": Failure.CHALLENGE}, {"status": 200, "failure": Failure.TRUNCATED},
    ],
)  # fmt: skip
def test_trouble_that_passes_is_no_change(trouble: dict[str, Any]) -> None:
    there, troubled = page_of(1, title="A"), page_of(1, title="Are you a robot?", **trouble)
    for before, now in ((there, troubled), (troubled, there)):
        found = compare_pages([before], [now])
        told = [one for kind, ones in found.changes.items() for one in ones if kind != "status" or one.now != "503"]
        assert told == []
        assert (found.added, found.removed, found.moved) == ([], [], [])


def test_each_part_of_a_page_is_told_by_itself() -> None:
    before = page_of(
        1, description="One", h1=("A",), schema_types=("Product",), hreflang=(Hreflang("ar", "", "", "head"),)
    )
    now = page_of(
        1,
        title="B",
        description="Two",
        h1=("B",),
        canonicals=(Canonical("https://a.test/2", "/2", "head"),),
        text_digest="other",
    )
    found = compare_pages([before], [now])
    kinds = sorted(kind for kind, ones in found.changes.items() if ones)
    assert kinds == ["canonical", "content", "description", "h1", "hreflang", "structured-data", "title"]
    assert all(not ones for ones in compare_pages([before], [before]).changes.values())


def test_a_template_is_told_with_the_pages_that_have_another_markup() -> None:
    before = [page_of(number) for number in range(1, 11)]
    now = [page_of(number, fingerprint=OTHER if number < 9 else SHAPE) for number in range(1, 11)]
    ((urls, both),) = compare_pages(before, now).reshaped.values()
    assert (len(urls), both) == (8, 10)
    assert compare_pages(before, before).reshaped == {}


def test_texts_are_compared_by_words_and_files_by_lines() -> None:
    assert likeness("one two three", "one two three") == 1.0
    assert likeness("", "") == 1.0
    assert likeness("one two three four", "five six seven eight") == 0.0
    assert 0.4 < likeness("one two three four five six", "one two three four five seven") < 0.9
    assert text_difference("a\nb\n", "a\nc\n") == ["-b", "+c"]
    assert text_difference("a\n", "a\n") == []
