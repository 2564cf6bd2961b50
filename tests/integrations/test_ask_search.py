"""The stage that asks Search Console: what is pulled, and every failure as a gap that says what to do."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from integrations import credentials
from integrations.pacific import pacific_day
from integrations.secret_files import write_secrets
from marsad.ask import Asking, ask_services
from marsad.ask_search import pages_with_impressions
from marsad.config import Config, load_config
from marsad.console import Console
from marsad.coverage import Coverage
from marsad.outside import read_search
from store.database import Batch, Fetched, NewUrl, Store
from store.errors import ConfigError
from store.model import Facts, Hreflang, Page, SitemapEntry, Source
from store.search_model import IndexState, Pull
from tests.integrations.fake_google import (
    HOTEL,
    INVALID_GRANT,
    NOT_ENABLED,
    QUOTA,
    READ_ONLY,
    FakeGoogle,
    no_permission,
)
from tests.integrations.fake_search_console import DOMAIN, INSPECT, QUERY, SITEMAPS, SITES, FakeSearchConsole, Seen

HOME, SHOP, NEW = "https://www.example.test/", "https://www.example.test/shop", "https://www.example.test/new"


class Bench:
    """A run with two pages, and a Google that knows one of them."""

    def __init__(self, store: Store, google: FakeGoogle) -> None:
        self.store = store
        self.google = google
        last = pacific_day(time.time()) - timedelta(days=3)
        self.days = [(last - timedelta(days=back)).isoformat() for back in range(10)]
        self.known = FakeSearchConsole(
            seen=[Seen(day, HOME, "shop", 2, 20, 5.0) for day in self.days],
            index={SHOP: {"verdict": "NEUTRAL", "coverageState": "Discovered - currently not indexed"}},
            sitemaps=[{"path": "https://www.example.test/sitemap.xml", "errors": "1"}],
        ).join(google)
        self.run = store.begin_run("www.example.test", HOME, {}, {}, time.time())
        store.add_urls(self.run.id, [NewUrl(HOME), NewUrl(SHOP, depth=1)])
        pages = [Page(HOME, status=200, facts=Facts()), Page(SHOP, status=200, depth=1, facts=Facts())]
        listed = SitemapEntry(NEW, NEW, "https://www.example.test/sitemap.xml")
        discovered = [NewUrl(NEW, source=Source.SITEMAP)]
        store.save_batch(
            self.run.id, Batch(fetched=[Fetched(one) for one in pages], sitemap=[listed], discovered=discovered)
        )

    def ask(self, before: Coverage | None = None, **options: Any) -> Coverage:
        config = Config.model_validate({"search_console": {"quota_wait_s": 0, **options}})
        coverage = before or Coverage()
        console = Console("text", stream=StringIO())
        ask_services(Asking(self.store, self.run, config, console, coverage, threading.Event()))
        return coverage


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    with Store.open(str(tmp_path / "marsad.db")) as store, FakeGoogle() as google:
        monkeypatch.setenv("MARSAD_GOOGLE_ENDPOINT", google.endpoint)
        credentials.connect_service_account(google.service_account_file(tmp_path))
        yield Bench(store, google)


def gaps(coverage: Coverage) -> str:
    """Every gap of Search Console as one text."""
    return "\n".join(
        f"{one['what']} | {one['why']} | {one['how']}" for one in coverage.not_done if "Search Console" in one["what"]
    )


def test_everything_is_pulled_and_nothing_is_missing(bench: Bench) -> None:
    coverage = bench.ask()
    assert gaps(coverage) == ""
    source = coverage.sources["search_console"]
    assert (source["property"], source["as"]) == (DOMAIN, "marsad@made-up.iam.gserviceaccount.com")
    assert (source["web"]["first"], source["web"]["last"], source["web"]["days_left"]) == (
        bench.days[-1],
        bench.days[0],
        0,
    )
    totals = bench.store.search.totals(DOMAIN, "web", bench.days[-1], bench.days[0])
    assert totals is not None
    assert totals.clicks == 20
    assert pages_with_impressions(bench.store, DOMAIN) == {HOME}
    inspections = bench.store.search.inspections(DOMAIN)
    assert {url: one.state for url, one in inspections.items()} == {
        SHOP: IndexState.NOT_INDEXED,
        NEW: IndexState.NOT_INDEXED,
    }
    snapshot = bench.store.search.snapshot(DOMAIN, "sitemaps")
    assert snapshot is not None
    assert (snapshot.data[0]["errors"], snapshot.data[0]["warnings"]) == (1, None)


def test_coverage_outlives_the_store(bench: Bench) -> None:
    coverage = bench.ask(inspections=0)
    bench.store.set_coverage(bench.run.id, coverage.as_mapping())
    assert Coverage.of(bench.store.run(bench.run.id).coverage).sources == coverage.sources


def test_without_a_connection_nothing_is_asked_and_the_report_says_so(bench: Bench) -> None:
    write_secrets("google", {})
    assert "not connected | connect it with `marsad connect google`" in gaps(bench.ask())
    assert bench.google.calls == []
    assert bench.google.token_requests == []


def test_what_was_turned_off_is_said(bench: Bench) -> None:
    assert "turned off" in gaps(bench.ask(enabled=False))
    assert bench.google.calls == []


def test_days_that_wait_for_the_next_run_are_said(bench: Bench) -> None:
    bench.known.seen = [Seen(day, HOME, "shop", 2, 20, 5.0) for day in self_days(bench, 30)]
    said = gaps(bench.ask(days_per_run=7, inspections=0))
    assert "pages and queries of 23 days are not pulled yet | run again" in said


def self_days(bench: Bench, count: int) -> list[str]:
    last = pacific_day(time.time()) - timedelta(days=3)
    return [(last - timedelta(days=back)).isoformat() for back in range(count)]


def test_pages_that_were_not_asked_about_are_unknown_and_said(bench: Bench) -> None:
    said = gaps(bench.ask(inspections=1))
    assert "1 pages worth a question were not asked about: their state is unknown" in said
    assert len(bench.store.search.inspections(DOMAIN)) == 1


@pytest.mark.parametrize(
    ("method", "answer", "said"),
    [
        (SITES, NOT_ENABLED, "?project=123456789012"),
        (SITES, HOTEL, "something else answered"),
        ("token", INVALID_GRANT, "the sign-in no longer holds"),
        (SITEMAPS, HOTEL, "submitted sitemaps | something else answered"),
        (QUERY, no_permission(DOMAIN), "add marsad@made-up.iam.gserviceaccount.com (Restricted is enough); it sees"),
        (QUERY, QUOTA, "the short-term quota is used up"),
        (INSPECT, no_permission(DOMAIN), "which pages are in the index | the account has no access"),
    ],
)  # fmt: skip
def test_each_failure_is_a_gap_and_the_run_goes_on(bench: Bench, method: str, answer: Any, said: str) -> None:
    bench.google.fail(method, *[answer] * 5)
    assert said in gaps(bench.ask())


def test_a_run_that_is_resumed_no_longer_tells_what_it_has_made_good(bench: Bench) -> None:
    bench.google.fail(QUERY, QUOTA)
    coverage = bench.ask()
    coverage.add_gap("Crawl", "3 known URLs were not fetched", "go on with --resume")
    assert "quota" in gaps(coverage)
    assert gaps(bench.ask(coverage)) == ""
    assert [one["what"] for one in coverage.not_done if one["what"] == "Crawl"] == ["Crawl"]


def test_what_was_known_before_a_failure_is_still_known_after_it(bench: Bench) -> None:
    bench.ask()
    bench.google.fail(QUERY, QUOTA)
    bench.google.fail(SITEMAPS, HOTEL)
    assert gaps(bench.ask()).count("\n") == 1
    totals = bench.store.search.totals(DOMAIN, "web", bench.days[-1], bench.days[0])
    assert totals is not None
    assert totals.clicks == 20
    assert bench.store.search.snapshot(DOMAIN, "sitemaps") is not None


def test_a_pull_that_broke_off_is_said_beside_the_numbers_of_earlier_pulls(bench: Bench) -> None:
    bench.ask(inspections=0)
    view, _ = told(bench)
    assert view is not None
    assert not [note for note in view.notes if "broke off" in note]
    bench.google.fail(QUERY, QUOTA)
    bench.store.set_coverage(bench.run.id, bench.ask(inspections=0).as_mapping())
    view, _ = told(bench)
    assert view is not None
    assert view.now.totals is not None
    assert view.now.totals.clicks == 20
    assert [note for note in view.notes if "broke off in this run (the short-term quota is used up" in note]


def test_a_pull_that_never_came_says_why_nothing_is_known(bench: Bench) -> None:
    bench.google.fail(QUERY, no_permission(DOMAIN))
    bench.store.set_coverage(bench.run.id, bench.ask(inspections=0).as_mapping())
    view, unknown = told(bench)
    assert view is None
    assert "the account has no access to the property" in unknown["search-console"]


def told(bench: Bench) -> Any:
    """What the rules are given, and why a part of it lacks."""
    return read_search(bench.store, bench.run, Config(), list(bench.store.pages(bench.run.id)))


def test_countries_of_pages_are_asked_once_a_run_where_the_site_has_versions(bench: Bench) -> None:
    bench.ask(inspections=0)
    assert ["page", "country"] not in [call.body["dimensions"] for call in bench.google.called(QUERY)]
    versions = (Hreflang("en-GB", HOME, HOME, "head"), Hreflang("en-AU", SHOP, SHOP, "head"))
    page = Page(HOME, status=200, facts=Facts(hreflang=versions))
    bench.store.save_batch(bench.run.id, Batch(fetched=[Fetched(page)]))
    bench.known.seen = [
        Seen(day, HOME, "shop", 2, shown, 5.0, country=country)
        for day in bench.days
        for country, shown in (("gbr", 3), ("aus", 17))
    ]
    bench.store.set_coverage(bench.run.id, bench.ask(inspections=0).as_mapping())
    view, _ = told(bench)
    assert view is not None
    assert view.page_countries == {HOME: {"gbr": 30, "aus": 170}}
    asked = [call for call in bench.google.called(QUERY) if call.body["dimensions"] == ["page", "country"]]
    assert len(asked) == 1
    bench.ask(inspections=0, page_countries=False)
    asked = [call for call in bench.google.called(QUERY) if call.body["dimensions"] == ["page", "country"]]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("sites", "options", "said"),
    [
        ({}, {}, "the account sees 0 others | in Search Console, Settings, Users and permissions, add marsad@"),
        ({"https://other.test/": "siteOwner"}, {}, "the account sees 1 others"),
        ({"http://example.test/": "siteOwner"}, {}, "sees http://example.test/ | name one of these as `property`"),
        ({DOMAIN: "siteUnverifiedUser"}, {}, f"verify {DOMAIN} in Search Console"),
        ({DOMAIN: "siteOwner"}, {"property": "https://example.test/"}, "no readable property https://example.test/"),
    ],
)
def test_a_property_that_cannot_be_read_is_told_with_the_nearest(
    bench: Bench, sites: dict[str, str], options: dict[str, str], said: str
) -> None:
    bench.known.sites = sites
    assert said in gaps(bench.ask(**options))
    assert bench.google.called(QUERY) == []


def test_a_named_property_may_lack_its_closing_slash(bench: Bench) -> None:
    bench.known.sites = {"https://www.example.test/": "siteRestrictedUser"}
    coverage = bench.ask(property="https://www.example.test", inspections=0)
    assert coverage.sources["search_console"]["property"] == "https://www.example.test/"


def test_permission_that_was_not_given_is_told(bench: Bench) -> None:
    write_secrets("google", {
        "kind": "consent", "client_id": "a", "client_secret": "b", "refresh_token": "c", "scopes": [READ_ONLY[1]],
        "token_uri": bench.google.token_uri,
    })  # fmt: skip
    assert "the permission was not given at sign-in" in gaps(bench.ask())
    assert bench.google.calls == []


def test_types_of_search_are_asked_by_setting(bench: Bench) -> None:
    bench.known.seen.append(Seen(bench.days[0], HOME, None, 1, 5, 0.0, kind="discover"))
    coverage = bench.ask(types=["web", "discover", "image"], inspections=0)
    assert "image search | Google tells of no day yet" in gaps(coverage)
    assert bench.store.search.properties() == [(DOMAIN, "discover"), (DOMAIN, "web")]
    last = bench.days[0]
    assert HOME in bench.store.search.measures(DOMAIN, "discover", Pull.PAGE, last, last)


@pytest.mark.parametrize(
    ("line", "said"),
    [("types = ['web', 'maps']", "types"), ("months = 17", "months"), ("propperty = 'a'", "is not a known key")],
)
def test_wrong_settings_are_named(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "marsad.toml"
    file.write_text(f"[search_console]\n{line}\n")
    with pytest.raises(ConfigError, match=said):
        load_config(file, {})
