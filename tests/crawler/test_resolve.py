"""Hosts that are reached elsewhere than DNS says: a staging server under the name of the public site."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from crawler.browser.find import find_browser
from crawler.browser.guard import Guard
from crawler.browser.options import BrowserOptions
from crawler.browser.session import Browser
from crawler.browser.visit import load
from crawler.options import CrawlOptions
from tests.crawler.conftest import Crawl
from tests.servers import Site, html

NAME = "www.shop.invalid"


@pytest.fixture
def shop() -> Site:
    return Site({"/": html("Home", "/a"), "/a": html("A")})


def _place(site: Site) -> str:
    return f"127.0.0.1:{site._server.server_address[1]}"


def test_a_site_is_crawled_under_its_name_at_another_address_and_port(crawl_site: Crawl, shop: Site) -> None:
    with shop as site:
        crawled = crawl_site(f"http://{NAME}/", resolve={NAME: _place(site)})
    assert {"/", "/a"} <= crawled.pages.keys()
    assert {one.headers["host"] for one in site.asked} == {NAME}


def test_other_names_are_not_led_there(crawl_site: Crawl, shop: Site) -> None:
    with shop as site:
        site.routes["/"] = html("Home", f"http://other.invalid:{site._server.server_address[1]}/a")
        crawled = crawl_site(f"http://{NAME}/", resolve={NAME: _place(site)})
    assert not any(one.name == "/a" for one in site.asked)
    assert crawled.summary.html == 1


def test_the_browser_goes_there_too(shop: Site) -> None:
    found = find_browser(BrowserOptions())
    if not found.ok:
        pytest.skip(found.reason)
    with shop as site, Guard(resolve={NAME: _place(site)}) as guard:
        options = BrowserOptions()
        browser = Browser(found, options, guard.port)
        try:
            browser.start()
            assert load(browser, f"http://{NAME}/a", "desktop", options).final_url == f"http://{NAME}/a"
        finally:
            browser.stop()
    assert [one.headers["host"] for one in site.asked if one.name == "/a"] == [NAME]


@pytest.mark.parametrize("where", ["staging.example.com", "127.0.0.1:x", "", "300.1.1.1"])
def test_what_is_no_address_is_refused(where: str) -> None:
    with pytest.raises(ValidationError, match="is not an IP address with or without a port"):
        CrawlOptions(resolve={NAME: where})


@pytest.mark.parametrize("where", ["127.0.0.1", "127.0.0.1:8443", "[::1]:8443", "::1", "[::1]"])
def test_addresses_are_taken_with_and_without_port(where: str) -> None:
    assert CrawlOptions(resolve={NAME.upper(): where}).resolve == {NAME: where}
