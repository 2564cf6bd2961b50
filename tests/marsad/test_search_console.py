"""An audit of a connected site, as a user runs it: Search Console is asked, kept over runs, and its gaps are told."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from integrations.credentials import connect_service_account
from integrations.pacific import pacific_day
from integrations.secret_files import config_folder
from store.database import Store
from store.search_model import IndexState
from tests.integrations.fake_google import QUOTA, FakeGoogle
from tests.integrations.fake_search_console import QUERY, FakeSearchConsole, Seen
from tests.marsad.conftest import Marsad
from tests.servers import Site

AUDIT = ("--browser", "never", "--max-pages", "20")


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGoogle]:
    with FakeGoogle() as one:
        monkeypatch.setenv("MARSAD_GOOGLE_ENDPOINT", one.endpoint)
        yield one


def report_of(tmp_path: Path, printed: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads((tmp_path / printed.strip()).with_name("report.json").read_text())
    return report


def test_an_audit_asks_search_console_and_the_next_one_goes_on(
    marsad: Marsad, tmp_path: Path, little_site: Site, google: FakeGoogle
) -> None:
    home = little_site.url()
    last = pacific_day(time.time()) - timedelta(days=3)
    days = [(last - timedelta(days=back)).isoformat() for back in range(12)]
    known = FakeSearchConsole(
        sites={home: "siteOwner"},
        seen=[Seen(day, home, "marsad", 2, 20, 5.0) for day in days],
    ).join(google)
    assert marsad("connect", "google", "--service-account", str(google.service_account_file(tmp_path))).code == 0
    (tmp_path / "marsad.toml").write_text("[search_console]\ndays_per_run = 7\ninspections = 1\nquota_wait_s = 0\n")
    done = marsad("audit", home, *AUDIT)
    assert done.code == 0
    whole = json.dumps(report_of(tmp_path, done.out))
    assert "pages and queries of 5 days are not pulled yet" in whole
    with Store.open(str(tmp_path / "marsad-data" / "marsad.db")) as store:
        assert store.latest_run().coverage["sources"]["search_console"]["property"] == home  # type: ignore[union-attr]
        totals = store.search.totals(home, "web", days[-1], days[0])
        assert totals is not None
        assert totals.clicks == 24
        asked = store.search.inspections(home)
        assert [one.state for one in asked.values()] == [IndexState.NOT_INDEXED]
        assert home not in asked  # it has impressions, so it is indexed
    google.fail(QUERY, None, QUOTA)
    known.seen.append(Seen((last + timedelta(days=1)).isoformat(), home, "marsad", 1, 10, 5.0))
    done = marsad("audit", home, *AUDIT)
    assert done.code == 0
    assert "the short-term quota is used up" in json.dumps(report_of(tmp_path, done.out))
    done = marsad("audit", home, *AUDIT)
    whole = json.dumps(report_of(tmp_path, done.out))
    assert "are not pulled yet" not in whole
    for secret in ("ya29.", "PRIVATE KEY", "Bearer"):
        assert secret not in whole + done.out + done.err
        for file in tmp_path.rglob("marsad-data/*"):
            assert not file.is_file() or secret.encode() not in file.read_bytes(), file


def test_a_site_that_is_not_connected_is_audited_all_the_same(
    marsad: Marsad, tmp_path: Path, little_site: Site, google: FakeGoogle
) -> None:
    done = marsad("audit", little_site.url(), *AUDIT)
    assert done.code == 0
    assert "connect it with `marsad connect google`" in json.dumps(report_of(tmp_path, done.out))
    assert google.site.asked == []
    assert not config_folder().exists()


def test_a_connection_whose_key_is_gone_is_a_gap(
    marsad: Marsad, tmp_path: Path, little_site: Site, google: FakeGoogle
) -> None:
    key = google.service_account_file(tmp_path)
    connect_service_account(key)
    key.unlink()
    done = marsad("audit", little_site.url(), *AUDIT)
    assert done.code == 0
    assert "robot.json: cannot be read" in json.dumps(report_of(tmp_path, done.out))
