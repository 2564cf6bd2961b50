"""Files that pages load keep their measurements where they have not changed, and are measured anew where they have."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.crawl import CrawlSummary, crawl
from crawler.options import CrawlOptions
from store.database import Store
from store.model import LinkState, Probe, Run, Target
from store.urls import split
from tests.crawler.conftest import QUICK
from tests.crawler.test_assets import CSS, JS, picture, reply
from tests.servers import Asked, Reply, Route, Site, html

PARTS = "<link rel=stylesheet href=/a.css><script src=/a.js></script><img src=/a.png alt=A><img src=/b.jpeg alt=B>"
Tag = Callable[[bytes], str]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "marsad.db")) as opened:
        yield opened


def of_bytes(body: bytes) -> str:
    return f'"{hashlib.md5(body).hexdigest()}"'


def always(body: bytes) -> str:
    return '"always"'


def tagged(body: bytes, kind: str, tag: Tag = of_bytes, *more: tuple[str, str]) -> Route:
    """A file with an ETag, in parts where a part is asked for, answered 304 where the ETag is still the same."""

    def answer(asked: Asked) -> Reply:
        headers = (("ETag", tag(body)), *more)
        if asked.headers.get("if-none-match") == tag(body):
            return Reply(b"", 304, headers, None)
        whole = replace(reply(body, kind), headers=headers)
        if not asked.headers.get("range"):
            return whole
        first, last = asked.headers["range"].removeprefix("bytes=").split("-")
        part = body[int(first) : int(last) + 1]
        said = ("Content-Range", f"bytes {first}-{int(first) + len(part) - 1}/{len(body)}")
        return replace(whole, body=part, status=206, headers=(*headers, said))

    return answer


def files(tag: Tag = of_bytes) -> dict[str, Route]:
    return {
        "/a.css": tagged(CSS, "text/css", tag),
        "/more.css": tagged(b"b{}", "text/css", tag),
        "/cat.woff2": tagged(b"wOF2" + bytes(99), "font/woff2", tag),
        "/a.js": tagged(JS, "text/javascript", tag, ("Cache-Control", "max-age=60")),
        "/a.png": tagged(picture("png", (500, 400)), "image/png", tag),
        "/b.jpeg": tagged(picture("jpeg", (300, 200)), "image/jpeg", tag),
    }


def site_of(parts: dict[str, Route]) -> dict[str, Route]:
    return {"/": html("start", "/b", body=PARTS), "/b": html("b", body=PARTS), **parts}


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer "unchanged" is checked."""
    monkeypatch.setattr("crawler.assets.earlier.FIRST_CHECKED", 0)
    monkeypatch.setattr("crawler.assets.earlier.CHECK_EVERY", 2**63)


def crawled(store: Store, site: Site, before: Run | None = None, **options: Any) -> tuple[Run, CrawlSummary]:
    start = site.url("/")
    run = store.begin_run(split(start).netloc, start, {}, {}, time.time())
    made = CrawlOptions.model_validate({**QUICK, "questions": False, "measure_assets": True, **options})
    return run, crawl(store, run, made, before=before)


def measured(store: Store, run: Run) -> dict[str, Probe]:
    return {split(one.url).path: replace(one, asked_at=0.0) for one in store.probes(run.id) if one.kind == "asset"}


def targets(store: Store, run: Run) -> dict[str, Target]:
    return {split(one.url).path: replace(one, checked_at=0.0) for one in store.targets(run.id)}


def bodies_sent(site: Site) -> set[str]:
    """Paths of files that were read without a condition; asking for another format is no reading."""
    return {
        one.name
        for one in site.asked
        if one.method == "GET"
        and "." in one.name
        and "if-none-match" not in one.headers
        and "avif" not in one.headers.get("accept", "")
    }


@pytest.mark.usefixtures("trusting")
def test_files_that_answer_304_keep_what_was_measured(store: Store) -> None:
    with Site(site_of(files())) as site:
        first, _ = crawled(store, site)
        site.asked.clear()
        second, _ = crawled(store, site, first)
        read = bodies_sent(site)
    assert measured(store, second) == measured(store, first)
    assert targets(store, second) == targets(store, first)
    assert set(measured(store, second)) >= {"/a.css", "/a.js", "/a.png", "/b.jpeg", "/cat.woff2"}
    assert read & {"/a.js", "/a.png", "/b.jpeg", "/cat.woff2"} == set()
    asked_at = [probe.asked_at for probe in store.probes(second.id) if probe.kind == "asset"]
    assert min(asked_at) >= second.started_at


def test_the_first_answers_are_checked_by_reading_the_file(store: Store) -> None:
    with Site(site_of(files())) as site:
        first, _ = crawled(store, site)
        site.asked.clear()
        second, summary = crawled(store, site, first)
        read = bodies_sent(site)
    assert measured(store, second) == measured(store, first)
    assert len(read & {"/a.js", "/a.png", "/b.jpeg", "/cat.woff2"}) == 3
    assert not any("its word was not taken" in note for note in summary.notes)


@pytest.mark.usefixtures("trusting")
def test_a_file_that_changed_is_measured_anew(store: Store) -> None:
    with Site(site_of(files())) as site:
        first, _ = crawled(store, site)
        site.routes["/a.png"] = tagged(picture("png", (40, 30)), "image/png")
        site.routes["/a.js"] = tagged(JS * 2, "text/javascript")
        site.routes["/a.css"] = tagged(b"c{}" * 600, "text/css")
        second, _ = crawled(store, site, first)
        whole, _ = crawled(store, site)
    assert measured(store, second) == measured(store, whole)
    assert targets(store, second) == targets(store, whole)
    assert measured(store, second)["/a.png"].data["width"] == 40


@pytest.mark.usefixtures("trusting")
def test_a_file_that_went_away_is_not_kept(store: Store) -> None:
    with Site(site_of(files())) as site:
        first, _ = crawled(store, site)
        del site.routes["/a.js"]
        second, _ = crawled(store, site, first)
    assert "/a.js" not in measured(store, second)
    assert targets(store, second)["/a.js"].state is LinkState.DEAD


@pytest.mark.usefixtures("trusting")
def test_headers_of_a_304_replace_those_that_were_kept_of_a_file(store: Store) -> None:
    with Site(site_of(files())) as site:
        first, _ = crawled(store, site)
        site.routes["/a.js"] = tagged(JS, "text/javascript", of_bytes, ("Cache-Control", "max-age=61"))
        second, _ = crawled(store, site, first)
    assert measured(store, second)["/a.js"].data["headers"]["cache-control"] == "max-age=61"
    assert dict(targets(store, second)["/a.js"].headers)["cache-control"] == "max-age=61"


@pytest.mark.parametrize("checked", [3, 0], ids=["at once", "after some were taken"])
def test_a_server_that_calls_changed_files_unchanged_is_found_out(
    store: Store, monkeypatch: pytest.MonkeyPatch, checked: int
) -> None:
    monkeypatch.setattr("crawler.assets.earlier.FIRST_CHECKED", checked)
    if not checked:
        sample = iter([False, False, True])
        monkeypatch.setattr("crawler.assets.earlier.EarlierAssets.wants_check", lambda *_: next(sample, False))
    with Site(site_of(files(always))) as site:
        first, _ = crawled(store, site)
        site.routes["/a.png"] = tagged(picture("png", (40, 30)), "image/png", always)
        site.routes["/b.jpeg"] = tagged(picture("jpeg", (60, 50)), "image/jpeg", always)
        site.routes["/a.js"] = tagged(JS * 2, "text/javascript", always)
        site.routes["/cat.woff2"] = tagged(b"wOF2" + bytes(999), "font/woff2", always)
        second, summary = crawled(store, site, first)
        whole, _ = crawled(store, site)
    assert any("its word was not taken" in note for note in summary.notes)
    assert measured(store, second) == measured(store, whole)
    assert targets(store, second) == targets(store, whole)


@pytest.mark.usefixtures("trusting")
def test_a_server_that_tells_of_no_change_to_a_read_alone_is_believed_there_too(store: Store) -> None:
    def deaf_to_head(route: Route) -> Route:
        def answer(asked: Asked) -> Reply:
            headers = {name: value for name, value in asked.headers.items() if name != "if-none-match"}
            found = route(replace(asked, headers=headers) if asked.method == "HEAD" else asked)  # type: ignore[operator]
            assert isinstance(found, Reply)
            return found

        return answer

    with Site(site_of({name: deaf_to_head(route) for name, route in files().items()})) as site:
        first, _ = crawled(store, site)
        site.asked.clear()
        second, _ = crawled(store, site, first)
        read = bodies_sent(site)
    assert measured(store, second) == measured(store, first)
    assert read & {"/a.js", "/a.png", "/b.jpeg", "/cat.woff2"} == set()


def test_a_file_of_the_same_bytes_is_not_measured_once_more(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    untagged: dict[str, Route] = {"/a.css": reply(CSS, "text/css"), "/a.js": reply(JS, "text/javascript")}
    with Site(site_of(untagged)) as site:
        first, _ = crawled(store, site)
        weighed: list[bytes] = []

        def noted(body: bytes) -> int:
            weighed.append(body)
            return 0

        monkeypatch.setattr("crawler.assets.measure.gzip_bytes", noted)
        second, _ = crawled(store, site, first)
    assert weighed == []
    assert measured(store, second) == measured(store, first)


@pytest.mark.usefixtures("trusting")
def test_with_request_headers_of_ones_own_no_file_is_asked_with_conditions(store: Store) -> None:
    with Site(site_of(files())) as site:
        first, _ = crawled(store, site, headers={"Cookie": "session=1"})
        site.asked.clear()
        second, _ = crawled(store, site, first, headers={"Cookie": "session=1"})
        assert not any({"if-none-match", "if-modified-since"} & asked.headers.keys() for asked in site.asked)
    assert measured(store, second) == measured(store, first)


def test_a_file_that_is_compressed_since_is_found_out_where_its_304_does_not_tell(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def packed(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == of_bytes(JS):
            return Reply(b"", 304, (("ETag", of_bytes(JS)),), None)
        more = (("ETag", of_bytes(JS)), ("Content-Encoding", "gzip"))
        return replace(reply(gzip.compress(JS), "text/javascript"), headers=more)

    monkeypatch.setattr("crawler.assets.earlier.EarlierAssets.wants_check", lambda _, url: url.endswith("/a.js"))
    with Site(site_of(files())) as site:
        first, _ = crawled(store, site)
        site.routes["/a.js"] = packed
        second, _ = crawled(store, site, first)
        whole, _ = crawled(store, site)
    assert measured(store, second)["/a.js"].data["headers"]["content-encoding"] == "gzip"
    assert measured(store, second) == measured(store, whole)
