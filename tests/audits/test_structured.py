"""Structured data is read once, from three syntaxes, and survives what pages do to it."""

from __future__ import annotations

from audits.page import PageView
from audits.structured import LIMIT_DEPTH, StructuredData, short_type
from store.model import Facts, Page


def read(html: str) -> StructuredData:
    return PageView(Page(url="https://example.com/p", status=200, facts=Facts()), html).structured_data


def block(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


def test_nested_items_know_their_parent_and_role() -> None:
    data = read(
        block('{"@context": "https://schema.org", "@type": "Product", "offers": [{"@type": "Offer", "price": 9}]}')
    )
    offer = data.of("Offer")[0]
    assert offer.parent is not None
    assert (offer.parent.type, offer.role, offer.text("price")) == ("Product", "offers", "9")
    assert [item.type for item in data.main("Thing")] == ["Product"]


def test_items_of_a_graph_stand_side_by_side_and_share_the_context() -> None:
    data = read(
        block(
            '{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "@id": "#s"}, {"@type": "WebPage",'
            ' "isPartOf": {"@id": "#s"}}]}'
        )
    )
    assert [(item.type, item.parent) for item in data.items] == [("WebSite", None), ("WebPage", None)]
    reference = data.items[1].items("isPartOf")[0]
    assert reference.is_reference
    assert data.follow(reference) is data.items[0]


def test_the_place_of_a_fault_is_told() -> None:
    fault = read(block('{"@type": "Product",\n "name": "A "grey" cat"}')).broken[0]
    assert (fault.line, "grey" in fault.near) == (2, True)


def test_microdata_and_rdfa_are_read_like_json() -> None:
    micro = read(
        '<div itemscope itemtype="http://schema.org/Product"><b itemprop="name">Cat</b>'
        '<p itemprop="offers" itemscope itemtype="http://schema.org/Offer"><meta itemprop="price" content="9"></p>'
    )
    assert [(item.type, item.syntax, item.is_schema_org) for item in micro.items] == [
        ("Product", "microdata", True),
        ("Offer", "microdata", True),
    ]
    rdfa = read('<div vocab="https://schema.org/" typeof="Person"><b property="name">Ann</b></div>')
    assert rdfa.of("Person")[0].text("name") == "Ann"


def test_another_vocabulary_is_not_taken_for_schema_org() -> None:
    data = read(block('{"@context": "https://example.com/words", "@type": "Product"}'))
    assert data.items[0].type == "Product"
    assert data.of("Product") == []


def test_a_context_of_prefixes_counts_too() -> None:
    data = read(block('{"@context": {"schema": "https://schema.org/"}, "@graph": [{"@type": "schema:Product"}]}'))
    assert [(item.type, item.has_context) for item in data.of("Product")] == [("Product", True)]


def test_endless_nesting_is_cut_and_scalars_are_harmless() -> None:
    deep = '{"@context": "https://schema.org", "@type": "Thing", "about": ' * 100 + "1" + "}" * 100
    assert 0 < len(read(block(deep)).items) <= LIMIT_DEPTH + 1
    for odd in ("3", "null", '"text"', "[[], 1]", '{"@type": 7}', '{"@type": [null]}', "[" * 5000):
        assert read(block(odd)).items == ()


def test_a_comment_or_cdata_around_the_json_is_taken_off() -> None:
    for text in ('<!-- {"@type": "Thing"} -->', '/*<![CDATA[*/ {"@type": "Thing"} /*]]>*/', "//<![CDATA[\n{}\n//]]>"):
        assert read(block(text)).broken == ()


def test_the_address_of_the_vocabulary_is_cut_from_types() -> None:
    assert short_type("http://www.schema.org/Product") == "Product"
    assert short_type("https://schema.org/Product") == "Product"
    assert short_type("https://example.com/Product") == "https://example.com/Product"
