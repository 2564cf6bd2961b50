"""A whole audit with a made-up Google behind it: numbers are kept, and the report says what was not told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from integrations import credentials
from integrations.keys import Key, keep_key
from store.database import Store
from store.visits import landing_pages
from tests.integrations.fake_analytics import RUN_REPORT, FakeProperty
from tests.integrations.fake_google import KEY, FakeGoogle, refusal
from tests.integrations.test_crux import NO_DATA, RECORD
from tests.marsad.conftest import Marsad
from tests.servers import Site


def test_an_audit_asks_and_goes_on_where_a_service_fails(
    marsad: Marsad, little_site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_CONFIG_DIR", str(tmp_path / "config"))
    start = little_site.url("/")
    (tmp_path / "marsad.toml").write_text(
        '[analytics]\nproperty = "123"\nhosts = ["127.0.0.1"]\n'
        "[crux]\npages = 0\nhistory_weeks = 0\n[pagespeed]\npages = 0\n"
    )
    data = FakeProperty()
    data.rows["hostName", "landingPage"] = {("127.0.0.1", "/"): {"sessions": "40", "purchaseRevenue": "9.5"}}
    with FakeGoogle() as google:
        monkeypatch.setenv("MARSAD_GOOGLE_ENDPOINT", google.endpoint)
        credentials.connect_service_account(google.service_account_file(tmp_path))
        keep_key(Key.GOOGLE, KEY)
        google.on("webmasters.sites.list", lambda _call: {})
        google.on(RECORD, lambda _call: NO_DATA)
        data.join(google)
        google.fail(RUN_REPORT, None, refusal(400, "badRequest", "no such question"))
        done = marsad("audit", start, "--browser", "never", "--no-external", "--out", "report")
    assert done.code == 0, done.err
    with Store.open(str(tmp_path / "marsad-data" / "marsad.db")) as store:
        run = store.latest_run()
        assert run is not None
        table = store.newest_measures(run.site, source="analytics", name="landing_page")[0]
        joined = landing_pages(table, [page.url for page in store.pages(run.id)])
        gaps = {one["what"]: one["why"] for one in run.coverage["not_done"]}
        assert run.coverage["sources"]["analytics"]["rows"] > 0
    assert joined.by_url[start].sessions == 40.0
    assert joined.by_url[start].revenue == 9.5
    assert "no such question" in gaps["Google Analytics: total"]
    assert "not enough people" in gaps["Chrome UX Report: field"]
    assert "Bing Webmaster Tools (and Yahoo)" in gaps
    report = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "report").glob("*.html"))
    assert "no such question" in report
    assert KEY not in report + json.dumps(gaps) + done.err
