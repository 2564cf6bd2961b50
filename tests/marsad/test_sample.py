"""The browser's sample covers every template, begins with the start page, and keeps to its budget."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from marsad.config import SampleOptions
from marsad.sample import choose_lab_sample, choose_sample, pages_to_walk
from store.model import Facts, Page, Source, Template

TEMPLATES = [Template(number, f"/t{number}/{{slug}}", 1, "") for number in range(1, 5)]


def page(number: int, template: int, *, elements: int = 100, sources: Source = Source.LINK, status: int = 200) -> Page:
    return Page(
        f"https://example.com/{number}",
        id=number,
        status=status,
        sources=sources,
        template_id=template,
        facts=Facts(dom_elements=elements),
    )


def chosen(pages: list[Page], inlinks: dict[int, int] | None = None, **options: int) -> list[int]:
    sample = choose_sample(pages, TEMPLATES, inlinks or {}, SampleOptions.model_validate(options))
    return [one.id for one in sample]


def test_the_start_page_comes_first() -> None:
    pages = [page(1, 1), page(2, 1), page(3, 2, sources=Source.START)]
    assert chosen(pages)[0] == 3


def test_every_template_is_seen_before_any_is_seen_twice() -> None:
    pages = [page(number, 1 + number % 4) for number in range(1, 41)]
    found = chosen(pages, max_pages=4, pages_per_template=3)
    assert {1 + number % 4 for number in found} == {1, 2, 3, 4}


def test_the_most_linked_page_and_the_outlier_stand_for_a_template() -> None:
    pages = [page(number, 1) for number in range(1, 9)] + [page(9, 1, elements=5_000)]
    assert set(chosen(pages, {5: 40}, pages_per_template=2)) == {5, 9}


def test_only_pages_that_answered_are_loaded() -> None:
    assert chosen([page(1, 1, status=404), page(2, 1)]) == [2]


def test_no_budget_means_no_page() -> None:
    assert chosen([page(1, 1, sources=Source.START)], max_pages=0) == []


@given(st.lists(st.integers(1, 4), max_size=60), st.integers(0, 20), st.integers(1, 5))
def test_the_budget_holds_and_no_page_comes_twice(templates: list[int], most: int, each: int) -> None:
    pages = [page(number, template) for number, template in enumerate(templates, start=1)]
    found = chosen(pages, max_pages=most, pages_per_template=each)
    assert len(found) == len(set(found)) <= most
    if most >= 4:
        assert {templates[number - 1] for number in found} == set(templates)


def test_one_page_of_each_template_is_walked_by_keyboard() -> None:
    sample = [page(1, 1), page(2, 1), page(3, 2), page(4, 2), page(5, 3)]
    assert pages_to_walk(sample) == {1, 3, 5}


def test_outliers_and_the_start_page_are_walked_too() -> None:
    sample = [page(1, 1), page(2, 1, elements=201), page(3, 1, elements=49), page(4, 1, elements=200)]
    assert pages_to_walk([*sample, page(5, 1, sources=Source.START)]) == {1, 2, 3, 5}


def test_pages_without_a_template_are_walked_each() -> None:
    alone = [Page(f"https://example.com/{number}", id=number, facts=Facts(dom_elements=9)) for number in (1, 2)]
    assert pages_to_walk(alone) == {1, 2}


def test_the_page_that_earns_most_stands_for_its_template() -> None:
    pages = [page(number, 1) for number in range(1, 9)]
    worth = {"https://example.com/7": 12.5, "https://example.com/3": 2.0}
    options = SampleOptions(max_pages=4, pages_per_template=1)
    found = choose_sample(pages, TEMPLATES, {5: 40}, options, worth)
    assert [one.id for one in found] == [7, 3]


def test_the_lab_covers_every_template_then_what_earns_most() -> None:
    pages = [page(number, 1 + number % 3) for number in range(1, 10)]
    worth = {"https://example.com/6": 10.0, "https://example.com/9": 8.0, "https://example.com/4": 1.0}
    found = [one.id for one in choose_lab_sample(pages, {2: 5, 8: 9}, 5, worth)]
    assert found == [6, 4, 8, 9]  # one of each template, the best first; then the other page that earns
    assert [one.id for one in choose_lab_sample(pages, {}, 2, worth)] == [6, 4]
    assert len(choose_lab_sample(pages, {}, 5)) == 3


def test_the_lab_begins_with_the_start_page() -> None:
    pages = [page(1, 1), page(2, 2, sources=Source.START), page(3, 1)]
    assert [one.id for one in choose_lab_sample(pages, {}, 5)] == [2, 1]
