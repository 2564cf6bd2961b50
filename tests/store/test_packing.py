"""Packed forms give back exactly what was put in."""

from __future__ import annotations

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.links import MAX_COUNT, pack_links, unpack_links, unpack_targets
from store.model import Canonical, Facts, Hreflang, RobotsDirective
from store.packing import (
    json_bytes,
    pack_body,
    pack_facts,
    pack_headers,
    pack_ids,
    pack_json,
    storable,
    unpack_body,
    unpack_facts,
    unpack_headers,
    unpack_ids,
    unpack_json,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
maybe_text = st.none() | texts
ids = st.integers(0, 2**31 - 1)
rows = st.tuples(ids, ids, ids, st.integers(1, MAX_COUNT), *([st.integers(0, 255)] * 3))
facts = st.builds(
    Facts,
    title=maybe_text,
    title_count=st.integers(0, 9),
    title_in_head=st.booleans(),
    description=maybe_text,
    canonicals=st.lists(st.builds(Canonical, texts, texts, texts, texts), max_size=3).map(tuple),
    robots=st.lists(st.builds(RobotsDirective, texts, st.lists(texts, max_size=3).map(tuple), texts), max_size=3).map(
        tuple
    ),
    hreflang=st.lists(st.builds(Hreflang, texts, texts, texts, texts), max_size=3).map(tuple),
    lang=maybe_text,
    h1=st.lists(texts, max_size=3).map(tuple),
    refresh_delay_s=st.none() | st.floats(0, 1e6),
    open_graph=st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
    word_count=st.integers(0, 2**40),
    has_base=st.booleans(),
)


@given(st.lists(st.lists(rows, max_size=20), max_size=8))
def test_links_come_out_of_their_blocks_as_they_went_in(pages: list[list[tuple[int, ...]]]) -> None:
    flat = [row for page in pages for row in page]
    columns = [[row[number] for row in flat] for number in range(7)]
    blocks = pack_links(*columns, sizes=[len(page) for page in pages])  # type: ignore[arg-type]
    out = unpack_links(blocks)
    got = zip(out.target, out.text, out.line, out.count, out.kind, out.flags, out.place, strict=True)
    assert [tuple(map(int, row)) for row in got] == flat
    assert out.sizes.tolist() == [len(page) for page in pages]
    assert unpack_targets(blocks).tolist() == sorted({row[0] for row in flat})


def test_blocks_are_whole_alone_and_in_any_order() -> None:
    blocks = pack_links([5, 2, 9], [1, 0, 1], [3, 1, 7], [1, 1, 1], [1, 1, 2], [0, 0, 0], [1, 1, 1], sizes=[2, 0, 1])
    out = unpack_links([blocks[2], blocks[1], blocks[0]])
    assert out.target.tolist() == [9, 5, 2]
    assert out.line.tolist() == [7, 3, 1]
    assert out.sizes.tolist() == [1, 0, 2]


def test_a_count_beyond_16_bits_is_stored_as_the_largest() -> None:
    (block,) = pack_links([1], [0], [1], [10**6], [1], [0], [0], sizes=[1])
    assert unpack_links([block]).count.tolist() == [MAX_COUNT]


def test_no_blocks_are_no_links() -> None:
    out = unpack_links([])
    assert len(out.target) == len(out.kind) == 0
    assert out.target.dtype == np.int32


def test_a_block_of_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown format"):
        unpack_links([b"\x02abc"])


@given(facts)
def test_facts_come_back_as_they_went_in(value: Facts) -> None:
    assert unpack_facts(pack_facts(value)) == value


def test_facts_of_a_later_program_are_read_without_what_is_new() -> None:
    assert unpack_facts(pack_json({"title": "T", "colour": "red"})) == Facts(title="T")
    assert unpack_facts(None) is None


@given(st.lists(st.tuples(texts, texts), max_size=8).map(tuple))
def test_headers_come_back_in_order_with_repeats(headers: tuple[tuple[str, str], ...]) -> None:
    assert unpack_headers(pack_headers(headers)) == headers


@given(st.lists(st.integers(0, 2**31 - 1), max_size=50))
def test_ids_come_back_in_their_order(numbers: list[int]) -> None:
    assert unpack_ids(pack_ids(numbers)) == tuple(numbers)


@given(st.binary(max_size=2_000))
def test_bodies_come_back_byte_for_byte(body: bytes) -> None:
    assert unpack_body(pack_body(body)) == body


@given(st.text(max_size=60))
def test_any_text_becomes_one_that_both_databases_hold(text: str) -> None:
    clean = storable(text)
    assert "\x00" not in clean
    assert storable(clean) == clean
    assert len(clean) == len(text)
    clean.encode()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.binary(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=4)
        | st.frozensets(st.integers() | st.text(max_size=4), max_size=3)
    ),
    max_leaves=12,
)


@given(json_values)
def test_whatever_a_rule_or_a_browser_says_can_be_kept(value: object) -> None:
    assert orjson.loads(json_bytes(value)) == unpack_json(pack_json(value))


def test_values_of_hundreds_of_levels_are_cut_short() -> None:
    value: list[object] = []
    for _ in range(500):
        value = [value]
    assert orjson.loads(json_bytes(value))


def test_facts_of_a_typical_page_take_less_than_200_bytes() -> None:
    url = "https://www.example.com/chairs/oak-chair-17"
    typical = Facts(
        title="Oak chair 17 | Example Shop",
        title_count=1,
        description="A chair of oak, made to last.",
        description_count=1,
        canonicals=(Canonical(url, url, "head"),),
        lang="en",
        h1=("Oak chair 17",),
        viewport="width=device-width, initial-scale=1",
        schema_types=("Product", "BreadcrumbList"),
        word_count=411,
        text_digest="0123456789abcdef",
        internal_links=88,
        dom_elements=912,
    )
    assert len(pack_facts(typical)) < 200
