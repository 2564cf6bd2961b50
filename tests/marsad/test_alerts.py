"""What of a run is told, and to whom: news alone, in one message, and no secret anywhere."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from marsad.alert_news import DAY_S, Judged, certificate_lines, news_of
from marsad.alert_options import AlertOptions
from marsad.alerts import link_to, tell_failure, tell_run
from marsad.config import Config
from marsad.console import Console
from reports.words import Words
from store.database import Store
from store.goal_model import GoalReason, GoalResult, GoalState
from store.model import (
    Category,
    Cause,
    CauseState,
    Certainty,
    Effort,
    Outcome,
    Owner,
    Run,
    RunState,
    Score,
    Severity,
    Verdict,
)
from tests.mail_server import MailServer
from tests.marsad.conftest import Marsad
from tests.servers import Reply, Route, Site, html

SECRET = "the-secret-of-the-hook-99"
PROSE = "<h1>Palms</h1><p>" + "Palms by the sea. " * 40
HIGH, LOW = Severity.HIGH, Severity.LOW


def cause(state: CauseState, severity: Severity = HIGH, certainty: Certainty = Certainty.DEFECT) -> Cause:
    return Cause(f"{state}{severity}", "a-rule", Outcome.FAIL, severity, certainty, Owner.CONTENT, Effort.PAGE,
                 Category.LINKS, f"a {severity} cause", 1, 1, state=state)  # fmt: skip


def goal(state: GoalState) -> GoalResult:
    return GoalResult("more clicks", "clicks", "count", "week", False, 10, "2027-01-01", "2027-06-01", state,
                      GoalReason.BAND_TOUCHES)  # fmt: skip


def verdict(*causes: Cause, score: float = 90, goals: tuple[GoalResult, ...] = ()) -> Verdict:
    return Verdict(causes, (), (Score(None, score, 9),), goals=goals)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(str(tmp_path / "alerts.db"))


def judged(store: Store, what: Verdict, at: float = 1_000.0) -> Run:
    run = store.begin_run("example.com", "https://example.com/", {}, {}, at)
    store.save_verdict(run.id, what, ())
    store.end_run(run.id, RunState.DONE, at + 1)
    return store.run(run.id)


def news(store: Store, before: Verdict | None, now: Verdict) -> list[str]:
    earlier = judged(store, before) if before is not None else None
    run = judged(store, now, 2_000.0)
    then = Judged(earlier, before) if earlier is not None and before is not None else None
    lines = news_of(store, Judged(run, now), then, AlertOptions(), Words())
    return [line.text for line in lines]


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (None, verdict(cause(CauseState.NEW), score=10), []),
        (verdict(), verdict(), []),
        (verdict(), verdict(cause(CauseState.STILL)), []),
        (verdict(), verdict(cause(CauseState.NEW)), ["New, high: a high cause"]),
        (verdict(), verdict(cause(CauseState.REGRESSED)), ["Came back, high: a high cause"]),
        (verdict(), verdict(cause(CauseState.FIXED), cause(CauseState.IGNORED), cause(CauseState.NOT_RETESTED)), []),
        (verdict(), verdict(replace(cause(CauseState.NEW), first_look=True)), []),
        (verdict(), verdict(cause(CauseState.NEW, certainty=Certainty.OPPORTUNITY)), []),
        (verdict(), verdict(cause(CauseState.NEW, certainty=Certainty.CHECK)), []),
        (verdict(score=90), verdict(score=88), []),
        (verdict(score=90), verdict(score=80), ["Health fell from 90 to 80 of 100."]),
        (verdict(score=80), verdict(score=90), []),
        (
            verdict(goals=(goal(GoalState.ON_TRACK),)),
            verdict(goals=(goal(GoalState.AT_RISK),)),
            ["The goal “more clicks” is at risk now."],
        ),
        (verdict(goals=(goal(GoalState.AT_RISK),)), verdict(goals=(goal(GoalState.AT_RISK),)), []),
        (verdict(), verdict(goals=(goal(GoalState.AT_RISK),)), []),
    ],
)
def test_only_what_is_news_is_told(before: Verdict | None, now: Verdict, told: list[str], store: Store) -> None:
    assert news(store, before, now) == told


@pytest.mark.parametrize(
    ("days", "days_before", "told"),
    [(40, 41, 0), (20.9, 21.1, 1), (20, 20.5, 0), (6.9, 20, 1), (0.5, 1.5, 1), (-1, 0.5, 1), (-2, -1, 0), (5, None, 1)],
)
def test_a_certificate_is_told_when_its_end_passes_a_mark(days: float, days_before: float | None, told: int) -> None:
    lines = certificate_lines("example.com", 9 * DAY_S, days, days_before, AlertOptions(), Words())
    assert len(lines) == told


def channels(*tables: dict[str, object], **alerts: object) -> Config:
    return Config.model_validate({"alerts": {"channel": tables, "tries": 1, **alerts}})


def test_each_channel_hears_what_is_at_its_level_and_of_its_sites(store: Store) -> None:
    judged(store, verdict())
    run = judged(store, verdict(cause(CauseState.NEW, LOW)), 2_000.0)
    with Site({"*": Reply("", 200)}) as hook:
        url = f"json://127.0.0.1:{hook.port}"
        config = channels(
            {"url": f"{url}/all", "level": "low"},
            {"url": f"{url}/grave", "level": "critical"},
            {"url": f"{url}/default"},
            {"url": f"{url}/other", "level": "low", "sites": ["other.example"]},
            {"url": f"{url}/same", "level": "low", "sites": ["Example.com"]},
            {"url": f"{url}/down", "level": "low", "events": ["down"]},
        )
        assert tell_run(store, run, config, Console(stream=io.StringIO())) == []
        assert sorted(hook.paths()) == ["/all", "/same"]


def test_a_channel_that_fails_is_told_of_and_the_others_still_hear(store: Store) -> None:
    judged(store, verdict())
    run = judged(store, verdict(cause(CauseState.NEW)), 2_000.0)
    stream = io.StringIO()

    with Site({"/good": Reply("", 200), "/bad": Reply("", 500)}) as hook:
        url = f"json://127.0.0.1:{hook.port}"
        config = channels({"url": f"{url}/bad", "name": "bad"}, {"url": f"{url}/good"}, {"url": "env:NOWHERE_SET"})
        gaps = tell_run(store, run, config, Console(stream=stream))
        assert hook.paths() == ["/bad", "/good"]
    assert [gap["why"].partition(" could")[0] for gap in gaps] == ["bad", "channel 3"]
    assert "NOWHERE_SET is not set" in gaps[1]["why"]
    assert "bad could not be told" in stream.getvalue()


def test_a_mail_brings_the_summary_of_the_run_below_the_news(store: Store) -> None:
    judged(store, verdict())
    run = judged(store, verdict(cause(CauseState.NEW)), 2_000.0)
    with MailServer() as server:
        url = f"mailto://127.0.0.1:{server.port}?from=marsad@example.com&to=team@example.com&mode=insecure"
        assert tell_run(store, run, channels({"url": url}), Console(stream=io.StringIO())) == []
    [mail] = server.taken
    rich = mail.get_body(("html",))
    assert rich is not None
    page = rich.get_content()
    assert page.index("New, high: a high cause") < page.rindex("example.com")
    assert page.lower().count("<body") == 1


def test_a_failure_is_told_once_a_day_and_a_different_one_at_once(store: Store) -> None:
    with Site({"*": Reply("", 200)}) as hook:
        config = channels({"url": f"json://127.0.0.1:{hook.port}/x"})
        for at, why in ((0.0, "refused"), (3_600.0, "refused"), (7_200.0, "timeout"), (7_200 + 2 * DAY_S, "timeout")):
            run = store.begin_run("example.com", "https://example.com/", {}, {}, at)
            store.end_run(run.id, RunState.FAILED, at + 1, why)
            tell_failure(config, "example.com", why, Console(stream=io.StringIO()), store=store, run=store.run(run.id))
        said = [json.loads(one.body)["message"] for one in hook.asked]
    assert ["refused" in one for one in said] == [True, False, False]


@pytest.mark.parametrize(
    ("public", "link"),
    [
        ("https://reports.example/", "https://reports.example/example.com/run-3/index.html"),
        ("https://reports.example/{site}/{run}", "https://reports.example/example.com/3"),
    ],
)
def test_the_link_leads_to_where_the_report_can_be_read(public: str, link: str, tmp_path: Path) -> None:
    config = Config.model_validate({"data": str(tmp_path), "report": {"public_url": public}})
    run = Run(3, "example.com", "https://example.com/", 0)
    report = tmp_path / "reports" / "example.com" / "run-3" / "index.html"
    assert link_to(config, run, str(report)) == link


def test_a_secret_is_in_no_file_message_or_argument_after_a_run(
    marsad: Marsad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    routes: dict[str, Route] = {"/": html("Home of the palm", "/a", body=PROSE), "/a": html("Away", "/", body=PROSE)}
    with Site({"*": Reply("", 200)}) as hook, Site({"*": Reply("", 500)}) as deaf, Site(routes) as site:
        monkeypatch.setenv("HOOK", f"json://robot:{SECRET}@127.0.0.1:{hook.port}/{SECRET}")
        monkeypatch.setenv("DEAF", f"json://127.0.0.1:{deaf.port}/{SECRET}")
        (tmp_path / "marsad.toml").write_text(
            '[alerts]\ntries = 1\nlevel = "low"\n[[alerts.channel]]\nurl = "env:HOOK"\n'
            '[[alerts.channel]]\nname = "deaf"\nurl = "env:DEAF"\n'
        )
        first = marsad("audit", site.url(), "--browser", "never")
        assert first.code == 0
        assert hook.asked == []
        routes["/"] = html("", "/a", "/gone", body=PROSE)
        site.routes.update(routes)
        second = marsad("audit", site.url(), "--browser", "never", "--log-format", "json")
        assert second.code == 0
        assert len(hook.asked) == 1
        body = json.loads(hook.asked[0].body)
        assert "New, " in body["message"]
        assert "Report: " in body["message"]
    everything = first.out + first.err + second.out + second.err
    assert SECRET not in everything
    assert "deaf could not be told" in second.err
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes(), file
    with Store.open(str(tmp_path / "marsad-data" / "marsad.db")) as kept:
        for run in kept.runs():  # packed in the database's file
            assert SECRET not in repr(run)
    report = json.loads((Path(tmp_path) / second.out.strip()).with_name("report.json").read_text())
    assert "deaf could not be told" in json.dumps(report)


def test_the_secret_of_one_site_of_several_is_not_kept_with_its_runs(marsad: Marsad, tmp_path: Path) -> None:
    with Site({"*": Reply("", 200)}) as hook, Site({"/": html("Home of the palm", body=PROSE)}) as site:
        (tmp_path / "marsad.toml").write_text(
            f'''
            [[site]]
            name = "shop"
            url = "{site.url()}"
            [[site.alerts.channel]]
            url = "json://127.0.0.1:{hook.port}/{SECRET}"
            '''
        )
        done = marsad("audit", "--site", "shop", "--browser", "never")
    assert done.code == 0
    assert SECRET not in done.out + done.err
    with Store.open(str(tmp_path / "marsad-data" / "marsad.db")) as kept:
        [run] = kept.runs()
        assert SECRET not in repr(run)


def test_a_site_that_is_down_is_told_as_that(marsad: Marsad, tmp_path: Path) -> None:
    with Site({"*": Reply("", 200)}) as hook, Site({"*": Reply("", 500)}) as site:
        (tmp_path / "marsad.toml").write_text(f'[[alerts.channel]]\nurl = "json://127.0.0.1:{hook.port}/x"\n')
        done = marsad("audit", site.url(), "--browser", "never")
        assert done.code == 3
        [asked] = hook.asked
    assert "does not answer" in json.loads(asked.body)["title"]
