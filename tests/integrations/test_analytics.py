"""Google Analytics: every table is asked as its document allows, and unknown is never shown as zero."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from integrations.analytics import ask_analytics, doubts_of, hosts_of, tables
from integrations.google import GoogleClient
from integrations.measure_options import AnalyticsOptions
from integrations.trouble import ServiceError, Trouble
from store.measures import Measures, MeasureState
from tests.integrations.fake_analytics import COMPATIBILITY, RUN_REPORT, TOTAL, FakeProperty
from tests.integrations.fake_google import HOTEL, FakeGoogle, as_json, refusal

NOW = datetime.datetime(2030, 3, 1, 23, 30, tzinfo=datetime.UTC).timestamp()  # the 2nd of March in Ljubljana
OPTIONS = AnalyticsOptions(property="properties/123456")
HOSTS = ("example.test", "www.example.test")


def client(google: FakeGoogle, **options: Any) -> GoogleClient:
    return GoogleClient(google.credentials(), endpoint=google.endpoint, sleep=lambda _s: None, **options)


def ask(
    data: FakeProperty, options: AnalyticsOptions = OPTIONS, google: FakeGoogle | None = None
) -> dict[tuple[str, str], Measures]:
    with google or FakeGoogle() as fake:
        data.join(fake)
        found = ask_analytics(client(fake), options, HOSTS, NOW)
    return {(one.name, one.scope): one for one in found}


def some_pages(number: int) -> dict[tuple[str, ...], dict[str, str]]:
    return {("example.test", f"/page-{one}"): {"sessions": str(1_000 - one)} for one in range(number)}


def test_the_totals_come_back_as_numbers_with_zone_and_currency() -> None:
    total = ask(FakeProperty())["total", "all"]
    assert total.state is MeasureState.OK
    assert total.by_key()[()]["sessions"] == 1000.0
    assert total.by_key()[()]["conversion_rate"] == 0.035
    assert total.by_key()[()]["revenue"] == 1234.5
    assert (total.trust["currency"], total.trust["time_zone"]) == ("EUR", "Europe/Ljubljana")
    assert total.trust["hosts"] == list(HOSTS)
    assert total.account == "properties/123456"


def test_the_window_ends_before_what_is_still_counted_in_the_propertys_own_days() -> None:
    found = ask(FakeProperty())
    assert (found["total", "all"].first_day, found["total", "all"].last_day) == ("2030-02-01", "2030-02-28")
    behind = ask(FakeProperty(metadata={"timeZone": "America/Los_Angeles"}))["total", "all"]
    assert behind.last_day == "2030-02-27"
    unknown = ask(FakeProperty(metadata={}))["total", "all"]
    assert unknown.last_day == "2030-02-27"
    assert "UTC" in unknown.trust["zone_note"]
    strange = ask(FakeProperty(metadata={"timeZone": "Mars/Olympus"}))["total", "all"]
    assert "Mars/Olympus" in strange.trust["zone_note"]


def test_days_come_as_iso_dates_over_the_whole_history() -> None:
    data = FakeProperty()
    data.rows["date",] = {("20300228",): TOTAL, ("20300101",): TOTAL}
    day = ask(data)["day", "all"]
    assert {key[0] for key, _ in day.rows} == {"2030-02-28", "2030-01-01"}
    assert day.first_day == "2029-01-25"


def test_every_question_fits_the_limits_and_is_ordered() -> None:
    for table in tables(OPTIONS):
        assert len(table.metrics) <= 10
        assert len(table.dimensions) <= 9
    with FakeGoogle() as google:
        FakeProperty().join(google)
        ask_analytics(client(google), OPTIONS, HOSTS, NOW)
        bodies = [one.body for one in google.called(RUN_REPORT)]
    assert all(body["orderBys"][0]["desc"] for body in bodies if body.get("dimensions"))
    assert all(body["returnPropertyQuota"] and isinstance(body["limit"], str) for body in bodies)
    host = {"fieldName": "hostName", "inListFilter": {"values": list(HOSTS), "caseSensitive": False}}
    assert all(host == body["dimensionFilter"].get("filter", host) for body in bodies)


def test_organic_landing_pages_are_asked_for_by_channel() -> None:
    with FakeGoogle() as google:
        FakeProperty().join(google)
        ask_analytics(client(google), OPTIONS, HOSTS, NOW)
        wanted = [
            one.body for one in google.called(RUN_REPORT) if {"name": "landingPage"} in one.body.get("dimensions", ())
        ]
    filters = [
        one["dimensionFilter"]["andGroup"]["expressions"][1]["filter"]
        for one in wanted
        if "andGroup" in one["dimensionFilter"]
    ]
    assert {"matchType": "EXACT", "value": "Organic Search", "caseSensitive": True} in [
        one.get("stringFilter") for one in filters
    ]


def test_pages_are_read_until_the_row_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("integrations.analytics.PAGE_ROWS", 40)
    data = FakeProperty()
    data.rows["hostName", "landingPage"] = some_pages(103)
    landing = ask(data)["landing_page", "all"]
    assert len(landing.rows) == 103
    assert len({key for key, _ in landing.rows}) == 103
    assert "truncated" not in landing.trust


def test_a_cut_is_told() -> None:
    data = FakeProperty()
    data.rows["hostName", "landingPage"] = some_pages(103)
    landing = ask(data, AnalyticsOptions(property="123456", max_rows=100))["landing_page", "all"]
    assert len(landing.rows) == 100
    assert (landing.trust["truncated"], landing.trust["rows_total"]) == (True, 103)
    assert "landing_page: only the rows with most sessions were asked for" in doubts_of([landing])


def test_an_answer_without_rows_is_empty_and_not_zero() -> None:
    found = ask(FakeProperty(rows={}, metadata={"timeZone": "UTC", "emptyReason": "NO_DATA"}))
    assert found["total", "all"].state is MeasureState.EMPTY
    assert found["total", "all"].rows == ()
    assert "NO_DATA" in found["total", "all"].reason


def test_every_flag_of_trust_is_kept_and_told() -> None:
    flags = {
        "timeZone": "UTC",
        "subjectToThresholding": True,
        "dataLossFromOtherRow": True,
        "samplingMetadatas": [{"samplesReadCount": "500", "samplingSpaceSize": "10000"}],
        "dataTruncationReasons": [{"dataTruncationMessage": "older data is gone"}],
    }
    total = ask(FakeProperty(metadata=flags))["total", "all"]
    assert total.trust["thresholded"]
    assert total.trust["other_row"]
    assert total.trust["sampled"] == [{"read": 500, "of": 10_000}]
    assert total.trust["truncation"][0]["dataTruncationMessage"] == "older data is gone"
    assert len(doubts_of([total])) == 4


def test_revenue_that_the_account_may_not_see_is_unknown_and_not_zero() -> None:
    hidden = {
        "timeZone": "UTC",
        "schemaRestrictionResponse": {
            "activeMetricRestrictions": [{"metricName": "purchaseRevenue", "restrictedMetricTypes": ["REVENUE_DATA"]}]
        },
    }
    data = FakeProperty(rows={(): {(): TOTAL | {"purchaseRevenue": "0"}}}, metadata=hidden)
    total = ask(data)["total", "all"]
    assert total.by_key()[()]["revenue"] is None
    assert total.by_key()[()]["purchases"] == 21.0
    assert total.trust["restricted"] == ["purchaseRevenue"]


def test_metrics_that_do_not_go_with_a_dimension_are_left_out_and_told() -> None:
    data = FakeProperty(incompatible={"landingPage": ("sessionKeyEventRate", "totalUsers")})
    data.rows["hostName", "landingPage"] = some_pages(3)
    landing = ask(data)["landing_page", "all"]
    assert landing.state is MeasureState.OK
    assert "conversion_rate" not in landing.columns
    assert landing.trust["left_out"] == ["sessionKeyEventRate", "totalUsers"]


def test_a_table_that_is_refused_leaves_the_others() -> None:
    with FakeGoogle() as google:
        FakeProperty().join(google)
        google.fail(RUN_REPORT, None, refusal(400, "badRequest", "no such thing"))
        found = {(one.name, one.scope): one for one in ask_analytics(client(google), OPTIONS, HOSTS, NOW)}
        assert len(google.called(COMPATIBILITY)) == 1
    assert found["total", "all"].state is MeasureState.UNAVAILABLE
    assert "no such thing" in found["total", "all"].reason
    assert found["summary", "all"].state is MeasureState.OK


@pytest.mark.parametrize(
    ("message", "trouble"),
    [
        ("Exhausted property tokens per day. These quota tokens will return in under 24 hours.", Trouble.QUOTA_DAY),
        ("Exhausted property tokens. These quota tokens will return in under an hour.", Trouble.QUOTA_SHORT),
    ],
)
def test_a_quota_that_is_used_up_ends_the_questions_at_once(message: str, trouble: Trouble) -> None:
    spent = as_json({"error": {"code": 429, "message": message, "status": "RESOURCE_EXHAUSTED"}}, 429)
    with FakeGoogle() as google:
        FakeProperty().join(google)
        google.fail(RUN_REPORT, None, None, spent)
        found = ask_analytics(client(google), OPTIONS, HOSTS, NOW)
        assert len(google.called(RUN_REPORT)) == 2
    assert found[0].state is MeasureState.OK
    assert {one.state for one in found[1:]} == {MeasureState.UNAVAILABLE}
    assert all(trouble.value in one.reason for one in found[1:])


def test_the_last_tokens_are_left_to_people() -> None:
    few = {"tokensPerDay": {"consumed": 10, "remaining": 199_000}, "tokensPerHour": {"consumed": 9, "remaining": 99}}
    found = ask(FakeProperty(quota=few))
    assert {one.state for one in found.values()} == {MeasureState.UNAVAILABLE}
    assert "99 quota tokens are left (tokensPerHour)" in found["total", "all"].reason
    plenty = {"tokensPerDay": {"consumed": 10, "remaining": 199_000}}
    assert ask(FakeProperty(quota=plenty))["total", "all"].trust["quota"] == plenty


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (
            refusal(403, "forbidden", "User does not have sufficient permissions for this property."),
            Trouble.NOT_ALLOWED,
        ),
        (refusal(403, "SERVICE_DISABLED"), Trouble.NOT_ENABLED),
        (HOTEL, Trouble.BAD_ANSWER),
    ],
)
def test_a_property_that_cannot_be_asked_is_one_error(answer: Any, trouble: Trouble) -> None:
    with FakeGoogle() as google:
        FakeProperty().join(google)
        google.fail(RUN_REPORT, answer)
        with pytest.raises(ServiceError) as told:
            ask_analytics(client(google), OPTIONS, HOSTS, NOW)
    assert told.value.trouble is trouble
    assert str(told.value).startswith("Google Analytics: ")


def test_the_way_to_a_purchase_has_only_the_events_that_came() -> None:
    data = FakeProperty()
    data.rows["eventName",] = {
        ("purchase",): {"eventCount": "21", "totalUsers": "20", "keyEvents": "21"},
        ("view_item",): {"eventCount": "900", "totalUsers": "400", "keyEvents": "0"},
        ("scroll",): {"eventCount": "5000", "totalUsers": "700", "keyEvents": "0"},
    }
    funnel = ask(data)["funnel", "all"]
    assert [key[0] for key, _ in funnel.rows] == ["view_item", "purchase"]
    assert funnel.column("users") == {("view_item",): 400.0, ("purchase",): 20.0}
    assert funnel.trust["not_seen"] == ["add_to_cart", "begin_checkout"]
    assert ask(FakeProperty())["funnel", "all"].state is MeasureState.EMPTY


def test_new_and_returning_are_asked_for_and_not_subtracted() -> None:
    data = FakeProperty()
    data.rows["newVsReturning",] = {
        ("new",): {"activeUsers": "500", "sessions": "510"},
        ("returning",): {"activeUsers": "330", "sessions": "480"},
    }
    returning = ask(data)["returning", "all"].column("active_users")
    assert returning == {("new",): 500.0, ("returning",): 330.0}


def test_stopping_leaves_the_rest_unknown() -> None:
    with FakeGoogle() as google:
        FakeProperty().join(google)
        found = ask_analytics(client(google), OPTIONS, HOSTS, NOW, lambda: len(google.calls) >= 2)
    assert found[0].state is MeasureState.OK
    assert found[1].reason == "stopped by hand"


@pytest.mark.parametrize("wrong", ["G-ABC123", "UA-1-1", "shop", "12 34"])
def test_a_property_must_be_a_number(wrong: str) -> None:
    with pytest.raises(ValidationError, match="Property details"):
        AnalyticsOptions(property=wrong)


def test_the_host_counts_with_and_without_www() -> None:
    assert hosts_of("WWW.Example.test", OPTIONS) == ("example.test", "www.example.test")
    assert hosts_of("x.test", AnalyticsOptions(hosts=("A.test", "a.test"))) == ("a.test",)
