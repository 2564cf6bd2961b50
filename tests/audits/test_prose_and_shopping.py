"""What counts as prose, as a price, as a public host, and as a language."""

from __future__ import annotations

import pytest

from audits.hosts import is_insecure_url, is_public_host
from audits.prose import passages
from audits.shopping import has_price, is_filter_parameter, is_variant_parameter
from audits.standards.arial_widths import text_width
from audits.standards.languages import is_language_tag
from audits.standards.schema_org import ancestors, is_a, is_known
from store.document import Document


def test_code_samples_and_hidden_parts_are_no_prose() -> None:
    html = (
        "<p>One <code>two</code> three</p><pre>four</pre><div hidden>five</div><script>six</script>"
        '<div class="highlight">seven</div><textarea>eight</textarea><p>nine</p>'
    )
    assert [text for _, text in passages(Document(html).body)] == ["One", "three", "nine"]


@pytest.mark.parametrize("text", ["12,90 €", "€ 12", "$1,299.00", "1 299 zł", "USD 5", "150 تومان", "R$ 10,00", "12円"])
def test_amounts_of_money_are_seen(text: str) -> None:
    assert has_price(text)


@pytest.mark.parametrize("text", ["12 cats", "call 555 1234", "2026", "free"])
def test_other_numbers_are_no_price(text: str) -> None:
    assert not has_price(text)


def test_parameters_of_filters_and_variants_are_told_apart_from_others() -> None:
    assert all(is_filter_parameter(name) for name in ("sort", "order", "filter[color]", "min_price", "pa_size"))
    assert not any(is_filter_parameter(name) for name in ("id", "page", "utm_source", "q"))
    assert is_variant_parameter("attribute_pa_color")
    assert not is_variant_parameter("id")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "10.0.0.3", "192.168.1.1", "shop.local", "nas"])
def test_machines_at_home_are_not_public(host: str) -> None:
    assert not is_public_host(host)
    assert not is_insecure_url(f"http://{host}/")


def test_only_plain_http_on_a_public_host_is_insecure() -> None:
    assert is_insecure_url("http://example.com/")
    assert not is_insecure_url("https://example.com/")
    assert not is_insecure_url("mailto:a@example.com")


@pytest.mark.parametrize("tag", ["en", "pt-BR", "zh-Hant-TW", "haw", "de-CH-1901", "x-own", "i-klingon", "sr-Latn-RS"])
def test_language_tags_are_known(tag: str) -> None:
    assert is_language_tag(tag)


@pytest.mark.parametrize("tag", ["english", "en_US", "xx", "e", "en-", "en us", ""])
def test_other_words_are_no_language_tags(tag: str) -> None:
    assert not is_language_tag(tag)


def test_types_of_schema_org_know_their_parents() -> None:
    assert is_a("Bakery", "LocalBusiness")
    assert {"Thing", "Place", "Organization"} <= ancestors("Bakery")
    assert is_known("FAQPage")
    assert not is_known("Address")
    assert ancestors("Nonsense") == {"Nonsense"}


def test_widths_are_known_for_latin_greek_and_cyrillic_alone() -> None:
    assert text_width("AA") == 2 * (text_width("A") or 0)
    assert (text_width("Кошки") or 0) > 0
    assert (text_width("γάτες") or 0) > 0
    assert text_width("قطط") is None
