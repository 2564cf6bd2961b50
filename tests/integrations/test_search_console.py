"""Search Console: rows as Google has them, its limits told, its absences never taken for zero."""

from __future__ import annotations

import json
from typing import Any

import pytest

from integrations.google import GoogleClient
from integrations.search_console import (
    DIMENSIONS,
    Property,
    SearchConsole,
    covers,
    inspection_of,
    nearest_names,
    property_for,
    pulls_of,
)
from integrations.trouble import ServiceError, Trouble
from store.search_model import IndexState, Pull
from store.urls import normal_form
from tests.integrations.fake_google import HOTEL, HUNG_UP, ODD_REFUSAL, FakeGoogle, as_json, document_of, refusal
from tests.integrations.fake_search_console import DOMAIN, INSPECT, QUERY, SITEMAPS, SITES, FakeSearchConsole, Seen

HOME, SHOP = "https://www.example.test/", "https://www.example.test/shop"


def console(google: FakeGoogle) -> SearchConsole:
    return SearchConsole(GoogleClient(google.credentials(), endpoint=google.endpoint, sleep=lambda _s: None))


def test_rows_come_back_by_day_with_whole_numbers() -> None:
    seen = [
        Seen("2026-11-16", HOME, "shop", 3, 40, 2.5),
        Seen("2026-11-17", HOME, "shop", 1, 10, 7.0),
        Seen("2026-11-17", SHOP, None, 0, 5, 30.0),
    ]
    with FakeGoogle() as google:
        FakeSearchConsole(seen=seen).join(google)
        found = console(google).rows(DOMAIN, "web", Pull.PAGE, "2026-11-16", "2026-11-17")
        assert list(found.days) == ["2026-11-16", "2026-11-17"]
        assert [(row.name, row.clicks, row.impressions, row.position) for row in found.days["2026-11-17"]] == [
            (HOME, 1, 10, 7.0),
            (SHOP, 0, 5, 30.0),
        ]
        asked = google.called(QUERY)[0]
        assert asked.params["siteUrl"] == DOMAIN
        assert asked.body["dataState"] == "final"
        assert asked.body["aggregationType"] == "auto"
        assert not found.is_capped


def test_totals_hold_what_rows_by_query_leave_out() -> None:
    seen = [Seen("2026-11-17", HOME, "shop", 3, 40, 2.0), Seen("2026-11-17", HOME, None, 9, 100, 4.0)]
    with FakeGoogle() as google:
        FakeSearchConsole(seen=seen).join(google)
        one = console(google)
        totals = one.rows(DOMAIN, "web", Pull.DAY, "2026-11-17", "2026-11-17").days["2026-11-17"]
        queries = one.rows(DOMAIN, "web", Pull.QUERY, "2026-11-17", "2026-11-17").days["2026-11-17"]
    assert [(row.clicks, row.impressions) for row in totals] == [(12, 140)]
    assert [(row.clicks, row.impressions) for row in queries] == [(3, 40)]


def test_the_countries_of_pages_are_sums_over_the_days() -> None:
    days = ("2026-11-16", "2026-11-17")
    seen = [Seen(day, HOME, "shop", 3, 40, 2.0, country=country) for day in days for country in ("svn", "aut")]
    seen += [Seen(days[0], SHOP, None, 0, 7, 9.0), Seen("2026-11-18", HOME, "shop", 1, 900, 2.0)]
    with FakeGoogle() as google:
        FakeSearchConsole(seen=seen).join(google)
        found, is_capped = console(google).page_countries(DOMAIN, "web", *days)
        asked = google.called(QUERY)[0].body
    assert found == {(HOME, "svn"): 80, (HOME, "aut"): 80, (SHOP, "svn"): 7}
    assert not is_capped
    assert asked["dimensions"] == ["page", "country"]
    assert (asked["dataState"], asked["aggregationType"]) == ("final", "auto")


@pytest.mark.parametrize(
    ("stored", "read", "requests", "is_capped"),
    [(24, 24, 1, False), (25, 25, 2, False), (61, 50, 2, True)],
)
@pytest.mark.usefixtures("few_rows")
def test_countries_of_pages_are_read_up_to_the_cap(stored: int, read: int, requests: int, is_capped: bool) -> None:
    seen = [Seen("2026-11-17", f"{HOME}{number}", None, 0, 1, 5.0) for number in range(stored)]
    with FakeGoogle() as google:
        FakeSearchConsole(seen=seen).join(google)
        found, capped = console(google).page_countries(DOMAIN, "web", "2026-11-17", "2026-11-17")
        assert (len(found), len(google.called(QUERY)), capped) == (read, requests, is_capped)


def test_countries_of_pages_may_be_none_or_no_answer() -> None:
    with FakeGoogle() as google:
        FakeSearchConsole().join(google)
        one = console(google)
        assert one.page_countries(DOMAIN, "web", "2026-11-17", "2026-11-17") == ({}, False)
        google.on(QUERY, lambda _call: as_json({"rows": [{"keys": [HOME], "impressions": 3}]}))
        with pytest.raises(ServiceError) as caught:
            one.page_countries(DOMAIN, "web", "2026-11-17", "2026-11-17")
        assert caught.value.trouble is Trouble.BAD_ANSWER


def test_nothing_is_an_answer_without_rows() -> None:
    with FakeGoogle() as google:
        FakeSearchConsole().join(google)
        found = console(google).rows(DOMAIN, "web", Pull.PAGE, "2026-11-16", "2026-11-17")
    assert (found.days, found.is_capped, found.requests) == ({}, False, 1)


@pytest.mark.parametrize(
    ("rows", "requests", "kept", "is_capped"),
    [(24, 1, 24, False), (25, 2, 25, False), (31, 2, 31, False), (61, 2, 50, True)],
)
@pytest.mark.usefixtures("few_rows")
def test_pages_of_rows_are_read_to_the_end_and_the_cap_is_told(
    rows: int, requests: int, kept: int, is_capped: bool
) -> None:
    seen = [Seen("2026-11-17", HOME, f"query {number}", 1, 2, 3.0) for number in range(rows)]
    with FakeGoogle() as google:
        FakeSearchConsole(seen=seen).join(google)
        found = console(google).rows(DOMAIN, "web", Pull.QUERY, "2026-11-17", "2026-11-17")
        assert [one.body["startRow"] for one in google.called(QUERY)] == [25 * turn for turn in range(requests)]
    assert (found.requests, len(found.days["2026-11-17"]), found.is_capped) == (requests, kept, is_capped)


@pytest.mark.parametrize("kind", ["web", "image", "video", "news", "discover", "googleNews"])
def test_every_type_of_search_is_asked_only_what_it_knows(kind: str) -> None:
    seen = [Seen("2026-11-17", HOME, "shop", 3, 40, 2.0, kind=kind)]
    with FakeGoogle() as google:
        FakeSearchConsole(seen=seen).join(google)
        for pull in pulls_of(kind):
            rows = console(google).rows(DOMAIN, kind, pull, "2026-11-17", "2026-11-17").days["2026-11-17"]
            assert len(rows) == 1
            assert (rows[0].position is None) == (kind in ("discover", "googleNews"))
    assert {Pull.DAY, Pull.PAGE, Pull.COUNTRY} <= set(pulls_of(kind))


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (HOTEL, Trouble.BAD_ANSWER),
        (ODD_REFUSAL, Trouble.NOT_ALLOWED),
        (refusal(403, "quotaExceeded"), Trouble.QUOTA_SHORT),
        (as_json({"rows": [{"clicks": 1.0}]}), Trouble.BAD_ANSWER),
        (as_json({"rows": [{"keys": ["2026-11-17", HOME], "clicks": "many"}]}), Trouble.BAD_ANSWER),
    ],
)
def test_an_answer_that_is_none_is_told_and_not_kept(answer: Any, trouble: Trouble) -> None:
    with FakeGoogle() as google:
        FakeSearchConsole().join(google)
        google.fail(QUERY, answer)
        with pytest.raises(ServiceError) as told:
            console(google).rows(DOMAIN, "web", Pull.PAGE, "2026-11-17", "2026-11-17")
    assert told.value.trouble is trouble


@pytest.mark.parametrize(
    ("method", "ask", "answer"),
    [
        (SITES, lambda one: one.properties(), {"siteEntry": ["x"]}),
        (SITEMAPS, lambda one: one.sitemaps(DOMAIN), {"sitemap": [{"contents": 5}]}),
        (INSPECT, lambda one: one.inspect(DOMAIN, HOME, 1.0), {"inspectionResult": {"indexStatusResult": "PASS"}}),
        (QUERY, lambda one: one.rows(DOMAIN, "web", Pull.PAGE, "2026-11-17", "2026-11-17"), {"rows": {"keys": []}}),
    ],
)
def test_an_answer_of_another_shape_is_told(method: str, ask: Any, answer: dict[str, Any]) -> None:
    with FakeGoogle() as google:
        FakeSearchConsole().join(google)
        google.fail(method, as_json(answer))
        with pytest.raises(ServiceError, match="not of the shape") as told:
            ask(console(google))
    assert told.value.trouble is Trouble.BAD_ANSWER


def test_a_connection_that_breaks_off_is_made_again() -> None:
    with FakeGoogle() as google:
        FakeSearchConsole().join(google)
        google.fail(SITES, HUNG_UP, HUNG_UP)
        assert console(google).properties() == [Property(DOMAIN, "siteOwner")]


def test_sitemaps_have_counts_or_none() -> None:
    sitemaps = [
        {
            "path": "https://www.example.test/sitemap.xml", "lastSubmitted": "2026-11-01T10:00:00.000Z",
            "isPending": False, "isSitemapsIndex": False, "type": "sitemap", "warnings": "2", "errors": "0",
            "contents": [{"type": "web", "submitted": "12345"}],
        },
        {"path": "https://www.example.test/new.xml", "isPending": True},
    ]  # fmt: skip
    with FakeGoogle() as google:
        FakeSearchConsole(sitemaps=sitemaps).join(google)
        old, new = console(google).sitemaps(DOMAIN)
    assert (old.errors, old.warnings, old.submitted, old.is_pending) == (0, 2, {"web": 12345}, False)
    assert (new.errors, new.warnings, new.submitted, new.is_pending) == (None, None, {}, True)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ({"verdict": "PASS", "coverageState": "Submitted and indexed"}, IndexState.INDEXED),
        ({"verdict": "NEUTRAL", "coverageState": "Crawled - currently not indexed", "indexingState":
          "INDEXING_STATE_UNSPECIFIED", "pageFetchState": "SUCCESSFUL"}, IndexState.NOT_INDEXED),
        ({"verdict": "FAIL", "coverageState": "Server error (5xx)"}, IndexState.NOT_INDEXED),
        ({"verdict": "PARTIAL", "indexingState": "INDEXING_ALLOWED"}, IndexState.UNKNOWN),
        ({"verdict": "VERDICT_UNSPECIFIED"}, IndexState.UNKNOWN),
        ({}, IndexState.UNKNOWN),
    ],
)  # fmt: skip
def test_indexed_is_what_the_verdict_says(status: dict[str, Any], state: IndexState) -> None:
    with FakeGoogle() as google:
        FakeSearchConsole(index={HOME: status}).join(google)
        found = console(google).inspect(DOMAIN, HOME, 5.0, "why")
        assert google.called(INSPECT)[0].body == {"inspectionUrl": HOME, "siteUrl": DOMAIN, "languageCode": "en-US"}
    assert (found.state, found.asked_at, found.reason) == (state, 5.0, "why")
    assert found.indexing in ("", "INDEXING_ALLOWED")


def test_an_inspection_keeps_canonicals_and_counts_issues_of_rich_results() -> None:
    answer = {
        "inspectionResult": {
            "indexStatusResult": {"verdict": "PASS", "coverageState": "Excluded by \u2018noindex\u2019 tag",
                                  "googleCanonical": HOME, "userCanonical": SHOP, "sitemap": ["https://s.test/"]},
            "richResultsResult": {"verdict": "FAIL", "detectedItems": [{"richResultType": "Breadcrumbs", "items": [
                {"name": "a", "issues": [{"issueMessage": "Missing field", "severity": "ERROR"}]}, {"name": "b"}]}]},
        }
    }  # fmt: skip
    found = inspection_of(SHOP, answer, 1.0)
    assert (found.google_canonical, found.user_canonical, found.sitemaps) == (HOME, SHOP, ("https://s.test/",))
    assert found.coverage == "Excluded by 'noindex' tag"
    assert found.rich_results == (
        {"type": "Breadcrumbs", "items": 2, "errors": 1, "warnings": 0, "issues": ["Missing field"]},
    )


def owned(*names: str) -> list[Property]:
    return [Property(name, "siteOwner") for name in names]


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        (["sc-domain:example.test"], "sc-domain:example.test"),
        (["https://www.example.test/", "http://www.example.test/"], "https://www.example.test/"),
        (["https://www.example.test/", "sc-domain:example.test"], "sc-domain:example.test"),
        (["https://www.example.test/shop/", "sc-domain:example.test"], "https://www.example.test/shop/"),
        (["https://example.test/", "http://www.example.test/"], None),
        (["sc-domain:ample.test"], None),
        (["sc-domain:www.example.test", "sc-domain:example.test"], "sc-domain:www.example.test"),
        ([], None),
    ],
)
def test_the_property_that_covers_the_site_is_taken(known: list[str], wanted: str | None) -> None:
    found = property_for("https://www.example.test/shop/", owned(*known))
    assert (found.name if found else None) == wanted


def test_a_property_without_access_is_not_taken_but_named() -> None:
    known = [Property("sc-domain:example.test", "siteUnverifiedUser"), *owned("http://example.test/")]
    assert property_for("https://www.example.test/", known) is None
    assert nearest_names("https://www.example.test/", known) == ["sc-domain:example.test", "http://example.test/"]


def test_a_domain_covers_its_hosts_and_nothing_that_ends_alike() -> None:
    assert covers("sc-domain:example.test", "http://shop.example.test/a")
    assert not covers("sc-domain:example.test", "https://badexample.test/")
    assert covers("https://www.\u010de\u0161nja.test/", normal_form("https://www.\u010de\u0161nja.test/a") or "")
    assert covers("sc-domain:\u010de\u0161nja.test", normal_form("https://www.\u010de\u0161nja.test/a") or "")
    assert not covers("https://example.test/shop/", "https://example.test/")


def test_the_fields_that_are_read_are_still_in_googles_document() -> None:
    """Fails after an upgrade of the client library that renames or drops what Marsad reads or sends."""
    schemas = document_of("searchconsole.v1")["schemas"]
    used = {
        "SearchAnalyticsQueryRequest": "startDate endDate dimensions type dataState aggregationType rowLimit startRow",
        "SearchAnalyticsQueryResponse": "rows responseAggregationType metadata",
        "ApiDataRow": "keys clicks impressions position",
        "WmxSite": "siteUrl permissionLevel",
        "SitesListResponse": "siteEntry",
        "SitemapsListResponse": "sitemap",
        "WmxSitemap": "path type isSitemapsIndex isPending lastSubmitted lastDownloaded errors warnings contents",
        "WmxSitemapContent": "type submitted",
        "InspectUrlIndexRequest": "inspectionUrl siteUrl languageCode",
        "InspectUrlIndexResponse": "inspectionResult",
        "UrlInspectionResult": "indexStatusResult richResultsResult inspectionResultLink",
        "IndexStatusInspectionResult": "verdict coverageState googleCanonical userCanonical lastCrawlTime "
        "pageFetchState robotsTxtState indexingState crawledAs sitemap referringUrls",
        "RichResultsInspectionResult": "detectedItems verdict",
        "DetectedItems": "richResultType items",
        "Item": "issues",
        "RichResultsIssue": "issueMessage severity",
    }
    gone = {f"{name}.{one}" for name, all_of in used.items() for one in all_of.split()
            if one not in schemas[name]["properties"]}  # fmt: skip
    assert not gone, f"the client library's document of Search Console has changed: {sorted(gone)}"
    assert schemas["WmxSitemap"]["properties"]["errors"]["type"] == "string"


def test_the_words_that_are_sent_and_read_are_still_in_googles_document() -> None:
    schemas = document_of("searchconsole.v1")["schemas"]
    asked = schemas["SearchAnalyticsQueryRequest"]["properties"]
    sent = {name.upper() for names in DIMENSIONS.values() for name in names} | {"PAGE", "COUNTRY"}
    assert sent <= set(asked["dimensions"]["items"]["enum"])
    assert {"WEB", "IMAGE", "VIDEO", "NEWS", "DISCOVER", "GOOGLE_NEWS"} <= set(asked["type"]["enum"])
    assert {"AUTO", "BY_PROPERTY"} <= set(asked["aggregationType"]["enum"])
    assert "FINAL" in asked["dataState"]["enum"]
    verdicts = schemas["IndexStatusInspectionResult"]["properties"]["verdict"]["enum"]
    assert set(verdicts) == {"VERDICT_UNSPECIFIED", "PASS", "PARTIAL", "FAIL", "NEUTRAL"}
    assert "SITE_UNVERIFIED_USER" in schemas["WmxSite"]["properties"]["permissionLevel"]["enum"]
    assert json.dumps(schemas["RichResultsIssue"]["properties"]["severity"]["enum"]).count("ERROR") == 1
