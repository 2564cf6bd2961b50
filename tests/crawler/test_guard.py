"""The crawl does not leave for networks that it was not sent to."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from crawler.guard import RESOLVING, AddressGuard, ForbiddenAddressError, GuardedResolver, PooledResolver, is_public
from store.model import Failure, LinkState
from store.urls import normal_form
from tests.crawler.conftest import Crawl
from tests.servers import Reply, Site, html, redirect


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
     "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1", "::ffff:a00:1", "fd00:ec2::254"],
)  # fmt: skip
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::808:808"]
)
def test_ordinary_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.2/", "http://2130706434/", "http://0x7f000002/", "http://0177.0.0.2/", "http://127.2/",
     "http://[::ffff:127.0.0.2]/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://0/"],
)  # fmt: skip
def test_every_spelling_of_a_forbidden_address_is_refused(url: str) -> None:
    guard = AddressGuard("http://127.0.0.1:8000/")
    asyncio.run(guard.learn())
    normal = normal_form(url)
    assert normal is not None
    with pytest.raises(ForbiddenAddressError):
        guard.check_literal(normal)


def test_start_host_may_be_asked_on_any_port() -> None:
    guard = AddressGuard("http://127.0.0.1:8000/")
    asyncio.run(guard.learn())
    guard.check_literal("http://127.0.0.1:9000/")
    assert guard.is_local


class _Answers(AbstractResolver):
    """DNS whose answers change, as in a rebinding attack."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = list(addresses)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        address = self.addresses.pop(0)
        return [ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        return


def test_rebound_name_is_refused_at_the_connection() -> None:
    async def go() -> None:
        resolver = GuardedResolver(AddressGuard("http://example.com/"), _Answers("93.184.216.34", "127.0.0.1"))
        assert (await resolver.resolve("evil.example"))[0]["host"] == "93.184.216.34"
        with pytest.raises(ForbiddenAddressError):
            await resolver.resolve("evil.example")

    asyncio.run(go())


def test_name_of_another_host_may_not_stand_for_the_start_hosts_address() -> None:
    async def go() -> None:
        guard = AddressGuard("http://127.0.0.1/")
        await guard.learn()
        with pytest.raises(ForbiddenAddressError):
            await GuardedResolver(guard, _Answers("127.0.0.1")).resolve("evil.example")

    asyncio.run(go())


def test_redirect_to_another_loopback_address_is_refused(crawl_site: Crawl) -> None:
    with Site({"*": html("secret")}, host="127.0.0.2") as inner:
        with Site({"/": html("start", "/out"), "/out": redirect(inner.url("/secret"))}) as site:
            done = crawl_site(site)
        assert inner.asked == []
        target = done.targets[inner.url("/secret")]
    assert target.failure is Failure.FORBIDDEN_ADDRESS
    assert target.state is LinkState.UNKNOWN


def test_external_link_that_redirects_inward_is_refused_at_that_hop(crawl_site: Crawl) -> None:
    with Site({"*": html("secret")}, host="127.0.0.2") as inner:
        with Site({"/hop": redirect(inner.url("/secret"))}) as other:  # same host as the start, another port
            with Site({"/": html("start", other.url("/hop"))}) as site:
                done = crawl_site(site)
            assert done.targets[other.url("/hop")].failure is Failure.FORBIDDEN_ADDRESS
        assert inner.asked == []


def test_robots_and_sitemaps_pass_the_guard_too(crawl_site: Crawl) -> None:
    with Site({"*": html("secret")}, host="127.0.0.2") as inner:
        with Site({"/": html("start"), "/robots.txt": Reply(f"Sitemap: {inner.url('/map.xml')}")}) as site:
            done = crawl_site(site)
        assert inner.asked == []
    assert done.probes("sitemap")[0].failure is Failure.FORBIDDEN_ADDRESS


def test_private_addresses_can_be_allowed(crawl_site: Crawl) -> None:
    with Site({"*": html("fine")}, host="127.0.0.2") as inner:
        with Site({"/": html("start", inner.url("/fine"))}) as site:
            done = crawl_site(site, allow_private=True)
        assert done.targets[inner.url("/fine")].state is LinkState.OK


def test_names_whose_servers_hang_hold_up_no_other_name(monkeypatch: pytest.MonkeyPatch) -> None:
    end = threading.Event()
    ask = socket.getaddrinfo

    def look_up(host: str, *rest: Any) -> Any:
        if host.startswith("hanging"):
            end.wait(60)
        return ask("127.0.0.1", *rest)

    async def go() -> list[str]:
        resolver = PooledResolver()
        slow = [asyncio.ensure_future(resolver.resolve(f"hanging{n}.example")) for n in range(RESOLVING - 1)]
        found = await resolver.resolve("fine.example", 80)
        assert not any(task.done() for task in slow)
        end.set()
        await asyncio.gather(*slow)
        await resolver.close()
        return [one["host"] for one in found]

    monkeypatch.setattr("crawler.guard.socket.getaddrinfo", look_up)
    assert asyncio.run(go()) == ["127.0.0.1"]
