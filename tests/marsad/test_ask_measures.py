"""The ask stage and the services that measure: what they tell is kept, what they cannot tell is a stated gap."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import pytest

from integrations import credentials
from integrations.keys import Key, keep_key
from marsad.ask import Asking, ask_services
from marsad.config import Config
from marsad.console import Console
from marsad.coverage import Coverage
from store.batch import Batch, Fetched
from store.database import Store
from store.measures import MeasureState
from store.model import Page, Run
from tests.integrations.conftest import stays_on_this_machine
from tests.integrations.fake_analytics import RUN_REPORT, FakeProperty
from tests.integrations.fake_bing import KEY as BING_KEY
from tests.integrations.fake_bing import THROTTLED, FakeBing
from tests.integrations.fake_google import HOTEL, FakeGoogle, refusal
from tests.integrations.fake_google import KEY as GOOGLE_KEY
from tests.integrations.test_crux import Traffic
from tests.integrations.test_pagespeed import RUN
from tests.integrations.test_pagespeed import run as lighthouse
from tests.servers import Site, text
from tests.store.samples import page_of

__all__ = ["stays_on_this_machine"]

HOST = "www.example.test"
Ask = Callable[..., Coverage]


@pytest.fixture(autouse=True)
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is connected, whatever the person who runs the tests has."""
    monkeypatch.setenv("MARSAD_CONFIG_DIR", str(tmp_path / "config"))
    for key in Key:
        monkeypatch.delenv(key.variable, raising=False)
    monkeypatch.setattr("integrations.crux.PAUSE_S", 0.0)
    for name in ("MARSAD_GOOGLE_ENDPOINT", "MARSAD_BING_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "marsad.db")) as opened:
        yield opened


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeGoogle]:
    """A Google to which a robot is connected and a key is known."""
    with FakeGoogle() as fake:
        monkeypatch.setenv("MARSAD_GOOGLE_ENDPOINT", fake.endpoint)
        credentials.connect_service_account(fake.service_account_file(tmp_path))
        keep_key(Key.GOOGLE, GOOGLE_KEY)
        fake.on("webmasters.sites.list", lambda _call: {})
        FakeProperty().join(fake)
        Traffic(f"https://{HOST}").join(fake)
        fake.on(RUN, lighthouse)
        yield fake


@pytest.fixture
def bing(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBing]:
    with FakeBing() as fake:
        monkeypatch.setenv("MARSAD_BING_ENDPOINT", fake.endpoint)
        keep_key(Key.BING, BING_KEY)
        yield fake


def ask(store: Store, start: str = f"https://{HOST}/", said: io.StringIO | None = None, **tables: Any) -> Coverage:
    site = start.split("/")[2]
    run = store.begin_run(site, start, {}, {}, 1_000.0)
    store.save_batch(run.id, Batch(fetched=[Fetched(page_of(number)) for number in range(3)]))
    config = Config.model_validate({"analytics": {"property": "123"}, "crux": {"history_weeks": 0}} | tables)
    return ask_run(store, run, config, said)


def ask_run(store: Store, run: Run, config: Config, said: io.StringIO | None = None) -> Coverage:
    coverage = Coverage()
    with redirect_stderr(said or io.StringIO()):
        ask_services(Asking(store, run, config, Console("json"), coverage, threading.Event()))
    return coverage


def gaps(coverage: Coverage) -> dict[str, str]:
    return {one["what"]: f"{one['why']} | {one['how']}" for one in coverage.not_done}


def test_without_keys_nothing_is_asked_and_the_way_is_told(store: Store) -> None:
    found = gaps(ask(store, analytics={}))
    assert "[analytics] property" in found["Google Analytics"]
    assert "MARSAD_BING_KEY" in found["Bing Webmaster Tools (and Yahoo)"]
    assert "MARSAD_GOOGLE_KEY" in found["Chrome UX Report"]
    assert "MARSAD_GOOGLE_KEY" in found["PageSpeed Insights"]
    assert all(said.startswith("not set up") for name, said in found.items() if "Console" not in name)
    assert "IndexNow" not in found
    assert store.measures(HOST) == []


def test_every_service_is_kept_with_its_window_and_what_it_covers(
    store: Store, google: FakeGoogle, bing: FakeBing
) -> None:
    coverage = ask(store)
    tables = {(one.source, one.name) for one in store.measures(HOST) if one.state is MeasureState.OK}
    assert {("analytics", "total"), ("bing", "query"), ("crux", "field"), ("pagespeed", "lab")} <= tables
    sources = coverage.sources
    assert sources["analytics"]["currency"] == "EUR"
    assert sources["analytics"]["first_day"] < sources["analytics"]["last_day"]
    assert "Yahoo" in sources["bing"]["covers"]
    assert sources["crux"]["rows"] > 0
    run = store.latest_run()
    assert run is not None
    assert len(store.measures(HOST, run_id=run.id)) == len(store.measures(HOST))
    assert json.dumps(coverage.as_mapping())


def test_the_sample_is_what_is_asked_about(store: Store, google: FakeGoogle) -> None:
    ask(store, pagespeed={"pages": 2})
    asked = [one.params["url"] for one in google.called(RUN)]
    assert len(asked) == 2
    assert set(asked) <= {page_of(number).url for number in range(3)}


def test_one_service_that_fails_leaves_the_others(store: Store, google: FakeGoogle, bing: FakeBing) -> None:
    google.fail(RUN_REPORT, refusal(403, "forbidden", "User does not have sufficient permissions."))
    google.fail(RUN, HOTEL)
    said = io.StringIO()
    found = gaps(ask(store, said=said))
    assert "the account has no access to the property (User does not have" in found["Google Analytics"]
    assert "something else answered instead of the service" in found["PageSpeed Insights"]
    assert "the account has no access to the property" in said.getvalue()
    assert {one.source for one in store.measures(HOST)} == {"bing", "crux"}


def test_a_table_that_fails_and_numbers_to_doubt_are_gaps(store: Store, google: FakeGoogle) -> None:
    flags = {"timeZone": "UTC", "subjectToThresholding": True}
    FakeProperty(metadata=flags).join(google)
    google.fail(RUN_REPORT, None, refusal(400, "badRequest", "no such question"))
    found = gaps(ask(store))
    assert "no such question" in found["Google Analytics: total"]
    assert "thresholding" in found["Google Analytics: whole numbers"]


def test_a_property_of_another_site_is_told(store: Store, google: FakeGoogle) -> None:
    FakeProperty(rows={}).join(google)
    said = ask(store)
    assert any("no visit of example.test, www.example.test" in one["why"] for one in said.not_done)


def test_throttling_is_a_gap(store: Store, bing: FakeBing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("integrations.bing.FIRST_PAUSE_S", 0.0)
    bing.faults["GetUserSites"] = [THROTTLED] * 4
    assert "ThrottleUser" in gaps(ask(store))["Bing Webmaster Tools (and Yahoo)"]
    assert "too many questions before" in gaps(ask(store))["Bing Webmaster Tools (and Yahoo)"]
    assert len(bing.asked()) == 4


def test_no_key_stands_in_the_store_the_messages_or_the_coverage(
    store: Store, google: FakeGoogle, bing: FakeBing, tmp_path: Path
) -> None:
    google.fail("chromeuxreport.records.queryRecord", refusal(400, "badRequest", f"bad ?key={GOOGLE_KEY}"))
    said = io.StringIO()
    coverage = ask(store, said=said)
    run = store.latest_run()
    assert run is not None
    store.set_coverage(run.id, coverage.as_mapping())
    everything = said.getvalue() + json.dumps(coverage.as_mapping()) + str(store.measures(HOST))
    everything += "".join(file.read_bytes().decode("latin-1") for file in tmp_path.glob("marsad.db*"))
    assert GOOGLE_KEY not in everything
    assert BING_KEY not in everything


def test_services_are_not_asked_about_a_private_host(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_GOOGLE_KEY", GOOGLE_KEY)
    monkeypatch.setenv("MARSAD_BING_KEY", BING_KEY)
    for start in ("http://127.0.0.1:8000/", "http://localhost/", "http://shop.internal/"):
        found = gaps(ask(store, start, analytics={}))
        assert all("nobody outside can reach" in found[name] for name in ("Chrome UX Report", "PageSpeed Insights"))


def test_a_stand_in_must_be_on_this_machine(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_key(Key.BING, BING_KEY)
    monkeypatch.setenv("MARSAD_BING_ENDPOINT", "https://bing.example.test/")
    assert "not on this machine" in gaps(ask(store))["Bing Webmaster Tools (and Yahoo)"]


def test_what_is_switched_off_is_not_asked(store: Store, google: FakeGoogle, bing: FakeBing) -> None:
    off = {"enabled": False}
    found = gaps(ask(store, analytics={}, bing=off, crux=off, pagespeed={"pages": 0}))
    assert "[bing]" in found["Bing Webmaster Tools (and Yahoo)"]
    assert "[pagespeed]" in found["PageSpeed Insights"]
    assert bing.asked() == []
    assert google.called(RUN) == []


def test_an_answer_that_nobody_foresaw_ends_no_audit(store: Store, google: FakeGoogle, bing: FakeBing) -> None:
    bing.figures["GetCrawlIssues"] = [{"Url": "https://www.example.test/", "Issues": "many"}]
    coverage = ask(store)
    assert "could not be read (ValueError)" in gaps(coverage)["Bing Webmaster Tools (and Yahoo)"]
    assert "crux" in coverage.sources


def test_the_key_file_of_indexnow_is_looked_at_only_where_it_is_used(store: Store) -> None:
    with Site({"/good-key-1.txt": text("good-key-1")}) as site:
        right = ask(store, site.url("/"), indexnow={"key": "good-key-1"})
        wrong = ask(store, site.url("/"), indexnow={"key": "other-key-1"})
    assert "IndexNow" not in gaps(right)
    assert "answers 404" in gaps(wrong)["IndexNow"]
    states = {one.state for one in store.measures(f"127.0.0.1:{site.port}", source="indexnow")}
    assert states == {MeasureState.OK}


def test_a_start_that_leads_to_another_host_is_asked_for_where_it_ends(store: Store, google: FakeGoogle) -> None:
    start = Page("https://example.test/", status=301, redirect_to=f"https://{HOST}/")
    run = store.begin_run("example.test", start.url, {}, {}, 1_000.0)
    store.save_batch(run.id, Batch(fetched=[Fetched(start), Fetched(page_of(0))]))
    ask_run(store, run, Config.model_validate({"crux": {"history_weeks": 0, "pages": 0}, "pagespeed": {"pages": 0}}))
    field = next(one for one in store.measures("example.test") if (one.source, one.name) == ("crux", "field"))
    assert field.account == f"https://{HOST}"
    assert field.rows
