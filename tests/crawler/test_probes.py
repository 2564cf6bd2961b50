"""One-off questions to the site, certificates among them."""

from __future__ import annotations

import datetime
import os
import socket
import ssl
import subprocess
import sys
import threading
import warnings
from pathlib import Path
from typing import Any

import pytest
import trustme

from crawler.job import CrawlJob
from crawler.options import CrawlOptions
from crawler.probes import address, variants_of
from store.database import Store
from store.errors import GatherError
from store.model import Failure, RunState
from tests.crawler.conftest import Crawl
from tests.servers import Reply, Site, html, redirect, text

ROOT = Path(__file__).parents[2]


def test_soft_404_asks_for_a_file_and_a_folder_that_cannot_exist(crawl_site: Crawl) -> None:
    with Site(
        {"/": html("start"), "*": html("All is well", body="<main><p>five words of main text</p></main>")}
    ) as site:
        done = crawl_site(site)
    probes = done.probes("soft-404")
    assert len(probes) == 2
    assert {probe.url[-1] for probe in probes} == {"l", "/"}
    for probe in probes:
        assert probe.status == 200
        assert probe.data["title"] == "All is well"
        assert probe.data["word_count"] >= 5
    assert "marsad-" not in " ".join(done.pages)


def test_honest_404_is_seen(crawl_site: Crawl) -> None:
    with Site({"/": html("start")}) as site:
        done = crawl_site(site)
    assert {probe.status for probe in done.probes("soft-404")} == {404}


def test_favicon_is_asked_and_typed(crawl_site: Crawl) -> None:
    with Site({"/": html("start"), "/favicon.ico": Reply(b"x", content_type="image/x-icon")}) as site:
        done = crawl_site(site)
    probe = done.probes("favicon")[0]
    assert (probe.status, probe.data["content_type"]) == (200, "image/x-icon")


def test_probes_are_not_asked_again_on_resume(crawl_site: Crawl) -> None:
    with Site({"/": html("start")}) as site:
        first = crawl_site(site)
        asked = len(site.asked)
        crawl_site(site, run=first.run)
    assert len(site.asked) == asked


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("https://example.com/shop", ["https://example.com/", "http://example.com/", "https://www.example.com/",
                                      "http://www.example.com/"]),
        ("http://www.example.co.uk/", ["https://www.example.co.uk/", "http://www.example.co.uk/",
                                       "https://example.co.uk/", "http://example.co.uk/"]),
        ("https://shop.example.com/", ["https://shop.example.com/", "http://shop.example.com/"]),
        ("https://example.com:8443/", []),
        ("http://93.184.216.34/", []),
        ("http://localhost/", []),
    ],
)  # fmt: skip
def test_host_variants(start: str, expected: list[str]) -> None:
    assert variants_of(start, is_local=False) == expected


def _tls(authority: trustme.CA, *, expired: bool = False, host: str = "127.0.0.1") -> ssl.SSLContext:
    now = datetime.datetime.now(datetime.UTC)
    end = now - datetime.timedelta(days=3) if expired else now + datetime.timedelta(days=30)
    certificate = authority.issue_cert(host, not_before=now - datetime.timedelta(days=60), not_after=end)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def test_self_signed_certificate_is_one_clear_error(crawl_site: Crawl) -> None:
    message = r"cannot reach https://.*certificate.*verify_tls = false"
    with Site({"/": html("start")}, tls=_tls(trustme.CA())) as site, pytest.raises(GatherError, match=message):
        crawl_site(site)


def test_expired_certificate_is_named_and_the_site_audited_where_allowed(crawl_site: Crawl) -> None:
    with Site({"/": html("start", "/a"), "/a": html("a")}, tls=_tls(trustme.CA(), expired=True)) as site:
        done = crawl_site(site, verify_tls=False)
    assert set(done.pages) == {"/", "/a"}
    probe = done.probes("certificate")[0]
    assert probe.failure is Failure.TLS
    assert probe.data["error"]
    assert probe.data["not_after"] < datetime.datetime.now(datetime.UTC).timestamp()
    assert "trustme" in probe.data["issuer"]


def test_https_where_only_http_is_spoken_is_one_clear_error(crawl_site: Crawl) -> None:
    with Site({"/": html("start")}) as site, pytest.raises(GatherError, match=r"^cannot reach https://"):
        crawl_site(site.url().replace("http://", "https://"), timeout_s=0.5)


def test_scrapy_command_fills_the_store(tmp_path: Path) -> None:
    with Site({"/": html("start", "/a"), "/a": html("a", "/b"), "/b": html("b")}) as site:
        command = [sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"url={site.url()}", "-a", "max_pages=2",
                   "-s", f"MARSAD_STORE={tmp_path}/scrapy.db"]  # fmt: skip
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=60, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        assert done.returncode == 0, done.stderr
        with Store.open(f"sqlite:///{tmp_path}/scrapy.db") as store:
            run = store.latest_run()
            assert run is not None
            assert run.state is RunState.DONE
            assert {page.url for page in store.pages(run.id)} == {site.url("/"), site.url("/a")}, done.stderr


def _old_tls(authority: trustme.CA, *, takes_old: bool) -> ssl.SSLContext:
    context = _tls(authority)
    if takes_old:
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
    return context


@pytest.mark.parametrize(("takes_old", "expected"), [(True, "accepted"), (False, "refused")])
def test_old_tls_versions_are_tried(crawl_site: Crawl, takes_old: bool, expected: str) -> None:
    with Site({"/": html("start")}, tls=_old_tls(trustme.CA(), takes_old=takes_old)) as site:
        done = crawl_site(site, verify_tls=False, questions=True)
    data = done.probes("tls")[0].data
    assert data[expected] == ["TLSv1", "TLSv1_1"]


def test_old_tls_is_not_tried_without_https(crawl_site: Crawl) -> None:
    with Site({"/": html("start")}) as site:
        done = crawl_site(site, questions=True)
    assert not done.probes("tls")
    assert not done.probes("certificate")


def test_key_and_signature_of_a_certificate_are_kept(crawl_site: Crawl) -> None:
    with Site({"/": html("start")}, tls=_tls(trustme.CA(key_type=trustme.KeyType.RSA))) as site:
        done = crawl_site(site, verify_tls=False)
    data = done.probes("certificate")[0].data
    assert data["key"] in ("RSA", "EC")
    assert data["key_bits"] >= 256
    assert data["signature"] == "sha256"
    assert data["is_self_signed"] is False


def test_ipv6_is_not_asked_of_addresses_and_local_hosts(crawl_site: Crawl) -> None:
    with Site({"/": html("start")}) as site:
        done = crawl_site(site, questions=True)
    assert not done.probes("ipv6")


class _Resolver:
    """Stands for the loop's own look-up: this machine's DNS is not asked in tests."""

    def __init__(self, answers: dict[int, list[str] | OSError]) -> None:
        self.answers = answers

    async def getaddrinfo(self, host: str, port: int, *, family: int = 0, type: int = 0) -> list[tuple[Any, ...]]:  # noqa: A002
        found = self.answers[family]
        if isinstance(found, OSError):
            raise found
        return [(family, type, 6, "", (text, port)) for text in found]


@pytest.mark.parametrize(
    ("ipv6", "ipv4", "expected"),
    [
        (socket.gaierror(socket.EAI_NONAME, "none"), ["93.184.216.34"], {"addresses": [], "connection": "unknown"}),
        (socket.gaierror(socket.EAI_AGAIN, "later"), ["93.184.216.34"], None),
        (socket.gaierror(socket.EAI_NONAME, "none"), socket.gaierror(socket.EAI_NONAME, "none"), None),
        (["fd00::1"], ["93.184.216.34"], {"addresses": ["fd00::1"], "connection": "unknown"}),
    ],
)
def test_ipv6_is_missing_only_where_dns_says_so(
    store: Store, monkeypatch: pytest.MonkeyPatch, ipv6: Any, ipv4: Any, expected: dict[str, Any] | None
) -> None:
    run = store.begin_run("example.com", "https://example.com/", {}, {}, 0.0)
    job = CrawlJob(store, run, CrawlOptions(), lambda _: None, threading.Event())
    resolver = _Resolver({socket.AF_INET6: ipv6, socket.AF_INET: ipv4})
    monkeypatch.setattr("asyncio.get_running_loop", lambda: resolver)

    probe = address.ask_ipv6(job, "https://example.com/")
    try:
        probe.send(None)
    except StopIteration as end:
        found = end.value
    assert (dict(found.data) if found is not None else None) == expected


def test_robots_txt_of_other_names_is_kept_where_it_says_something_else(
    crawl_site: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        Site({"/": html("start"), "/robots.txt": text("User-agent: *\nAllow: /")}) as site,
        Site({"/": html("start"), "/robots.txt": text("User-agent: *\nDisallow: /x")}, host="127.0.0.2") as twin,
        Site({"/": redirect("http://127.0.0.1/"), "/robots.txt": text("")}, host="127.0.0.3") as sign,
        Site({"/": html("start"), "/robots.txt": text("user-agent:*\n\nallow: /")}, host="127.0.0.4") as same,
        Site({"/": html("start")}, host="127.0.0.5") as none,
    ):
        names = [one.url() for one in (site, twin, sign, same, none)]
        monkeypatch.setattr("crawler.probes.hosts.variants_of", lambda start, *, is_local: names)
        done = crawl_site(site, allow_private=True)
    asked = {probe.url: probe.data["text"] for probe in done.probes("robots")}
    assert set(asked) == {site.url("/robots.txt"), twin.url("/robots.txt")}
    assert "/x" in asked[twin.url("/robots.txt")]
    assert "/robots.txt" not in sign.paths()
    assert "/robots.txt" in same.paths()
    assert len([path for path in site.paths() if path == "/robots.txt"]) == 1
