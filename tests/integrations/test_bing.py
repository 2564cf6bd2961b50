"""Bing Webmaster Tools: its own errors, dates and positions are read as they are meant."""

from __future__ import annotations

import datetime
from itertools import pairwise
from typing import Any

import pytest

from integrations.bing import REST_S, BingClient, KeptRest
from integrations.bing_tables import ask_bing, day_of, find_site, issues_of, scale_doubt
from integrations.measure_options import BingOptions
from integrations.trouble import ServiceError, Trouble
from store.measures import Measures, MeasureState
from tests.integrations.fake_bing import (
    KEY,
    NOT_YOURS,
    SITE,
    THROTTLED,
    TOKEN,
    WRONG_KEY,
    FakeBing,
    recorded,
    refused,
    said,
    searched,
)
from tests.servers import Raw, Reply

NOW = 1_760_000_000.0
START = "https://www.example.test/"


class Clock:
    """Time that passes only by pauses."""

    def __init__(self) -> None:
        self.now = NOW
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


class NoRest:
    def __init__(self) -> None:
        self.kept: dict[str, float] = {}

    def until(self, who: str) -> float:
        return self.kept.get(who, 0.0)

    def begin(self, who: str, until: float) -> None:
        self.kept[who] = until


def client(bing: FakeBing, clock: Clock | None = None, **options: Any) -> BingClient:
    clock = clock or Clock()
    given = {"key": KEY, "rest": NoRest(), "sleep": clock.sleep, "chance": lambda: 1.0, "now": lambda: clock.now}
    return BingClient(endpoint=bing.endpoint, **(given | options))


def ask(bing: FakeBing, options: BingOptions | None = None, pages: tuple[str, ...] = ()) -> dict[str, Measures]:
    with bing:
        found = ask_bing(client(bing), options or BingOptions(), START, pages, NOW)
    return {one.name: one for one in found}


def test_the_tables_come_with_what_they_cover() -> None:
    found = ask(FakeBing(), pages=(f"{SITE}shoes",))
    assert found["day"].column("clicks") == {("2024-10-15",): 5.0, ("2024-10-16",): 7.0}
    assert (found["day"].first_day, found["day"].last_day) == ("2024-10-15", "2024-10-16")
    assert found["page"].rows[0][0] == ("2024-10-15", f"{SITE}shoes")
    assert found["quota"].by_key()[()] == {"urls_a_day": 100.0, "urls_a_month": 2900.0}
    assert found["feed"].rows[0][0][3:] == ("2024-10-15", "2024-10-16")
    assert found["url_info"].rows[0][0] == (f"{SITE}shoes", "", "2024-10-15")
    assert "document_size" not in found["url_info"].columns
    assert all("Yahoo" in one.trust["covers"] for one in found.values())
    assert all(one.account == SITE and one.last_day for one in found.values())


def test_no_click_is_no_position() -> None:
    rows = ask(FakeBing())["query"].by_key()
    assert rows["2024-10-15", "shoes"]["click_position"] is None
    assert rows["2024-10-15", "shoes"]["impression_position"] == 27.0
    assert rows["2024-10-15", "red shoes"]["click_position"] == 4.25


def test_positions_stay_as_they_come_and_the_scale_is_doubted_only_with_proof() -> None:
    raw = [searched("a", 1, 0, 1, 27), searched("b", 1, 0, 1, 10), searched("c", 1, 0, 1, 20)]
    assert scale_doubt(raw) == ""
    tenfold = [searched("a", 1, 0, 1, 30), searched("b", 1, 0, 1, 10), searched("c", 1, 0, 1, 120)]
    assert "times ten" in scale_doubt(tenfold)
    assert scale_doubt(tenfold[:2]) == ""
    assert scale_doubt([*tenfold[:2], searched("d", 1, 0, 2, 15)]) == ""
    bing = FakeBing()
    bing.figures["GetQueryStats"] = tenfold
    query = ask(bing)["query"]
    assert "times ten" in query.trust["position_scale"]
    assert query.rows[0][1][-1] == 30.0


def test_recorded_crawl_statistics_are_read() -> None:
    days = recorded("GetCrawlStats")
    if days is None:
        pytest.skip("no recordings beside the repository")
    bing = FakeBing()
    bing.figures["GetCrawlStats"] = days
    crawl = ask(bing)["crawl"]
    assert len(crawl.rows) == len(days)
    assert crawl.rows[0][0] == ("2024-10-15",)
    assert crawl.by_key()["2024-10-17",]["errors"] == 15.0
    days_told = [key[0] for key, _ in crawl.rows]
    steps = {(datetime.date.fromisoformat(b) - datetime.date.fromisoformat(a)).days
             for a, b in pairwise(days_told)}  # fmt: skip
    assert steps == {1}
    assert set(days[0]) - {"__type", "Date"} == {
        "AllOtherCodes", "BlockedByRobotsTxt", "Code2xx", "Code301", "Code302", "Code4xx", "Code5xx",
        "ConnectionTimeout", "ContainsMalware", "CrawlErrors", "CrawledPages", "DnsFailures", "InIndex", "InLinks",
    }  # fmt: skip
    assert len(crawl.columns) == 14


def test_an_empty_list_is_empty_and_not_zero() -> None:
    crawl = ask(FakeBing())["crawl"]
    assert (crawl.state, crawl.rows) == (MeasureState.EMPTY, ())
    assert crawl.reason


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("/Date(1728975600000-0700)/", "2024-10-15"),
        ("/Date(1728975600000)/", "2024-10-15"),
        ("/Date(1704096000000)/", "2024-01-01"),  # winter: eight hours
        ("/Date(1728975600000+0100)/", "2024-10-15"),
        ("/Date(1728943200000+0100)/", "2024-10-14"),
        ("/Date(-62135568000000-0800)/", ""),
        ("/Date(99999999999999999)/", ""),
        (None, ""),
        ("2024-10-15", ""),
    ],
)
def test_days_are_those_of_bing(text: object, day: str) -> None:
    assert day_of(text) == day


def test_crawl_issues_are_bits() -> None:
    assert issues_of({"Issues": 4 | 64}) == "not found or forbidden (4xx); important URL blocked by robots.txt"
    assert issues_of({"Issues": 512}) == "other"
    assert issues_of({}) == ""
    row = ask(FakeBing())["crawl_issue"].by_key()
    assert next(iter(row.values())) == {"http_code": 404.0, "in_links": 9.0, "issue_bits": 68.0}


def test_throttling_as_a_bad_request_is_waited_out() -> None:
    clock = Clock()
    with FakeBing(faults={"GetUserSites": [THROTTLED, THROTTLED]}) as bing:
        assert len(client(bing, clock).read("GetUserSites")) == 2
    assert clock.pauses == [2.0, 4.0]


def test_throttling_that_stays_makes_the_key_rest() -> None:
    clock, rest = Clock(), NoRest()
    with FakeBing(faults={"GetUserSites": [THROTTLED] * 4}) as bing:
        one = client(bing, clock, rest=rest)
        with pytest.raises(ServiceError, match="ThrottleUser") as told:
            one.read("GetUserSites")
        assert told.value.trouble is Trouble.BUSY
        asked = len(bing.asked())
        for again in (one, client(bing, clock, rest=rest)):
            with pytest.raises(ServiceError, match="run again in 15 minutes"):
                again.read("GetUserSites")
        assert len(bing.asked()) == asked == 4
        clock.now += REST_S
        assert len(one.read("GetUserSites")) == 2
    assert KEY not in str(rest.kept)


def test_the_rest_is_kept_for_the_next_process(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_CONFIG_DIR", str(tmp_path / "config"))
    KeptRest().begin("someone", NOW)
    assert KeptRest().until("someone") == NOW
    assert KeptRest().until("someone else") == 0.0


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (WRONG_KEY, Trouble.KEY),
        (NOT_YOURS, Trouble.NOT_ALLOWED),
        (refused(6, "ERROR!!! UserBlocked"), Trouble.NOT_ALLOWED),
        (refused(8, "ERROR!!! InvalidParameter"), Trouble.BAD_REQUEST),
        (refused(11, "ERROR!!! NotFound"), Trouble.NOT_FOUND),
        (Reply("", 401), Trouble.KEY),
        (Reply("<h1>forbidden</h1>", 403), Trouble.NOT_ALLOWED),
        (Reply("<h1>Sign in to the hotel</h1>", 200), Trouble.BAD_ANSWER),
        (Reply("", 302, (("Location", "https://hotel.test/"),)), Trouble.BAD_ANSWER),
        (said({"error": "x"}), Trouble.BAD_ANSWER),
        (said([]), Trouble.BAD_ANSWER),
    ],
)
def test_each_refusal_is_told_apart_and_asked_once(answer: Reply, trouble: Trouble) -> None:
    clock = Clock()
    with FakeBing(faults={"GetUserSites": [answer]}) as bing:
        with pytest.raises(ServiceError) as told:
            client(bing, clock).read("GetUserSites")
        assert len(bing.asked()) == 1
    assert told.value.trouble is trouble
    assert str(told.value).startswith("Bing Webmaster Tools: ")
    assert KEY not in str(told.value)
    assert clock.pauses == []


@pytest.mark.parametrize(
    "passing", [Reply("oops", 500), refused(1, "ERROR!!! InternalError", 400), Raw(b"", reset=True)]
)
def test_failures_that_may_pass_are_asked_again(passing: Any) -> None:
    with FakeBing(faults={"GetUserSites": [passing, passing]}) as bing:
        assert len(client(bing).read("GetUserSites")) == 2


def test_a_token_goes_in_the_header_and_no_key_in_the_address() -> None:
    with FakeBing() as bing:
        client(bing, key="", token=TOKEN).read("GetUserSites")
        assert "apikey" not in bing.site.asked[0].path
        ended = Reply("", 401)
        bing.faults["GetUserSites"] = [ended]
        with pytest.raises(ServiceError, match="OAuth token has ended") as told:
            client(bing, key="", token=TOKEN).read("GetUserSites")
    assert told.value.trouble is Trouble.SIGN_IN_AGAIN


def test_no_network_says_so_without_the_key() -> None:
    with FakeBing() as bing:
        gone = bing.endpoint
    one = BingClient(KEY, endpoint=gone, rest=NoRest(), sleep=lambda _s: None)
    with pytest.raises(ServiceError) as told:
        one.read("GetUserSites")
    assert told.value.trouble is Trouble.UNREACHABLE
    assert KEY not in str(told.value)


@pytest.mark.parametrize("wanted", [START, "http://www.example.test/shop", "https://example.test/", "www.example.test"])
def test_the_site_is_asked_for_as_it_is_registered(wanted: str) -> None:
    with FakeBing() as bing:
        assert find_site(client(bing), wanted) == SITE


def test_a_site_that_is_not_there_names_those_that_are() -> None:
    with FakeBing() as bing:
        with pytest.raises(ServiceError, match=r"https://www\.example\.test/") as told:
            find_site(client(bing), "https://other.test/")
        assert told.value.trouble is Trouble.NOT_FOUND
        with pytest.raises(ServiceError, match="not verified"):
            find_site(client(bing), "https://draft.example.test/")
        bing.figures["GetUserSites"] = None
        with pytest.raises(ServiceError, match="no site at all"):
            find_site(client(bing), START)


def test_one_table_that_fails_leaves_the_others_and_throttling_ends_all() -> None:
    odd = ask(FakeBing(faults={"GetQueryStats": [refused(8, "ERROR!!! InvalidParameter")]}))
    assert odd["query"].state is MeasureState.UNAVAILABLE
    assert "InvalidParameter" in odd["query"].reason
    assert odd["feed"].state is MeasureState.OK
    bing = FakeBing(faults={"GetPageStats": [THROTTLED] * 4})
    busy = ask(bing, pages=(f"{SITE}a",))
    assert busy["query"].state is MeasureState.OK
    late = ("page", "crawl", "crawl_issue", "feed", "quota", "url_info")
    assert {busy[name].state for name in late} == {MeasureState.UNAVAILABLE}
    assert "GetCrawlStats" not in bing.asked()


def test_stopping_leaves_the_rest_unknown() -> None:
    with FakeBing() as bing:
        found = ask_bing(client(bing), BingOptions(), START, (), NOW, lambda: len(bing.asked()) > 2)
    assert [one.state for one in found][:2] == [MeasureState.OK] * 2
    assert found[-1].reason == "stopped by hand"
