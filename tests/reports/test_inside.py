"""What differs inside a template is told with a page to look at, and nothing is told of what is the same."""

from __future__ import annotations

from reports.inside import Difference, differences
from store.model import Facts, Page

TEMPLATE = 7


def pages(*facts: Facts, status: int = 200) -> list[Page]:
    return [
        Page(url=f"https://example.com/{number}", id=number, status=status, template_id=TEMPLATE, facts=one)
        for number, one in enumerate(facts)
    ]


WHOLE = Facts(title="T", description="D", h1=("H",), lang="en", schema_types=("Product",), word_count=100, images=1)
BARE = Facts(title="T", h1=("H",), lang="en", word_count=100, images=1)


def test_pages_that_are_alike_differ_in_nothing() -> None:
    assert differences(pages(WHOLE, WHOLE, WHOLE)) == {TEMPLATE: ()}


def test_what_some_pages_lack_and_what_varies_is_told_with_an_example() -> None:
    found = differences(pages(WHOLE, WHOLE, BARE, WHOLE))[TEMPLATE]
    url = "https://example.com/2"
    assert found == (
        Difference("lacks", "description", 1, 4, url=url),
        Difference("varies", "schema", 1, 4, value="Product", url=url),
    )


def test_a_wide_range_of_words_is_told() -> None:
    short = Facts(title="T", word_count=20)
    found = differences(pages(Facts(title="T", word_count=90), short, Facts(title="T", word_count=81)))[TEMPLATE]
    assert found == (Difference("range", "words", low=20, high=90, url="https://example.com/1"),)
    near = differences(pages(Facts(title="T", word_count=80), short, Facts(title="T", word_count=70)))
    assert near == {TEMPLATE: ()}


def test_small_templates_and_pages_that_failed_are_left_out() -> None:
    assert differences(pages(WHOLE, BARE)) == {}
    assert differences(pages(WHOLE, BARE, WHOLE, status=404)) == {}
