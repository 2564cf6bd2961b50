"""What marsad.toml says of single hosts is kept to, and secrets stay in the environment."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import ValidationError

from crawler.host_policy import HostPolicies, HostPolicy
from marsad.config import load_config
from store.errors import ConfigError
from store.model import LinkState
from tests.crawler.conftest import Crawl
from tests.servers import Reply, Site, html


def test_statuses_that_a_person_accepts_are_fine(crawl_site: Crawl) -> None:
    with Site({"/a": Reply("", 403), "/b": Reply("", 404)}, host="127.0.0.2") as other:
        with Site({"/": html("start", other.url("/a"), other.url("/b"))}) as site:
            policy = HostPolicy(match=f"127.0.0.2:{other.port}", accept=(403,))
            done = crawl_site(site, allow_private=True, hosts=(policy,))
        assert done.targets[other.url("/a")].state is LinkState.OK
        assert done.targets[other.url("/b")].state is LinkState.DEAD


def test_a_host_is_asked_no_faster_than_a_person_wants(crawl_site: Crawl) -> None:
    with Site({"*": html("x")}, host="127.0.0.2") as other:
        with Site({"/": html("start", *(other.url(f"/{n}") for n in range(4)))}) as site:
            policy = HostPolicy(match="127.0.0.*", delay=0.2, concurrency=1)
            crawl_site(site, allow_private=True, hosts=(policy,))
        assert other.most_at_once == 1
        assert min(after.at - before.at for before, after in pairwise(other.asked)) >= 0.19


def test_headers_of_a_host_go_to_no_other(crawl_site: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINK_TOKEN", "s3cret")
    with Site({"*": html("x")}, host="127.0.0.2") as other, Site({"*": html("x")}, host="127.0.0.3") as third:
        with Site({"/": html("start", other.url("/a"), third.url("/b"))}) as site:
            policy = HostPolicy(match="127.0.0.2", headers={"Authorization": "Bearer ${LINK_TOKEN}"})
            crawl_site(site, allow_private=True, hosts=(policy,))
        assert [one.headers.get("authorization") for one in other.asked] == ["Bearer s3cret"]
        assert all("authorization" not in one.headers for one in [*third.asked, *site.asked])


def test_a_secret_cannot_stand_in_the_file() -> None:
    with pytest.raises(ValidationError, match="environment variable"):
        HostPolicy(match="a.example", headers={"Authorization": "Bearer s3cret"})


def test_a_missing_variable_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOT_SET", raising=False)
    with pytest.raises(ConfigError, match="NOT_SET, which is not set"):
        HostPolicies([HostPolicy(match="a.example", headers={"X-Key": "${NOT_SET}"})])


def test_the_first_policy_that_fits_counts() -> None:
    policies = HostPolicies([HostPolicy(match="*.example.com", delay=1), HostPolicy(match="*", delay=2)])
    found = [policies.of(url) for url in ("https://a.example.com/x", "https://example.com/", "https://b.test/")]
    assert [one.delay if one else None for one in found] == [1, 2, 2]


def test_the_tables_of_the_file_reach_the_crawl(tmp_path: Path) -> None:
    file = tmp_path / "marsad.toml"
    file.write_text('[[host]]\nmatch = "linkedin.com"\naccept = [999]\n[[host]]\nmatch = "*"\n', encoding="utf-8")
    config = load_config(file, {})
    assert [(one.match, one.accept) for one in config.crawl.hosts] == [("linkedin.com", (999,)), ("*", ())]


def test_secret_headers_of_a_host_go_nowhere_in_clear_where_the_site_is_audited_over_tls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOST_KEY", "s3cret")
    policy = HostPolicy(match="*", headers={"X-Key": "${HOST_KEY}", "X-From": "audit"})
    both = {"X-Key": "s3cret", "X-From": "audit"}
    policies = HostPolicies([policy], "https://shop.example.com/")
    assert policies.headers_of("https://shop.example.com/a") == both
    assert policies.headers_of("http://shop.example.com/a") == {"X-From": "audit"}
    assert policies.headers_of("http://93.184.215.14/a") == {"X-From": "audit"}
    assert policies.headers_of("http://127.0.0.1:8000/a") == both
    assert HostPolicies([policy], "http://shop.example.com/").headers_of("http://shop.example.com/a") == both
    assert policies.secrets() == ["s3cret"]
