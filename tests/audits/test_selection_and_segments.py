"""What an owner describes is found where it is, and nothing else; what cannot be read is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from audits.custom import ExtractOptions, SearchOptions, columns_of, extract_rule, search_rule, segment_rule
from audits.page import PageView, SiteFacts
from audits.registry import rule
from audits.rule import Passes
from audits.runner import judge_page
from audits.segments import SegmentOptions, is_match, page_segments, segments_of, weighted
from audits.selection import Selection, find, parse_expectation
from marsad.rehearsal import page_view
from store.model import Page, Severity
from tests.audits.makers import card_of, finding_of

PAGE = """<!doctype html><html><head><title>Mat – Acme</title><meta name=description content="A fine mat"></head>
<body><header><img class=logo src=/l.png></header><main><h1>Mat</h1><p class=price>Price: 19,99 €</p>
<a href="tel:+385123">Call us</a><a href="mailto:me@acme.example">Write</a><script>var phone = "555"</script></main>
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product", "name": "Mat",
"offers": {"@type": "Offer", "price": 19.99, "priceCurrency": "EUR"}}</script></body></html>"""


def view(html: str = PAGE, url: str = "https://example.com/product/mat", **page: Any) -> PageView:
    return page_view(Passes(html, url=url, page=page))


def found(**what: Any) -> list[str]:
    return [one.value for one in find(view(), Selection(**what))]


@pytest.mark.parametrize(
    ("what", "values"),
    [
        ({"css": ".price"}, ["Price: 19,99 €"]),
        ({"css": ".price", "regex": r"(\d+),(\d+)"}, ["19"]),
        ({"css": "a[href]", "attribute": "href", "regex": "^tel:(.*)"}, ["+385123"]),
        ({"xpath": "//a/@href"}, ["tel:+385123", "mailto:me@acme.example"]),
        ({"xpath": "//h1"}, ["Mat"]),
        ({"xpath": "//h1/text()"}, ["Mat"]),
        ({"xpath": "count(//a)"}, ["2"]),
        ({"xpath": "//h7"}, []),
        ({"xpath": "count(//h7) > 0"}, []),
        ({"data": "Product.offers.price"}, ["19.99"]),
        ({"data": "Product"}, ["Mat"]),
        ({"data": "Recipe"}, []),
        ({"regex": "acme", "inside": "title"}, ["Acme"]),
        ({"regex": "acme", "case": True, "inside": "title"}, []),
        ({"text": "fine", "inside": "description"}, ["fine"]),
        ({"text": "555"}, []),
        ({"text": "555", "inside": "html"}, ["555"]),
        ({"text": "/product/", "inside": "url"}, ["/product/"]),
        ({"regex": "content-type: (.*)", "inside": "headers"}, ["text/html"]),
    ],
)
def test_each_way_of_looking_finds_its_thing(what: dict[str, Any], values: list[str]) -> None:
    assert found(**what) == values


def test_what_is_found_is_bounded() -> None:
    page = view("<p>" + "a " * 10_000 + "</p>" + "<i>x</i>" * 500)
    assert len(find(page, Selection(regex="a*"))) == 20
    assert len(find(page, Selection(css="i"))) == 20
    assert len(find(page, Selection(css="p"))[0].value) == 500


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"css": "p["}, "CSS selector"),
        ({"xpath": "//p["}, "XPath"),
        ({"regex": "("}, "regular expression"),
        ({}, "nothing to look for"),
        ({"css": "p", "xpath": "//p"}, "exclude each other"),
        ({"regex": "p", "text": "p"}, "exclude each other"),
        ({"xpath": "//p", "attribute": "id"}, "attribute needs css"),
    ],
)
def test_what_cannot_be_read_is_refused(what: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Selection(**what)


def test_an_expectation_names_its_kind() -> None:
    assert parse_expectation("css: main img") == Selection(css="main img")
    with pytest.raises(ValueError, match="is not readable"):
        parse_expectation("Product markup")


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("/product/*", True),
        ("/product/mat", True),
        ("/product", False),
        ("https://example.com/*", True),
        ("re:/product/[a-z]+$", True),
        ("re:^/product", False),
        ("template:/product/{slug}", True),
        ("template:/product/*", True),
        ("template:/news/{slug}", False),
        ("/[a-z]*", False),
    ],
)
def test_patterns_of_pages(pattern: str, fits: bool) -> None:
    assert is_match(pattern, "https://example.com/product/mat", "/product/{slug}") is fits


def test_a_search_becomes_a_rule_of_its_own_with_the_owners_words() -> None:
    options = SearchOptions(
        name="Live chat", css="#chat", url=("/product/*",), severity=Severity.LOW, title="No chat", fix="Add the chat."
    )
    made = search_rule(rule("custom-search"), options, ())
    assert (made.id, made.card.severity, made.card.title) == ("custom-search/live-chat", Severity.LOW, "No chat")
    assert (made.card.fix_editor, made.card.fix_developer) == ("Add the chat.", "")
    verdict = judge_page(view(), [made])
    assert [(one.rule, one.severity) for one in verdict.findings] == [("custom-search/live-chat", Severity.LOW)]
    elsewhere = judge_page(view(url="https://example.com/about"), [made])
    assert elsewhere.outcomes[made.id].value == "not-applicable"


def test_a_search_is_for_its_segment_alone() -> None:
    segment = SegmentOptions(name="products", match=("/product/*",))
    options = SearchOptions(name="Chat", css="#chat", segment=("products",))
    made = search_rule(rule("custom-search"), options, (segment,))
    assert made.applies(view())
    assert not made.applies(view(url="https://example.com/about"))


def test_an_extraction_asserts_and_makes_a_column() -> None:
    price = ExtractOptions.model_validate({"name": "Price", "css": ".price", "matches": r"\d+ €"})
    links = ExtractOptions.model_validate({"name": "Links", "xpath": "//a/@href", "many": True})
    other = ExtractOptions.model_validate({"name": "Author", "css": ".author", "url": ["/blog/*"]})
    assert columns_of(view(), [price, links, other], ()) == {
        "Price": ["Price: 19,99 €"],
        "Links": ["tel:+385123", "mailto:me@acme.example"],
    }
    verdict = judge_page(view(), [extract_rule(rule("custom-extract"), price, ())])
    assert "does not fit" in verdict.findings[0].message


def test_a_segment_rule_knows_templates() -> None:
    segment = SegmentOptions(name="mats", match=("template:/product/{slug}",), must_have=("css:h2",))
    made = segment_rule(rule("segment-expectation"), segment)
    page = view(template_id=7)
    page.site = SiteFacts(templates={7: "/product/{slug}"})
    assert made.id == "segment-expectation/mats"
    assert [one.evidence.group for one in judge_page(page, [made]).findings] == ["css:h2"]
    assert not made.applies(view(template_id=7))


def test_segments_weigh_findings_on_their_own_pages() -> None:
    shop = SegmentOptions(name="shop", match=("/product/*",), severity={"image-alt-missing": Severity.HIGH})
    sale = SegmentOptions(name="sale", match=("/product/sale-*",), severity={"image-alt-missing": Severity.CRITICAL})
    pages = [Page(url=f"https://example.com{path}", id=number) for number, path in
             enumerate(("/product/mat", "/product/sale-mat", "/about"), start=1)]  # fmt: skip
    members = page_segments([shop, sale], pages, {})
    assert members == {1: ("shop",), 2: ("shop", "sale")}
    cards = {"image-alt-missing": card_of()}
    made = weighted([finding_of(1), finding_of(2), finding_of(3)], [shop, sale], members, cards)
    assert [one.severity for one in made] == [Severity.HIGH, Severity.CRITICAL, Severity.MEDIUM]
    assert segments_of([shop], "https://example.com/about") == ()
