"""PageSpeed Insights: what Lighthouse measured, what people met, and which page could not be loaded."""

from __future__ import annotations

from typing import Any

import pytest

from integrations.google import GoogleClient
from integrations.measure_options import PagespeedOptions
from integrations.pagespeed import ask_pagespeed
from integrations.trouble import ServiceError, Trouble
from store.measures import Measures, MeasureState
from tests.integrations.fake_google import HOTEL, KEY, Call, FakeGoogle, as_json, refusal
from tests.servers import Answer

NOW = 1_900_000_000.0
START = "https://example.test/"
RUN = "pagespeedonline.pagespeedapi.runpagespeed"
PAGES = tuple(f"https://example.test/{n}" for n in range(4))
BUSY = as_json({"error": {"code": 429, "message": "Quota exceeded for quota metric 'Queries'", "status":
                          "RESOURCE_EXHAUSTED"}}, 429)  # fmt: skip


def run(call: Call) -> dict[str, Any]:
    """A run as the API answers it; the second page cannot be loaded."""
    if call.params["url"].endswith("/1"):
        return {"lighthouseResult": {"runtimeError": {"code": "NO_FCP", "message": "The page did not paint."},
                                     "categories": {"performance": {"score": 0}}}}  # fmt: skip
    return {
        "id": call.params["url"],
        "lighthouseResult": {
            "lighthouseVersion": "13.1.0",
            "runWarnings": ["The page was redirected."] if call.params["url"].endswith("/2") else [],
            "categories": {"performance": {"score": 0.93}, "seo": {"score": None}, "accessibility": {"score": 1}},
            "audits": {
                "largest-contentful-paint": {"numericValue": 2410.5, "numericUnit": "millisecond", "score": 0.9},
                "cumulative-layout-shift": {"numericValue": 0.031, "numericUnit": "unitless"},
                "speed-index": {"score": None, "errorMessage": "none"},
            },
        },
        "loadingExperience": {
            "origin_fallback": call.params["url"].endswith("/2"),
            "metrics": {
                "LARGEST_CONTENTFUL_PAINT_MS": {"percentile": 2_300, "category": "FAST", "distributions": [
                    {"min": 0, "max": 2500, "proportion": 0.8}, {"min": 2500, "max": 4000, "proportion": 0.15},
                    {"min": 4000, "proportion": 0.05}]},
                "CUMULATIVE_LAYOUT_SHIFT_SCORE": {"percentile": 11, "category": "AVERAGE"},
            },
        },
    }  # fmt: skip


def ask(google: FakeGoogle, pages: tuple[str, ...] = PAGES, key: str = KEY, **options: Any) -> dict[str, Measures]:
    client = GoogleClient(key=key, endpoint=google.endpoint, sleep=lambda _s: None)
    return {one.name: one for one in ask_pagespeed(client, PagespeedOptions(**options), START, pages, NOW)}


def test_scores_and_times_come_by_page_and_strategy() -> None:
    with FakeGoogle() as google:
        google.on(RUN, run)
        lab = ask(google, strategies=("MOBILE", "DESKTOP"))["lab"]
        assert {one.params["strategy"] for one in google.calls} == {"MOBILE", "DESKTOP"}
        assert google.calls[0].params["category"] == ["PERFORMANCE", "ACCESSIBILITY", "BEST_PRACTICES", "SEO"]
    values = lab.column("value")
    assert values[PAGES[0], "MOBILE", "performance_score"] == 0.93
    assert values[PAGES[0], "DESKTOP", "lcp_ms"] == 2410.5
    assert values[PAGES[0], "MOBILE", "seo_score"] is None
    assert (PAGES[0], "MOBILE", "speed_index_ms") not in values
    assert lab.trust["lighthouse"] == ["13.1.0"]
    assert lab.trust["warnings"] == [f"{PAGES[2]} {form}: The page was redirected." for form in ("DESKTOP", "MOBILE")]


def test_a_page_that_lighthouse_could_not_load_has_no_numbers() -> None:
    with FakeGoogle() as google:
        google.on(RUN, run)
        lab = ask(google)["lab"]
    assert all(key[0] != PAGES[1] for key, _ in lab.rows)
    assert lab.trust["failed"] == [f"{PAGES[1]} MOBILE: NO_FCP The page did not paint."]


def test_people_are_of_the_page_or_of_the_site_and_layout_shift_is_divided() -> None:
    with FakeGoogle() as google:
        google.on(RUN, run)
        field = ask(google)["field"]
    assert field.by_key()[PAGES[0], "page", "PHONE", "cls"]["p75"] == 0.11
    assert field.by_key()[PAGES[0], "page", "PHONE", "lcp_ms"]["good"] == 0.8
    assert {key[1] for key, _ in field.rows if key[0] == PAGES[2]} == {"origin"}


def test_only_the_wanted_number_is_asked() -> None:
    with FakeGoogle() as google:
        google.on(RUN, run)
        ask(google, PAGES * 2)
        assert len(google.calls) == len(PAGES)
        ask(google, tuple(f"https://example.test/{n}" for n in range(9)))
        assert len(google.calls) == len(PAGES) + 5
        assert ask(google, ()) == {}


@pytest.mark.parametrize(
    ("answer", "key", "trouble"),
    [
        (None, "AIzaWrongKeyWrongKeyWrongKey", Trouble.KEY),
        (refusal(403, "accessNotConfigured"), KEY, Trouble.NOT_ENABLED),
        (HOTEL, KEY, Trouble.BAD_ANSWER),
    ],
)
def test_a_service_that_cannot_be_asked_is_one_error(answer: Answer | None, key: str, trouble: Trouble) -> None:
    with FakeGoogle() as google:
        google.on(RUN, run)
        google.fail(RUN, answer)
        with pytest.raises(ServiceError) as told:
            ask(google, key=key)
        assert len(google.site.asked) == 1
    assert told.value.trouble is trouble
    assert key not in str(told.value)


def test_one_page_that_is_refused_leaves_the_others() -> None:
    with FakeGoogle() as google:
        google.on(RUN, run)
        google.fail(RUN, refusal(400, "badRequest", "Lighthouse returned error: ERRORED_DOCUMENT_REQUEST"))
        lab = ask(google)["lab"]
    assert lab.state is MeasureState.OK
    assert "ERRORED_DOCUMENT_REQUEST" in lab.trust["failed"][0]


def test_a_quota_on_the_way_keeps_what_came_and_counts_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("integrations.pagespeed.AT_ONCE", 1)
    with FakeGoogle() as google:
        google.on(RUN, run)
        google.fail(RUN, None, *[BUSY] * 5)
        lab = ask(google)["lab"]
    assert {key[0] for key, _ in lab.rows} == {PAGES[0]}
    assert lab.trust["not_asked"] == 2
    assert "Quota exceeded" in lab.trust["ended"]


def test_nothing_measured_is_unknown() -> None:
    with FakeGoogle() as google:
        google.on(RUN, run)
        found = ask(google, (PAGES[1],))
    assert found["lab"].state is MeasureState.UNAVAILABLE
    assert "NO_FCP" in found["lab"].reason
    assert found["field"].state is MeasureState.INSUFFICIENT
