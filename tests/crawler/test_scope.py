"""Which URLs belong to the site."""

from __future__ import annotations

import pytest

from crawler.options import CrawlOptions
from crawler.probes import note_variant
from crawler.scope import Scope, origin_of
from store.model import Probe, Skip


def scope(start: str = "https://example.com/", **options: object) -> Scope:
    return Scope(start, CrawlOptions.model_validate(options))


@pytest.mark.parametrize(
    ("url", "is_internal"),
    [
        ("https://example.com/a", True),
        ("http://example.com/a", True),
        ("https://example.com?x", True),
        ("https://example.com", True),
        ("https://example.com:8443/a", False),
        ("https://www.example.com/", False),
        ("https://shop.example.com/", False),
        ("https://example.com.evil.test/", False),
        ("https://evil.test/https://example.com/", False),
    ],
)
def test_host_scope_is_one_host(url: str, is_internal: bool) -> None:
    assert scope().is_internal(url) is is_internal


@pytest.mark.parametrize(
    ("url", "is_internal"),
    [("https://shop.example.com/", True), ("https://a.b.example.com/", True), ("https://www.example.com/", True),
     ("https://notexample.com/", False), ("https://example.org/", False)],
)  # fmt: skip
def test_subdomain_scope_takes_the_hosts_below(url: str, is_internal: bool) -> None:
    assert scope("https://www.example.com/", scope="subdomains").is_internal(url) is is_internal


def test_the_other_name_of_the_site_joins_where_it_redirects_here() -> None:
    site = scope("https://www.example.com/")
    there = {"hops": [["http://example.com/", 301], ["https://www.example.com/", 200]]}
    note_variant(
        site,
        Probe("host-variant", "http://example.com/", 301, None, {**there, "final_url": "https://www.example.com/"}),
    )
    assert site.is_internal("https://example.com/page")


def test_a_name_that_shows_something_else_stays_outside() -> None:
    site = scope("https://www.example.com/")
    for final in ("https://parking.test/", "https://example.com/"):
        data = {"hops": [["https://example.com/", 301], [final, 200]], "final_url": final}
        note_variant(site, Probe("host-variant", "https://example.com/", 301, None, data))
    assert not site.is_internal("https://example.com/page")


def test_origin_keeps_the_port() -> None:
    assert origin_of("http://127.0.0.1:8080/a?b#c") == "http://127.0.0.1:8080"


@pytest.mark.parametrize("path", ["/blog/logout-explained", "/account", "/delete-policy", "/?action=view", "/cart"])
def test_pages_that_only_sound_like_deeds_are_fetched(path: str) -> None:
    assert scope().refusal(f"https://example.com{path}") is None


def test_dates_without_end_are_a_trap() -> None:
    calendar = scope()
    urls = [f"https://example.com/events/{year}/{month}/" for year in range(1950, 2100) for month in range(1, 13)]
    refusals = [refusal for url in urls if (refusal := calendar.refusal(url))]
    assert len(refusals) == len(urls) - 1_000
    assert {refusal[0] for refusal in refusals} == {Skip.TRAP}


def test_products_with_numbers_are_no_trap() -> None:
    shop = scope()
    assert not any(shop.refusal(f"https://example.com/product/{number}") for number in range(5_000))


def test_wrong_pattern_is_named() -> None:
    with pytest.raises(ValueError, match="is not a regular expression"):
        CrawlOptions(include=("(",))
