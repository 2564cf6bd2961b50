"""The made-up Google refuses whatever Google's own documents do not name: else tests against it would prove nothing."""

from __future__ import annotations

from typing import Any

import pytest

from integrations.google import GoogleClient
from integrations.trouble import ServiceError, Trouble
from tests.integrations.fake_google import KEY, FakeGoogle, faults_in, refusal

QUERY = "webmasters.searchanalytics.query"


def ask(google: FakeGoogle, body: dict[str, Any], **options: Any) -> dict[str, Any]:
    client = GoogleClient(google.credentials(**options), endpoint=google.endpoint, sleep=lambda _s: None)
    return client.call(
        "searchconsole", "v1", lambda api: api.searchanalytics().query(siteUrl="sc-domain:example.com", body=body)
    )


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ({"startDate": "2026-11-01", "nonsense": 1}, 'unknown name "nonsense"'),
        ({"dimensions": ["date", "keyword"]}, 'invalid value "keyword"'),
        ({"type": "web", "rowLimit": "25000"}, "no integer"),
        ({"dataState": "Final"}, 'invalid value "Final"'),
        ({"dimensionFilterGroups": [{"filters": [{"dimension": "date"}]}]}, 'invalid value "date"'),
        ({"dimensions": "date"}, "no list"),
    ],
)
def test_what_the_document_lacks_is_refused(body: dict[str, Any], complaint: str) -> None:
    google = FakeGoogle()
    google.on(QUERY, lambda _call: {})
    with pytest.raises(AssertionError, match="not in Google's documents"), google:
        with pytest.raises(ServiceError) as told:
            ask(google, body)
        assert told.value.trouble is Trouble.BAD_REQUEST
        assert complaint in google.complaints[0]


@pytest.mark.parametrize("word", ["SEARCH_APPEARANCE", "searchAppearance"])
def test_both_spellings_of_a_list_word_are_taken(word: str) -> None:
    with FakeGoogle() as google:
        google.on(QUERY, lambda _call: {"responseAggregationType": "byPage"})
        assert ask(google, {"dimensions": [word]}) == {"responseAggregationType": "byPage"}
        assert google.called(QUERY)[0].params["siteUrl"] == "sc-domain:example.com"


def test_an_answer_that_google_would_not_give_fails_the_test() -> None:
    google = FakeGoogle()
    google.on(QUERY, lambda _call: {"rows": [{"keys": ["a"], "clicks": 1, "averagePosition": 2.0}]})
    with pytest.raises(AssertionError, match="averagePosition"), google, pytest.raises(ServiceError):
        ask(google, {})


def test_token_without_the_scope_is_refused_as_google_does() -> None:
    with FakeGoogle() as google:
        google.on(QUERY, lambda _call: {})
        with pytest.raises(ServiceError) as told:
            ask(google, {}, scopes=["https://www.googleapis.com/auth/analytics.readonly"])
        assert told.value.trouble is Trouble.SCOPE_MISSING
        assert google.calls == []


def test_an_access_token_that_has_ended_is_renewed_without_a_word() -> None:
    with FakeGoogle() as google:
        google.on(QUERY, lambda _call: {})
        client = GoogleClient(google.credentials(), endpoint=google.endpoint)
        for _ in range(2):
            client.call("searchconsole", "v1", lambda api: api.searchanalytics().query(siteUrl="x", body={}))
            google.end_tokens()
        assert [one["grant_type"] for one in google.token_requests] == ["refresh_token", "refresh_token"]


def test_faults_come_once_each_and_then_it_works_again() -> None:
    with FakeGoogle() as google:
        google.on(QUERY, lambda _call: {})
        google.fail(QUERY, refusal(500, "backendError"), None, refusal(403, "forbidden"))
        assert ask(google, {}) == {}
        with pytest.raises(ServiceError, match="not-allowed"):
            ask(google, {})
        assert ask(google, {}) == {}


def test_every_service_can_be_asked_with_its_own_kind_of_access() -> None:
    with FakeGoogle() as google:
        google.on("chromeuxreport.records.queryRecord", lambda call: {"record": {"key": {"url": call.body["url"]}}})
        google.on("analyticsdata.properties.runReport", lambda _call: {"rowCount": 0})
        public = GoogleClient(key=KEY, endpoint=google.endpoint)
        wanted = {"url": "https://example.com/", "formFactor": "PHONE"}
        found = public.call("chromeuxreport", "v1", lambda api: api.records().queryRecord(body=wanted))
        assert found["record"]["key"]["url"] == "https://example.com/"
        owner = GoogleClient(google.credentials(), endpoint=google.endpoint)
        report = owner.call(
            "analyticsdata", "v1beta", lambda api: api.properties().runReport(property="properties/1", body={})
        )
        assert report == {"rowCount": 0}
        assert google.calls[-1].params["property"] == "properties/1"


def test_types_are_read_from_the_schema() -> None:
    schemas = {"A": {"type": "object", "properties": {"n": {"type": "string", "format": "int64"}}}}
    assert list(faults_in({"n": "5"}, {"$ref": "A"}, schemas, "x")) == []
    assert list(faults_in({"n": 5}, {"$ref": "A"}, schemas, "x")) == ["x.n is no string: 5"]
