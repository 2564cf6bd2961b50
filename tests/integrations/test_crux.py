"""The Chrome UX Report: page or site is said, little traffic is a normal answer, gaps stay unknown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from integrations.crux import NOT_ENOUGH, PAUSE_S, ask_crux, number_of
from integrations.google import GoogleClient
from integrations.measure_options import CruxOptions
from integrations.trouble import ServiceError, Trouble
from store.measures import Measures, MeasureState
from tests.integrations.fake_google import HOTEL, KEY, Call, FakeGoogle, as_json
from tests.servers import Answer

NOW = 1_900_000_000.0
START = "https://example.test/shop/"
ORIGIN = "https://example.test"
RECORD = "chromeuxreport.records.queryRecord"
HISTORY = "chromeuxreport.records.queryHistoryRecord"
NO_DATA = as_json({"error": {"code": 404, "message": "chrome ux report data not found", "status": "NOT_FOUND"}}, 404)
NO_SUCH = as_json({"error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}}, 404)
BARE_429 = as_json({"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED"}, 429)
OPTIONS = CruxOptions(form_factors=("PHONE",), history_weeks=0)


def day(year: int, month: int, date: int) -> dict[str, int]:
    return {"year": year, "month": month, "day": date}


def record(lcp: int = 2_400, shift: str = "0.11") -> dict[str, Any]:
    """As the API answers: layout shift in texts, everything else in numbers; no INP where few people acted."""
    return {
        "metrics": {
            "largest_contentful_paint": {
                "histogram": [{"start": 0, "end": 2500, "density": 0.8}, {"start": 2500, "end": 4000, "density": 0.15},
                              {"start": 4000, "density": 0.05}],
                "percentiles": {"p75": lcp},
            },
            "cumulative_layout_shift": {
                "histogram": [{"start": "0.00", "end": "0.10", "density": 0.7},
                              {"start": "0.10", "end": "0.25", "density": 0.2}, {"start": "0.25", "density": 0.1}],
                "percentiles": {"p75": shift},
            },
            "round_trip_time": {"percentiles": {"p75": 120}},
            "form_factors": {"fractions": {"phone": 0.6}},
        },
        "collectionPeriod": {"firstDate": day(2030, 1, 27), "lastDate": day(2030, 2, 23)},
    }  # fmt: skip


def history() -> dict[str, Any]:
    return {
        "metrics": {
            "largest_contentful_paint": {
                "histogramTimeseries": [{"start": 0, "end": 2500, "densities": [0.8, "NaN"]},
                                        {"start": 2500, "end": 4000, "densities": [0.15, "NaN"]},
                                        {"start": 4000, "densities": [0.05, "NaN"]}],
                "percentilesTimeseries": {"p75s": [2_400, None]},
            },
            "cumulative_layout_shift": {"percentilesTimeseries": {"p75s": ["0.11", "0.09"]}},
        },
        "collectionPeriods": [
            {"firstDate": day(2030, 1, 20), "lastDate": day(2030, 2, 16)},
            {"firstDate": day(2030, 1, 27), "lastDate": day(2030, 2, 23)},
        ],
    }  # fmt: skip


class Traffic:
    """Some targets have enough traffic, the others not."""

    def __init__(self, *known: str) -> None:
        self.known = known

    def join(self, google: FakeGoogle) -> None:
        google.on(RECORD, lambda call: self._answer(call, record()))
        google.on(HISTORY, lambda call: self._answer(call, history()))

    def _answer(self, call: Call, body: dict[str, Any]) -> dict[str, Any] | Answer:
        target = call.body.get("url") or call.body["origin"]
        bare = target.partition("?")[0]
        if bare not in self.known:
            return NO_DATA
        answer: dict[str, Any] = {"record": body | {"key": {"formFactor": call.body["formFactor"]}}}
        if "url" in call.body:
            answer["urlNormalizationDetails"] = {"originalUrl": target, "normalizedUrl": bare}
        return answer


def ask(
    google: FakeGoogle, pages: Iterable[str] = (), options: CruxOptions = OPTIONS, key: str = KEY, **more: Any
) -> dict[str, Measures]:
    client = GoogleClient(key=key, endpoint=google.endpoint, sleep=lambda _s: None)
    given = {"sleep": lambda _s: None} | more
    return {one.name: one for one in ask_crux(client, options, START, tuple(pages), NOW, **given)}


def test_the_whole_site_is_asked_by_its_origin() -> None:
    with FakeGoogle() as google:
        Traffic(ORIGIN).join(google)
        field = ask(google)["field"]
        assert google.calls[0].body["origin"] == ORIGIN
        assert google.calls[0].body["formFactor"] == "PHONE"
    assert field.by_key()[ORIGIN, "origin", "PHONE", "lcp_ms"] == {
        "p75": 2400.0, "good": 0.8, "middling": 0.15, "poor": 0.05,
    }  # fmt: skip
    assert (field.first_day, field.last_day) == ("2030-01-27", "2030-02-23")


def test_layout_shift_in_texts_is_a_number_and_other_metrics_are_left_out() -> None:
    with FakeGoogle() as google:
        Traffic(ORIGIN).join(google)
        field = ask(google)["field"]
    assert field.column("p75")[ORIGIN, "origin", "PHONE", "cls"] == 0.11
    assert {key[3] for key, _ in field.rows} == {"lcp_ms", "cls"}


def test_the_site_stands_in_for_a_page_with_little_traffic_and_that_is_said() -> None:
    busy, quiet = f"{ORIGIN}/", f"{ORIGIN}/quiet"
    with FakeGoogle() as google:
        Traffic(ORIGIN, busy).join(google)
        field = ask(google, [busy, quiet])["field"]
    answered = {(key[0], key[1]) for key, _ in field.rows}
    assert answered == {(ORIGIN, "origin"), (busy, "page"), (quiet, "origin")}
    assert field.trust["insufficient"] == [f"{quiet} PHONE"]
    assert field.state is MeasureState.OK


def test_not_enough_traffic_anywhere_is_a_normal_answer() -> None:
    with FakeGoogle() as google:
        Traffic().join(google)
        found = ask(google, [f"{ORIGIN}/"], CruxOptions(form_factors=("PHONE", "DESKTOP")))
    assert {one.state for one in found.values()} == {MeasureState.INSUFFICIENT}
    assert found["field"].reason == NOT_ENOUGH
    assert found["field"].rows == ()


def test_an_address_that_does_not_exist_is_not_taken_for_little_traffic() -> None:
    with FakeGoogle() as google:
        google.on(RECORD, lambda _call: NO_SUCH)
        field = ask(google)["field"]
    assert field.state is MeasureState.UNAVAILABLE
    assert "Requested entity was not found" in field.reason


def test_history_has_a_row_for_each_window_that_is_known() -> None:
    with FakeGoogle() as google:
        Traffic(ORIGIN).join(google)
        past = ask(google, options=CruxOptions(form_factors=("PHONE",)))["field_history"]
        assert google.called(HISTORY)[0].body["collectionPeriodCount"] == 40
    assert {key[3:]: values[0] for key, values in past.rows} == {
        ("lcp_ms", "2030-02-16"): 2400.0, ("cls", "2030-02-16"): 0.11, ("cls", "2030-02-23"): 0.09,
    }  # fmt: skip
    assert past.keys[-1] == "last_day"
    assert (past.first_day, past.last_day) == ("2030-01-20", "2030-02-23")


def test_an_answer_about_another_address_says_about_which() -> None:
    with FakeGoogle() as google:
        Traffic(ORIGIN, f"{ORIGIN}/list").join(google)
        field = ask(google, [f"{ORIGIN}/list?page=2"])["field"]
    assert field.trust["normalized"] == {f"{ORIGIN}/list?page=2": f"{ORIGIN}/list"}


def test_questions_keep_to_the_rate_and_to_the_wanted_number() -> None:
    pauses: list[float] = []
    with FakeGoogle() as google:
        Traffic(ORIGIN).join(google)
        ask(google, [f"{ORIGIN}/{n}" for n in range(9)], CruxOptions(pages=3, history_weeks=0), sleep=pauses.append)
        assert len(google.calls) == 2 * (1 + 3)
    assert pauses == [PAUSE_S] * 7
    assert 60 / PAUSE_S <= 150


@pytest.mark.parametrize(("answer", "trouble"), [(HOTEL, Trouble.BAD_ANSWER), (BARE_429, Trouble.BUSY)])
def test_a_service_that_cannot_be_asked_is_one_error(answer: Answer, trouble: Trouble) -> None:
    with FakeGoogle() as google:
        Traffic(ORIGIN).join(google)
        google.fail(RECORD, *[answer] * 5)
        with pytest.raises(ServiceError) as told:
            ask(google)
    assert told.value.trouble is trouble


def test_a_wrong_key_is_told_without_it() -> None:
    with FakeGoogle() as google:
        Traffic(ORIGIN).join(google)
        with pytest.raises(ServiceError) as told:
            ask(google, key="AIzaWrongKeyWrongKeyWrongKey")
    assert told.value.trouble is Trouble.KEY
    assert "AIza" not in str(told.value)


def test_a_quota_on_the_way_keeps_what_came_and_counts_the_rest() -> None:
    with FakeGoogle() as google:
        Traffic(ORIGIN).join(google)
        google.fail(RECORD, None, None, *[BARE_429] * 5)
        field = ask(google, [f"{ORIGIN}/{n}" for n in range(4)])["field"]
    assert field.state is MeasureState.OK
    assert field.trust["not_asked"] == 2
    assert "busy" in field.trust["ended"]


@pytest.mark.parametrize(
    ("value", "number"), [("0.11", 0.11), (3, 3.0), ("NaN", None), (None, None), (True, None), ("x", None)]
)
def test_numbers_in_all_their_forms(value: object, number: float | None) -> None:
    assert number_of(value) == number
