"""The demo: two audits of the sample shop with every console, nothing but loopback, and nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from marsad.cli_demo import demo
from marsad.console import Console
from marsad.demo import traffic
from marsad.demo.bing import MadeUpBing
from marsad.demo.consoles import shop_with_consoles
from marsad.demo.google import MadeUpGoogle
from marsad.demo.server import Asked
from marsad.demo.shop import Shop
from marsad.demo.tour import goals, tour
from marsad.run import Ended
from store.database import Store
from store.goal_model import GoalState
from store.model import RunState
from tests.integrations.conftest import stays_on_this_machine  # noqa: F401 - every connection is watched
from tests.integrations.fake_google import document_of, faults_in
from tests.marsad.conftest import ROOT, Marsad, command

TODAY = date(2026, 6, 1)
SHOP = "http://127.0.0.1:9"


def own_variables() -> dict[str, str]:
    """What the demo sets for a while."""
    return {name: value for name, value in os.environ.items() if "MARSAD" in name or "proxy" in name.lower()}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One tour without a browser: the folder, what was said, and how it ended."""
    data = tmp_path_factory.mktemp("demo")
    said = StringIO()
    before = own_variables()
    ended = tour(data, Console(stream=said), browser="never", days=63)
    assert own_variables() == before
    return data, said.getvalue(), ended


def test_the_report_has_every_chapter_and_says_that_its_numbers_are_made_up(shown: Any) -> None:
    _, said, ended = shown
    assert ended.exit_code == 0
    page = ended.report.read_text()
    for chapter in ("goals", "search", "causes", "links", "accessibility", "honesty", "method"):
        assert f'id="{chapter}"' in page
    assert "These numbers are synthetic" in page
    assert "Could not" not in said
    data = json.loads((ended.report.parent / "report.json").read_text())
    assert data["search"]["stand_ins"] == ["Google", "Bing"]
    assert all(one["is_asked"] for one in data["search"]["services"])
    google = data["search"]["google"]
    assert google["totals"]["clicks"] > 1_000
    rows = [row for part in ("pages", "queries", "countries", "devices") for row in google[part]]
    assert {type(row["position"]) for row in rows} == {float}  # programs read numbers, not texts
    assert any(one["traffic"] and one["traffic"]["clicks"] for one in data["causes"])


def test_both_audits_are_there_weeks_apart_and_the_shop_has_changed(shown: Any) -> None:
    data, _, ended = shown
    with Store.open(str(data / "marsad.db")) as store:
        now, before = store.runs()
        assert (now.id, round((now.started_at - before.started_at) / 86_400)) == (ended.run_id, 28)
        states = {one.state.value for one in store.verdict(now.id).causes}  # type: ignore[union-attr]
        assert {"new", "still"} <= states
        kept = store.verdict(now.id)
    assert kept is not None
    assert kept.brand is not None
    assert kept.brand.clicks > 0
    found = {one.name: one for one in kept.goals}
    assert len(found) == 8
    assert {one.state for one in found.values()} >= {GoalState.MISSED, GoalState.UNKNOWN, GoalState.AT_RISK}
    assert found["Be found in Arabic"].points
    assert found["More visitors from Slovenia"].causes


def test_the_command_prints_where_the_report_is_and_nothing_else(marsad: Marsad, tmp_path: Path) -> None:
    done = marsad("demo", "--help")
    assert done.code == 0
    assert "Nothing is asked of any other machine" in " ".join(done.out.split())
    wrong = marsad("demo", "--browser", "perhaps")
    assert wrong.code == 2


def test_ctrl_c_ends_the_demo_and_takes_its_servers_and_secrets_away(tmp_path: Path) -> None:
    room = tmp_path / "room"
    room.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(room)}
    with subprocess.Popen(
        command("demo", "--browser", "never", "--data", "demo"), cwd=tmp_path, env=environment, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stderr is not None
        said = ""
        while "  crawl  " not in said:  # an audit is under way
            line = process.stderr.readline()
            assert line, said
            said += line
        assert list(room.glob("marsad-demo-*/*.json"))
        process.send_signal(signal.SIGINT)
        out, rest = process.communicate(timeout=600)
    assert process.returncode == 130
    assert out == ""
    assert "begin anew with `marsad demo`" in rest
    assert "--resume" not in rest
    assert "Traceback" not in rest
    assert not list(room.glob("marsad-demo-*"))
    port = int(said.partition("a sample shop is at http://127.0.0.1:")[2].partition(";")[0])
    with socket.socket() as asking:
        assert asking.connect_ex(("127.0.0.1", port)) != 0
    with Store.open(str(tmp_path / "demo" / "marsad.db")) as store:
        assert store.runs()[0].state is RunState.STOPPED


@pytest.mark.parametrize("words", [(), ("--open",)])
def test_the_report_is_opened_only_where_that_is_asked(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, opened = tmp_path / "report.html", []

    def toured(*_: object, **__: object) -> Ended:
        return Ended(2, 0, report)

    monkeypatch.setattr("marsad.demo.tour.tour", toured)
    monkeypatch.setattr("webbrowser.open", opened.append)
    done = CliRunner().invoke(demo, list(words))
    assert done.output.strip() == str(report)
    assert opened == [report.as_uri()] * len(words)


def test_nothing_stays_when_it_is_over(tmp_path: Path) -> None:
    import tempfile

    shop, before = Shop(), set(Path(tempfile.gettempdir()).glob("marsad-demo-*"))
    variables = own_variables()
    with pytest.raises(RuntimeError), shop_with_consoles(shop, TODAY):
        assert os.environ["MARSAD_GOOGLE_ENDPOINT"].startswith("http://127.0.0.1:")
        raise RuntimeError
    assert own_variables() == variables
    assert set(Path(tempfile.gettempdir()).glob("marsad-demo-*")) == before


# --- what the consoles answer is what Google's documents allow


def _google() -> MadeUpGoogle:
    made = MadeUpGoogle(TODAY)
    made.shop = SHOP
    return made


@pytest.mark.parametrize(
    ("document", "schema", "method", "path", "body"),
    [
        ("searchconsole.v1", "SitesListResponse", "GET", "/webmasters/v3/sites", None),
        ("searchconsole.v1", "SitemapsListResponse", "GET", f"/webmasters/v3/sites/{SHOP}//sitemaps", None),
        ("searchconsole.v1", "SearchAnalyticsQueryResponse", "POST", "/webmasters/v3/sites/x/searchAnalytics/query",
         {"startDate": "2026-05-20", "endDate": "2026-05-22", "dimensions": ["date", "page"], "rowLimit": 9}),
        ("searchconsole.v1", "InspectUrlIndexResponse", "POST", "/v1/urlInspection/index:inspect",
         {"inspectionUrl": f"{SHOP}/about"}),
        ("analyticsdata.v1beta", "RunReportResponse", "POST", "/v1beta/properties/1:runReport",
         {"metrics": [{"name": "sessions"}], "dimensions": [{"name": "countryId"}],
          "dateRanges": [{"startDate": "2026-05-01", "endDate": "2026-05-28"}]}),
        ("chromeuxreport.v1", "QueryResponse", "POST", "/v1/records:queryRecord",
         {"origin": SHOP, "formFactor": "PHONE"}),
        ("chromeuxreport.v1", "QueryHistoryResponse", "POST", "/v1/records:queryHistoryRecord",
         {"url": f"{SHOP}/tea/", "formFactor": "PHONE", "collectionPeriodCount": 40}),
        ("pagespeedonline.v5", "PagespeedApiPagespeedResponseV5", "GET", "/pagespeedonline/v5/runPagespeed", None),
    ],
)  # fmt: skip
def test_answers_fit_the_discovery_documents(
    document: str, schema: str, method: str, path: str, body: dict[str, Any] | None
) -> None:
    reply = _google().answer(Asked(method, path, {"url": [f"{SHOP}/tea/"]}, json.dumps(body).encode() if body else b""))
    schemas = document_of(document)["schemas"]
    said = json.loads(reply.body)
    assert reply.status == 200
    assert said
    assert list(faults_in(said, schemas[next(one for one in schemas if one.endswith(schema))], schemas, "answer")) == []


def test_bing_answers_in_its_wrapping() -> None:
    made = MadeUpBing(TODAY)
    made.shop = SHOP
    for operation in ("GetUserSites", "GetRankAndTrafficStats", "GetQueryStats", "GetPageStats", "GetFeeds"):
        said = json.loads(made.answer(Asked("GET", f"/webmaster/api.svc/json/{operation}", {})).body)
        assert isinstance(said["d"], list)
        assert said["d"]


def test_the_same_day_has_the_same_numbers() -> None:
    day = "2026-05-20"
    first = traffic.searches_of(day)
    traffic.searches_of.cache_clear()
    assert traffic.searches_of(day) == first
    assert all(0 <= one.clicks <= one.impressions and one.position >= 1 for one in first)
    whole = traffic.metrics_of([day])
    parts = [float(traffic.metrics_of([day], share)["sessions"]) for share in traffic.CHANNELS.values()]
    assert sum(parts) == pytest.approx(float(whole["sessions"]), abs=3)


def test_every_page_of_the_shop_answers_and_the_planted_faults_are_there() -> None:
    now, before = Shop(), Shop(is_earlier=True)
    now.origin = before.origin = SHOP
    assert set(now.pages()) == set(before.pages())
    for path in now.pages():
        assert now.answer(Asked("GET", path, {})).status == 200
    for gone in ("/guides/gift-ideas", "/tea/winter-offer"):
        assert now.answer(Asked("GET", gone, {})).status == 404
    assert "noindex" in now.pages()["/guides/choose-a-cup"]
    assert "noindex" not in before.pages()["/guides/choose-a-cup"]
    assert "/guides/our-story" in before.pages()["/about"]
    assert not any('href="/tea/spring-offer"' in page for page in now.pages().values())


def test_the_goals_are_whole_on_any_day() -> None:
    from marsad.config import Config

    for day in (date(2026, 1, 1), date(2027, 2, 28), date(2028, 2, 29)):
        assert len(Config.model_validate({"goal": goals(day)}).goal) == 8
