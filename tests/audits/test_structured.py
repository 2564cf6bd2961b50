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


def test_a_machine_value_counts_more_than_the_text_on_any_element() -> None:
    data = read(
        '<div itemscope itemtype="https://schema.org/Offer"><span itemprop="price" content="9.50">9,50</span>'
        '<a itemprop="url" href="/a" content="b">A</a><data itemprop="sku" value="7">seven</data></div>'
    )
    offer = data.items[0]
    assert (offer.text("price"), offer.text("url"), offer.text("sku")) == ("9.50", "/a", "7")


def test_parts_that_stand_elsewhere_belong_to_the_item_that_names_them() -> None:
    data = read(
        '<div itemscope itemtype="https://schema.org/Product" itemref="x y"><b itemprop="name">C</b></div><p id="x" '
        'itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="price" content="9"></p>'
        '<p id="y"><i itemprop="sku">1</i></p>'
    )
    product = data.main("Product")[0]
    assert (product.text("sku"), product.items("offers")[0].text("price")) == ("1", "9")


def test_rdfa_is_read_with_prefixes_subjects_and_nested_items() -> None:
    event = read(
        '<div prefix="s: https://schema.org/" typeof="s:Event"><a property="s:url" href="/a">x</a><time '
        'property="s:startDate" datetime="2026-01-01">d</time><div property="s:location" resource="#hall" '
        'typeof="s:Place"><b property="s:name">Hall</b></div></div>'
    ).main("Event")[0]
    assert (event.text("url"), event.text("startDate"), event.text("location")) == ("/a", "2026-01-01", "Hall")
    steps = read(
        '<ol vocab="https://schema.org/" typeof="BreadcrumbList"><li property="itemListElement" typeof="ListItem"><a '
        'property="item" typeof="WebPage" href="https://example.com/b"><span property="name">B</span></a><meta '
        'property="position" content="1"></li></ol>'
    ).of("ListItem")
    assert steps[0].items("item")[0].identifier == "https://example.com/b"


def test_items_in_markup_know_the_outer_element_that_holds_them() -> None:
    data = read(
        '<section itemscope itemtype="https://schema.org/Product" id="p"><p itemprop="offers" itemscope '
        'itemtype="https://schema.org/Offer"></p></section><div vocab="https://schema.org/" typeof="Person" id="q">'
    )
    assert [item.element.attr("id") if item.element else None for item in data.items] == ["p", "p", "q"]


def test_values_in_a_json_list_or_set_are_the_values_themselves() -> None:
    data = read(
        block('{"@context": "https://schema.org", "@type": "ItemList", "itemListElement": {"@list": ["a", "b"]}}')
    )
    assert data.items[0].values("itemListElement") == ["a", "b"]


def test_what_is_lacking_is_told_by_path_and_alternative() -> None:
    data = read(
        block(
            '{"@context": "https://schema.org", "@graph": [{"@type": "Product", "offers": [{"@type": "Offer", "price": '
            '9}, {"@type": "Offer"}], "brand": {"@id": "#b"}}, {"@type": "Brand", "@id": "#b"}]}'
        )
    )
    product = data.main("Product")[0]
    assert product.lacking(["name", "offers.price", "sku|offers"]) == ["name", "offers.price"]
    assert product.lacking(["brand.name"]) == []
    assert product.lacking(["brand.name", "sku|mpn"], data.follow) == ["brand.name", "sku or mpn"]
    assert product.lacking(["review.author"]) == []
