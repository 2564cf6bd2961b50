"""An audit that takes over what has not changed says the same as one that reads all anew."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from marsad.config import Config
from marsad.console import Console
from marsad.run import Ended, audit_site
from store.database import Store
from store.model import Cause, RunState, Verdict
from store.urls import split
from tests.servers import Asked, Reply, Route, Site, html, text

PAGES = ("/a", "/b", "/c", "/shop/one", "/shop/two", "/shop/three")
TEXT = "<p>" + "A palm grows where there is water, and gives shade to whoever sits below it. " * 6 + "</p>"


def page(name: str, *links: str, body: str = "", headers: tuple[tuple[str, str], ...] = ()) -> Route:
    """A page with an ETag of its bytes, answered 304 where it is still the same."""
    made = html(f"Page {name}", "/", *links, body=f"<main><h1>{name}</h1>{TEXT}{body}</main><footer>© 2026</footer>")
    etag = f'"{hashlib.md5(str(made.body).encode()).hexdigest()}"'

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == etag:
            return Reply(b"", 304, (("ETag", etag), *headers), None)
        return replace(made, headers=(("ETag", etag), *headers))

    return answer


def site_routes() -> dict[str, Route]:
    shop = {
        f"/shop/{name}": page(f"shop {name}", "/a", body='<img src="/palm.png">') for name in ("one", "two", "three")
    }
    return {
        "/": page("home", *PAGES, "/moved"),
        "/a": page("a", "/b#there", "/gone", body='<img src="/palm.png" alt="A palm"><a href="/file.pdf">File</a>'),
        "/b": page("b", "/c", body='<p id="there">There</p>'),
        "/c": page("c", "/a"),
        "/palm.png": Reply(b"\x89PNG\r\n\x1a\n" + b"0" * 40, content_type="image/png"),
        "/file.pdf": Reply(b"%PDF-1.4", content_type="application/pdf"),
        "/moved": Reply(b"", 301, (("Location", "/c"),)),
        "/robots.txt": text("User-agent: *\nAllow: /\n"),
        **shop,
    }  # fmt: skip


def config(data: Path, **changes: Any) -> Config:
    made: dict[str, Any] = {
        "data": data,
        "crawl": {"measure_assets": False, "questions": False, "retry_wait_s": 0.01},
        "browser": {"enabled": "never", "lab": {"enabled": False}},
        "judge": {"workers": 1},
    }
    for table, values in changes.items():
        made[table] = {**made.get(table, {}), **values} if isinstance(values, dict) else values
    return Config.model_validate(made)


def audit(site: Site, data: Path, **changes: Any) -> Ended:
    return audit_site(site.url("/"), config(data, **changes), Console(quiet=True))


def said(data: Path, run_id: int) -> dict[str, Any]:
    """What a run's verdict says, with every finding."""
    with Store.open(str(data / "marsad.db")) as store:
        verdict = store.verdict(run_id)
        assert verdict is not None
        names = {one.id: one.url for one in store.pages(run_id)}  # ids differ where addresses were met in another order
        pages = sorted(
            (
                replace(one, id=0, fetched_at=0, ttfb_ms=None, download_ms=None, is_reused=False)
                for one in store.pages(run_id)
            ),
            key=lambda one: one.url,
        )
        findings = sorted(
            (one.rule, one.url, one.outcome, one.severity, one.message, one.fingerprint, one.cause, repr(one.evidence))
            for one in store.findings(run_id)
        )
        counts = [replace(one, detail="") for one in verdict.counts]
        targets = {one.url: (one.state, one.status) for one in store.targets(run_id)}
    return {
        "causes": [_told(one, names) for one in verdict.causes], "counts": counts, "scores": _scores(verdict),
        "pages": pages, "findings": findings, "templates": verdict.templates, "targets": targets,
    }  # fmt: skip


def _told(cause: Cause, names: Mapping[int, str]) -> tuple[Any, ...]:
    return (cause.id, cause.rule, cause.outcome, cause.severity, cause.state, cause.message, cause.pages,
            cause.occurrences,
            sorted(names[number] for number in cause.page_ids), cause.place, cause.target,
            round(cause.priority, 9))  # fmt: skip


def _scores(verdict: Verdict) -> list[tuple[Any, ...]]:
    return [(one.category, one.value, one.pages_tested, one.deductions) for one in verdict.scores]


def taken(data: Path, run_id: int) -> dict[str, int]:
    with Store.open(str(data / "marsad.db")) as store:
        return dict(store.run(run_id).coverage["incremental"])


def nothing(site: Site) -> None:
    """The site stays as it is."""


def one_page(site: Site) -> None:
    site.routes["/b"] = page("b", "/c", body='<p id="there">There</p><img src="/palm.png">')


def one_removed(site: Site) -> None:
    del site.routes["/c"]


def one_added(site: Site) -> None:
    site.routes["/"] = page("home", *PAGES, "/moved", "/new")
    site.routes["/new"] = page("new", "/a", body='<img src="/palm.png">')


def a_template(site: Site) -> None:
    for name in ("one", "two", "three"):
        site.routes[f"/shop/{name}"] = page(
            f"shop {name}", "/a", body='<div class="x"><img src="/palm.png"><p></p></div>'
        )


def headers(site: Site) -> None:
    robots = (("X-Robots-Tag", "noindex"), ("Content-Language", "de"))
    site.routes["/c"] = page("c", "/a", headers=robots)


def a_target(site: Site) -> None:
    del site.routes["/palm.png"]


def a_place(site: Site) -> None:
    site.routes["/b"] = page("b", "/c", body="<p>No longer there</p>")


def robots(site: Site) -> None:
    site.routes["/robots.txt"] = text("User-agent: *\nDisallow: /shop/two\n")


SITE_CHANGES = (nothing, one_page, one_removed, one_added, a_template, headers, a_target, a_place, robots)


@pytest.mark.parametrize("change", SITE_CHANGES, ids=lambda change: change.__name__)
def test_it_says_the_same_as_a_full_run_after(change: Callable[[Site], None], tmp_path: Path) -> None:
    data, other = tmp_path / "data", tmp_path / "other"
    with Site(site_routes()) as site:
        audit(site, data)
        shutil.copytree(data, other)
        change(site)
        second = audit(site, data)
        whole = audit(site, other, crawl={"incremental": "never", "measure_assets": False, "questions": False})
    assert said(data, second.run_id) == said(other, whole.run_id)
    found = taken(data, second.run_id)
    assert found["from_run"] == 1 and found["pages"] >= 4
    if change is nothing:
        assert found["judged"] >= found["pages"]
    if change in (one_page, a_template, headers):
        assert 0 < found["judged"] < len(said(data, second.run_id)["pages"])


SETTINGS: dict[str, dict[str, Any]] = {
    "a severity": {"judge": {"severity": {"image-alt-missing": "low"}, "workers": 1}},
    "a rule left out": {"judge": {"disabled": ("image-alt-missing",), "workers": 1}},
    "a threshold": {"judge": {"rules": {"title-long": {"max_characters": 5}}, "workers": 1}},
    "a column": {"extract": [{"name": "heading", "css": "h1"}]},
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS.keys())
def test_other_settings_of_the_rules_judge_every_page_again(settings: dict[str, Any], tmp_path: Path) -> None:
    data, other = tmp_path / "data", tmp_path / "other"
    with Site(site_routes()) as site:
        audit(site, data)
        shutil.copytree(data, other)
        second = audit(site, data, **settings)
        never = {"incremental": "never", "measure_assets": False, "questions": False}
        whole = audit(site, other, **settings, crawl=never)
    assert said(data, second.run_id) == said(other, whole.run_id)
    assert taken(data, second.run_id)["judged"] == 0
    assert taken(data, second.run_id)["pages"] > 0


def test_a_new_version_of_the_rules_judges_every_page_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Site(site_routes()) as site:
        audit(site, tmp_path)
        monkeypatch.setattr("marsad.judged.sources_digest", lambda: "another")
        second = audit(site, tmp_path)
        third = audit(site, tmp_path)
    assert taken(tmp_path, second.run_id)["judged"] == 0
    assert taken(tmp_path, third.run_id)["judged"] > 0


def test_another_version_of_the_extraction_reads_every_page_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Site(site_routes()) as site:
        audit(site, tmp_path)
        monkeypatch.setattr("marsad.incremental._SOURCES", ("crawler/extract.py",))
        second = audit(site, tmp_path)
    with Store.open(str(tmp_path / "marsad.db")) as store:
        assert not any(one.is_reused for one in store.pages(second.run_id))


def test_other_options_of_the_crawl_take_nothing_over(tmp_path: Path) -> None:
    with Site(site_routes()) as site:
        audit(site, tmp_path)
        second = audit(site, tmp_path, crawl={"max_parse_bytes": 5_000, "measure_assets": False, "questions": False})
    with Store.open(str(tmp_path / "marsad.db")) as store:
        assert not any(one.is_reused for one in store.pages(second.run_id))


def test_what_rules_said_goes_with_the_last_run_of_the_site_and_not_before(tmp_path: Path) -> None:
    with Site(site_routes()) as site:
        first = audit(site, tmp_path)
        second = audit(site, tmp_path)
        host = split(site.url("/")).netloc
        with Store.open(str(tmp_path / "marsad.db")) as store:
            ids = [one.id for one in store.pages(second.run_id)]
            store.delete_run(first.run_id)
            assert store.judged_pages(host, ids)
        third = audit(site, tmp_path)
        assert taken(tmp_path, third.run_id)["judged"] > 0
        with Store.open(str(tmp_path / "marsad.db")) as store:
            for run in store.runs(host):
                store.delete_run(run.id)
            assert not store.judged_pages(host, ids)


def test_a_run_that_was_cut_off_in_the_crawl_goes_on_and_says_the_same(tmp_path: Path) -> None:
    data, other = tmp_path / "data", tmp_path / "other"
    with Site(site_routes()) as site:
        audit(site, data)
        shutil.copytree(data, other)
        with Store.open(str(data / "marsad.db")) as store:
            _cut_off_copy(store, site, config(data))
        second = audit_site(site.url("/"), config(data), Console(quiet=True), resume=True)
        whole = audit(site, other, crawl={"incremental": "never", "measure_assets": False, "questions": False})
    mine, full = said(data, second.run_id), said(other, whole.run_id)
    assert mine["causes"] == full["causes"] and mine["counts"] == full["counts"]


def _cut_off_copy(store: Store, site: Site, options: Config) -> None:
    """A second run as a kill leaves it: some pages taken over, the rest leased."""
    import time

    from crawler.crawl import crawl
    from marsad.incremental import run_before, run_versions

    first = store.latest_run()
    assert first is not None
    run = store.begin_run(first.site, first.start_url, first.options, run_versions(options), time.time())
    before = run_before(store, run, options)
    assert before is not None and before.id == first.id
    crawl(store, run, options.crawl.model_copy(update={"max_pages": 3}), before=before)
    ids = [number for number, _, reason, _ in store.skipped(run.id) if reason.value == "pages"]
    store.requeue(run.id, ids)
    assert any(one.is_reused for one in store.pages(run.id))
    assert store.run(run.id).state is RunState.RUNNING


def test_the_report_says_what_was_taken_over(tmp_path: Path) -> None:
    with Site(site_routes()) as site:
        audit(site, tmp_path)
        second = audit(site, tmp_path)
    assert second.report is not None
    machine = json.loads((second.report.parent / "report.json").read_text())
    assert machine["coverage"]["fetched"] > 0
    assert "have not changed since run 1" in second.report.read_text()


def test_inlinks_of_the_run_before_are_the_same_whether_pages_were_copied_or_not(tmp_path: Path) -> None:
    from marsad.judge import site_view

    with Site(site_routes()) as site:
        audit(site, tmp_path)
        site.routes["/a"] = page("a", "/c")  # no longer to /b
        site.routes["/shop/one"] = Reply(b"", 404)
        audit(site, tmp_path)
    with Store.open(str(tmp_path / "marsad.db")) as store:
        run, pages = store.run(2), list(store.pages(2))
        assert any(one.is_reused for one in pages) and not all(one.is_reused for one in pages)
        found = site_view(store, run, config(tmp_path).judge, pages).previous_inlinks
        read = [replace(one, is_reused=False) for one in pages]  # then the links of the run before are read whole
        whole = site_view(store, run, config(tmp_path).judge, read).previous_inlinks
        assert found is not None and whole is not None
        assert dict(found()) == dict(whole()) != {}
        urls = store.urls(2, store.links(2))
        assert urls == store.urls(2)
