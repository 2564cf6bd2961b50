"""Copies of pages that are gone: what the archive says is taken, what it does not say is never made up."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from integrations.trouble import ServiceError, Trouble
from integrations.web_archive import ArchivedCopy, closest_copy, endpoint
from store.errors import ConfigError
from tests.servers import Reply, Site

URL = "https://gone.example/page?a=1&b=ü"
CLOSEST = {
    "available": True,
    "url": "http://web.archive.org/web/20190102030405/https://gone.example/page?a=1&b=%C3%BC",
    "timestamp": "20190102030405",
    "status": "200",
}


def answering(closest: object, status: int = 200) -> Reply:
    snapshots = {} if closest is None else {"closest": closest}
    return Reply(json.dumps({"url": URL, "archived_snapshots": snapshots}), status, (), "application/json")


def test_copy_is_named_with_its_day_and_without_a_leak_of_its_address() -> None:
    with Site({"/": answering(CLOSEST)}) as site:
        copy = closest_copy(URL, site.url("/"))
    assert copy == ArchivedCopy(CLOSEST["url"].replace("http://", "https://", 1), "2019-01-02")  # type: ignore[attr-defined]
    assert parse_qs(urlsplit(site.asked[0].path).query) == {"url": [URL]}


@pytest.mark.parametrize(
    "closest",
    [
        None,
        {**CLOSEST, "available": False},
        {**CLOSEST, "status": "404"},
        {**CLOSEST, "url": "https://evil.example/web/20190102030405/x"},
        {**CLOSEST, "url": "javascript:alert(1)"},
        {**CLOSEST, "timestamp": "soon"},
        [],
    ],
)
def test_what_is_no_whole_copy_of_the_archive_is_none(closest: object) -> None:
    with Site({"/": answering(closest)}) as site:
        assert closest_copy(URL, site.url("/")) is None


def test_empty_list_of_copies_is_no_copy() -> None:
    with Site({"/": Reply('{"archived_snapshots": []}')}) as site:
        assert closest_copy(URL, site.url("/")) is None


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (Reply("slow down", 429), Trouble.BUSY),
        (Reply("down", 502), Trouble.SERVER),
        (Reply("<h1>Sign in</h1>"), Trouble.BAD_ANSWER),
        (Reply("[]"), Trouble.BAD_ANSWER),
        (Reply("{}"), Trouble.BAD_ANSWER),
    ],
)
def test_archive_that_does_not_answer_is_told(reply: Reply, trouble: Trouble) -> None:
    with Site({"/": reply}) as site, pytest.raises(ServiceError) as told:
        closest_copy(URL, site.url("/"))
    assert told.value.trouble is trouble


def test_no_other_machine_stands_in_for_the_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    assert endpoint() == ""
    monkeypatch.setenv("MARSAD_ARCHIVE_ENDPOINT", "http://127.0.0.1:9/")
    assert endpoint() == "http://127.0.0.1:9/"
    monkeypatch.setenv("MARSAD_ARCHIVE_ENDPOINT", "http://elsewhere.example/")
    with pytest.raises(ConfigError, match="is not on this machine"):
        endpoint()
