"""IndexNow: the key file is checked, and nothing is submitted but what was asked for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from integrations.indexnow import check_key, key_url, submit, urls_to_submit
from integrations.measure_options import IndexNowOptions
from integrations.trouble import ServiceError, Trouble
from tests.servers import Reply, Site, html, redirect, text

KEY = "0123456789abcdef"
FILE = f"/{KEY}.txt"


def options(site: Site, **more: Any) -> IndexNowOptions:
    return IndexNowOptions(key=KEY, endpoint=site.url("/indexnow"), **more)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (text(KEY), ""),
        (text(f"\ufeff{KEY}\r\n"), ""),
        (text("another-key-1"), "does not hold the key"),
        (text(""), "does not hold the key"),
        (html("Not found, kindly", body=KEY), "holds a page"),
        (redirect("/login"), "answers 301 to /login"),
        (Reply("no", 404), "answers 404"),
    ],
)
def test_the_key_file_is_right_or_it_is_said_why_not(reply: Reply, reason: str) -> None:
    with Site({FILE: reply}) as site:
        check = check_key(options(site), site.url("/shop/"))
    assert check.url.endswith(FILE)
    assert check.is_right is not bool(reason)
    assert reason in check.reason


def test_a_file_elsewhere_speaks_for_its_folder_only() -> None:
    with Site({"/shop/key.txt": text(KEY)}) as site:
        at = options(site, key_location="/shop/key.txt")
        assert check_key(at, site.url()).is_right
        assert urls_to_submit(at, site.url(), ["/shop/a", site.url("/shop/a"), "/shop/b#c"]) == [
            site.url("/shop/a"),
            site.url("/shop/b"),
        ]
        with pytest.raises(ServiceError, match="not below /shop/"):
            urls_to_submit(at, site.url(), ["/blog/"])
        with pytest.raises(ServiceError, match=r"is not on 127\.0\.0\.1"):
            key_url(options(site, key_location="https://cdn.test/key.txt"), site.url())


def test_a_submission_says_what_the_protocol_wants() -> None:
    with Site({FILE: text(KEY), "/indexnow": Reply("", 202)}) as site:
        done = submit(options(site), site.url(), ["/a", "/b"])
        sent = site.asked[-1]
        body = json.loads(sent.body)
    assert (done[0].urls, done[0].status) == (2, 202)
    assert "still being checked" in done[0].said
    assert (sent.method, sent.headers["content-type"]) == ("POST", "application/json; charset=utf-8")
    assert body == {
        "host": f"127.0.0.1:{site.port}", "key": KEY, "keyLocation": site.url(FILE),
        "urlList": [site.url("/a"), site.url("/b")],
    }  # fmt: skip


def test_many_addresses_go_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("integrations.indexnow.MOST_URLS", 3)
    pauses: list[float] = []
    with Site({FILE: text(KEY), "/indexnow": Reply("", 200)}) as site:
        done = submit(options(site), site.url(), [f"/{n}" for n in range(7)], pauses.append)
    assert [one.urls for one in done] == [3, 3, 1]
    assert len(pauses) == 2


def test_nothing_is_sent_while_the_key_file_is_wrong() -> None:
    with Site({FILE: text("x"), "/indexnow": Reply("", 200)}) as site:
        with pytest.raises(ServiceError, match="does not hold the key"):
            submit(options(site), site.url(), ["/a"])
        with pytest.raises(ServiceError, match="there is no key"):
            submit(IndexNowOptions(), site.url(), ["/a"])
        with pytest.raises(ServiceError, match=r"other\.test"):
            submit(options(site), site.url(), ["https://other.test/"])
        assert site.paths("POST") == []


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (400, Trouble.BAD_REQUEST),
        (403, Trouble.KEY),
        (422, Trouble.BAD_REQUEST),
        (429, Trouble.BUSY),
        (503, Trouble.SERVER),
        (302, Trouble.BAD_ANSWER),
    ],
)
def test_each_refusal_is_told_apart_and_sent_once(status: int, trouble: Trouble) -> None:
    with Site({FILE: text(KEY), "/indexnow": Reply("", status)}) as site:
        with pytest.raises(ServiceError, match=str(status)) as told:
            submit(options(site), site.url(), ["/a"])
        assert len(site.paths("POST")) == 1
    assert told.value.trouble is trouble


@pytest.mark.parametrize("wrong", ["short", "x" * 129, "with space", "ümlaut-key"])
def test_a_key_has_its_form(wrong: str) -> None:
    with pytest.raises(ValidationError, match="8 to 128"):
        IndexNowOptions(key=wrong)
