"""A whole audit with made-up consoles behind it: what searches and visits say is joined with the crawl and told."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from audits.searching.traffic import page_worth
from integrations.credentials import connect_service_account
from integrations.pacific import pacific_day
from marsad.config import Config
from marsad.judge import site_view, with_sources
from store.database import Store
from store.model import CauseState
from tests.integrations.fake_analytics import FakeProperty
from tests.integrations.fake_google import FakeGoogle
from tests.integrations.fake_search_console import FakeSearchConsole, Seen
from tests.marsad.conftest import Marsad
from tests.servers import Reply, Site, html, text

DAYS = 56
AUDIT = ("--browser", "never", "--no-external", "--out", "report")
_LINKS = ("/mats", "/blog", "/a", "/b", "/hidden", "/gone", "/private/x", "/fallen", "/quiet", "/chosen")
_PAGES = {
    "/mats": "Cork mats", "/blog": "The guide to yoga", "/a": "Bolsters", "/b": "Which bolster", "/fallen": "Blocks",
    "/quiet": "Quiet page", "/chosen": "Straps in blue",
}  # fmt: skip


def routes() -> dict[str, Any]:
    pages: dict[str, Any] = {
        url: html(f"{title} of the shop", "/", body=f"<h1>{title}</h1><p>{title} and all that one must know.</p>")
        for url, title in _PAGES.items()
    }
    pages["/chosen"] = html("Straps", "/", head='<link rel="canonical" href="/chosen">', body="<h1>Straps</h1>")
    pages["/hidden"] = html("Hidden", "/", head='<meta name="robots" content="noindex">', body="<h1>Hidden</h1>")
    pages["/"] = html("The shop of mats", *_LINKS, body="<h1>Shop</h1>")
    pages["/robots.txt"] = text("User-agent: *\nDisallow: /private/\nSitemap: /sitemap.xml")
    return pages


def traffic(home: str, days: list[str]) -> list[Seen]:
    """Eight weeks of made-up searches; `days` begins with the newest."""
    found = []
    for number, day in enumerate(days):
        is_now = number < DAYS // 2

        def seen(path: str, query: str | None, clicks: int, shown: int, position: float, day: str = day) -> Seen:
            return Seen(day, f"{home}{path}", query, clicks, shown, position)

        found += [
            seen("", "shop of mats", 9, 40, 1.2),
            seen("mats", "cork mat", 1, 10, 12.0),
            seen("mats", None, 2, 20, 6.0),
            seen("blog", "yoga guide", 0, 20, 3.0),
            seen("a", "bolster", 1, 3, 6.0),
            seen("b", "bolster", 0, 2, 8.0),
            seen("hidden", "hidden thing", 1, 4, 5.0),
            seen("gone", "gone thing", 1, 4, 5.0),
            seen("private/x", "private thing", 1, 9, 5.0),
            seen("lost", "lost thing", 0, 2, 5.0),
            seen("fallen", "blocks", 1 if is_now else 6, 40, 8.0 if is_now else 4.0),
            seen("fallen", "cork block", 0, 5, 15.0 if is_now else 6.0),
        ]
    return found


@dataclass(frozen=True)
class Audited:
    """An audit that is done."""

    home: str
    report: dict[str, Any]
    store: Path
    seen: list[Seen]
    days: list[str]

    def found(self, rule: str) -> list[dict[str, Any]]:
        return [cause for cause in self.report["causes"] if cause["rule"] == rule]

    def paths(self, rule: str) -> set[str]:
        urls = {page["id"]: page["url"] for page in self.report["pages"]}
        told = {url for cause in self.found(rule) for url in cause["urls"]}
        told |= {urls[number] for cause in self.found(rule) for number in cause["page_ids"]}
        return {url.removeprefix(self.home.rstrip("/")) for url in told}


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    """One audit for all tests here: it asks for eight weeks, a day at a time."""
    folder = tmp_path_factory.mktemp("joined")
    patch = pytest.MonkeyPatch()
    patch.setenv("MARSAD_CONFIG_DIR", str(folder / "config"))
    with Site(routes()) as site, FakeGoogle() as google:
        home = site.url("/")
        paths = "".join(f"<url><loc>{home.rstrip('/')}{path}</loc></url>" for path in ("/", *_PAGES))
        sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{paths}</urlset>'
        site.routes["/sitemap.xml"] = Reply(sitemap.encode(), 200, (("Content-Type", "application/xml"),))
        last = pacific_day(time.time()) - timedelta(days=3)
        days = [(last - timedelta(days=back)).isoformat() for back in range(DAYS)]
        search = FakeSearchConsole(
            sites={home: "siteOwner"},
            seen=traffic(home, days),
            sitemaps=[{"path": f"{home}sitemap.xml", "errors": "3", "lastDownloaded": f"{days[0]}T06:00:00Z"}],
            index={
                f"{home}quiet": {"verdict": "NEUTRAL", "coverageState": "Crawled - currently not indexed"},
                f"{home}chosen": {
                    "verdict": "NEUTRAL", "googleCanonical": f"{home}mats", "userCanonical": f"{home}chosen",
                    "coverageState": "Duplicate, Google chose different canonical than user",
                },
            },
        )  # fmt: skip
        search.join(google)
        visits = FakeProperty()
        visits.rows["hostName", "landingPage"] = {
            ("127.0.0.1", "/"): {"sessions": "400", "engagedSessions": "300", "purchaseRevenue": "900"},
            ("127.0.0.1", "/blog"): {"sessions": "200", "engagedSessions": "20", "purchaseRevenue": "100"},
        }
        visits.rows["sessionSourceMedium",] = {
            ("google / organic",): {"sessions": "400"}, ("(not set) / (not set)",): {"sessions": "200"},
        }  # fmt: skip
        visits.join(google)
        patch.setenv("MARSAD_GOOGLE_ENDPOINT", google.endpoint)
        connect_service_account(google.service_account_file(folder))
        (folder / "marsad.toml").write_text(
            "[search_console]\ninspections = 9\nquota_wait_s = 0\n"
            '[analytics]\nproperty = "123"\nhosts = ["127.0.0.1"]\n'
        )
        marsad = _command_in(folder)
        done = marsad("audit", home, *AUDIT)
        assert done.code == 0, done.err
        report = json.loads((folder / "report" / "report.json").read_text())
        yield Audited(home, report, folder / "marsad-data" / "marsad.db", search.seen, days)
    patch.undo()


def _command_in(folder: Path) -> Marsad:
    from tests.marsad import conftest

    return conftest.marsad.__wrapped__(folder)  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ("gsc-striking-distance", "/mats"),
        ("gsc-low-ctr", "/blog"),
        ("gsc-cannibalisation", "/a"),
        ("index-noindex-traffic", "/hidden"),
        ("gsc-nonindexable-with-traffic", "/gone"),
        ("robots-blocks-traffic", "/private/x"),
        ("gsc-orphan-with-traffic", "/lost"),
        ("gsc-clicks-dropped", "/fallen"),
        ("gsc-lost-top10", "/fallen"),
        ("gsc-indexable-not-indexed", "/quiet"),
        ("canon-google-disagrees", "/chosen"),
        ("ga-landing-no-data", "/mats"),
        ("ga-high-bounce", "/blog"),
    ],
)
def test_each_analysis_finds_what_was_put_there(audited: Audited, rule: str, path: str) -> None:
    assert path in audited.paths(rule), audited.found(rule)


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ("gsc-low-ctr", "/mats"),
        ("gsc-clicks-dropped", "/mats"),
        ("gsc-indexable-not-indexed", "/mats"),
        ("gsc-indexable-not-indexed", "/chosen"),
        ("ga-landing-no-data", "/"),
        ("gsc-orphan-with-traffic", "/private/x"),
    ],
)
def test_what_is_well_or_told_elsewhere_is_not_told(audited: Audited, rule: str, path: str) -> None:
    assert path not in audited.paths(rule)


def test_sitemaps_and_sources_are_judged_too(audited: Audited) -> None:
    assert [cause["target"] for cause in audited.found("sitemap-gsc-errors")] == [f"{audited.home}sitemap.xml"]
    assert audited.found("ga-untagged-traffic")


def test_a_rule_without_its_source_is_not_run_and_says_why(audited: Audited) -> None:
    counts = {one["rule"]: one for one in audited.report["counts"]}
    for rule, why in (
        ("content-out-of-date", "a year"), ("gsc-zero-impressions", "90 days"), ("bing-crawl-issues", "not set up")
    ):  # fmt: skip
        assert counts[rule]["not_run"] == 1, rule
        assert why in counts[rule]["detail"], counts[rule]
        assert counts[rule]["passed"] == 0


def test_every_cause_carries_what_its_pages_had_with_source_and_window(audited: Audited) -> None:
    (cause,) = audited.found("index-noindex-traffic")
    told = cause["traffic"]
    assert (told["clicks"], told["impressions"]) == (28.0, 112.0)
    assert told["sessions"] is None  # Analytics has no row of the page: that is not zero
    assert told["revenue"] is None
    assert [one["name"] for one in told["sources"]] == ["Google Search Console", "Google Analytics"]
    assert told["sources"][0]["first_day"] == audited.days[27]
    assert told["sources"][0]["last_day"] == audited.days[0]
    assert all(one["traffic"] is not None for one in audited.report["causes"] if one["state"] != CauseState.FIXED.value)


def test_unknown_is_never_zero(audited: Audited) -> None:
    for cause in audited.report["causes"]:
        told = cause["traffic"]
        search, visits = told["sources"]
        for name, source in (("clicks", search), ("impressions", search), ("sessions", visits)):
            assert (told[name] is None) == (source["pages_known"] == 0), cause["rule"]


def test_priority_weighs_by_revenue_where_it_is_known_and_says_so(audited: Audited) -> None:
    (cause,) = audited.found("ga-high-bounce")
    assert cause["traffic"]["share_of"] == "revenue"
    assert cause["traffic"]["share"] == pytest.approx(0.1)
    assert cause["priority_parts"]["value"] == pytest.approx(1.4)
    (other,) = audited.found("index-noindex-traffic")
    assert other["traffic"]["share_of"] == "clicks"


def test_joined_pages_add_up_to_what_was_pulled(audited: Audited, capsys: pytest.CaptureFixture[str]) -> None:
    config = Config.model_validate({"analytics": {"property": "123"}})
    with Store.open(str(audited.store)) as store:
        run = store.latest_run()
        assert run is not None
        site = with_sources(site_view(store, run, config.judge, list(store.pages(run.id))), store, run, config)
        assert site.search is not None
        now = site.search.now
        window = {day for day in audited.days if now.window.first <= day <= now.window.last}
        assert len(window) == now.days_known == 28
        rows = [*now.pages.values(), *now.elsewhere.values()]
        assert sum(one.clicks for one in rows) == sum(one.clicks for one in audited.seen if one.day in window)
        assert sum(one.impressions for one in rows) == sum(one.impressions for one in audited.seen if one.day in window)
        assert now.totals is not None
        assert now.totals.clicks == sum(one.clicks for one in rows)
        assert now.named_share is not None
        assert 0 < now.named_share < 1  # a query has no name
        worth = page_worth(site)
        assert worth == {audited.home: 900.0, f"{audited.home}blog": 100.0}
