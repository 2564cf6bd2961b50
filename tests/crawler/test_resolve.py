"""Hosts that are reached elsewhere than DNS says: a staging server under the name of the public site."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from pydantic import ValidationError

from crawler.browser.browse import BrowseTask, browse
from crawler.browser.find import find_browser
from crawler.browser.guard import Guard
from crawler.browser.options import BrowserOptions
from crawler.browser.session import Browser
from crawler.browser.visit import load
from crawler.options import CrawlOptions
from store.model import Artifact
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


def test_the_certificate_is_that_of_the_server_which_was_named(
    crawl_site: Crawl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    ends = datetime.now(UTC) + timedelta(days=40)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(NAME, not_after=ends).configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with Site({"/": html("Home")}, tls=context) as site:
        crawled = crawl_site(f"https://{NAME}/", resolve={NAME: _place(site)}, questions=True, verify_tls=False)
    (certificate,) = crawled.probes("certificate")
    assert certificate.failure is None, certificate.data
    assert abs(certificate.data["not_after"] - ends.timestamp()) < 2
    (tls,) = crawled.probes("tls")
    assert tls.data["accepted"] == []
    assert not crawled.probes("ipv6")  # what DNS says of the name is said of another server


@pytest.mark.parametrize("is_grid", [True, False])
def test_a_browser_without_guard_and_one_of_a_grid_go_there_too(shop: Site, is_grid: bool) -> None:
    found = find_browser(BrowserOptions())
    if not found.ok:
        pytest.skip(found.reason)
    plain = BrowserOptions(allow_private=True, axe=False, interaction=False, screenshots=False)
    grid = Browser(found, plain)  # a driver that listens on this machine is what a Grid is to a client
    seen: list[Artifact] = []
    with shop as site:
        try:
            if is_grid:
                grid.start()
                plain = plain.model_copy(update={"grid": grid.address, "extra_args": ("--no-sandbox",)})
            options = plain.with_resolve({NAME: _place(site)})
            browse([BrowseTask(1, f"http://{NAME}/a")], options, seen.append)
        finally:
            grid.stop()
    assert seen
    assert not any(one.error for one in seen), [one.error for one in seen]
    assert [one.headers["host"] for one in site.asked if one.name == "/a"] == [NAME]


@pytest.mark.parametrize("where", [
        "staging.example.com", "127.0.0.1:x", "", "300.1.1.1", "127.0.0.1:-5", "127.0.0.1:99999",
        "fe80::1%a, MAP * 127.0.0.9",
    ])  # fmt: skip
def test_what_is_no_address_is_refused(where: str) -> None:
    with pytest.raises(ValidationError, match="is not an IP address with or without a port"):
        CrawlOptions(resolve={NAME: where})


@pytest.mark.parametrize("host", ["a.example, MAP * 127.0.0.9", "*", "http://a.example", "a.example:80", ""])
def test_what_is_no_host_is_refused_before_a_browser_reads_it_as_further_rules(host: str) -> None:
    with pytest.raises(ValidationError, match="is not a host name"):
        CrawlOptions(resolve={host: "127.0.0.1"})


def test_a_host_in_another_script_is_found_as_addresses_write_it() -> None:
    assert CrawlOptions(resolve={"bücher.example": "127.0.0.1"}).resolve == {"xn--bcher-kva.example": "127.0.0.1"}


@pytest.mark.parametrize("where", ["127.0.0.1", "127.0.0.1:8443", "[::1]:8443", "::1", "[::1]"])
def test_addresses_are_taken_with_and_without_port(where: str) -> None:
    assert CrawlOptions(resolve={NAME.upper(): where}).resolve == {NAME: where}
