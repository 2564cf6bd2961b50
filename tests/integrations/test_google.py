"""The way to Google's APIs: retries as the service asks, every refusal told apart, no secret in any message."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from google.oauth2.credentials import Credentials

from integrations.google import GoogleClient
from integrations.trouble import ServiceError, Trouble, read_refusal, redacted, trouble_of
from tests.servers import Asked, Reply, Route, Site

SITES = {"siteEntry": [{"siteUrl": "sc-domain:example.com", "permissionLevel": "siteOwner"}]}
PATH = "/webmasters/v3/sites?alt=json"


def as_json(body: object, status: int = 200, **headers: str) -> Reply:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Reply(json.dumps(body), status, named, "application/json; charset=UTF-8")


def refused(status: int, reason: str, message: str = "no", **headers: str) -> Reply:
    error = {"code": status, "message": message, "errors": [{"domain": "global", "reason": reason, "message": message}]}
    return as_json({"error": error}, status, **headers)


def in_turn(*replies: Route) -> Callable[[Asked], Any]:
    left = list(replies)

    def answer(_asked: Asked) -> Any:
        return left.pop(0) if len(left) > 1 else left[0]

    return answer


def client(site: Site, pauses: list[float] | None = None, **options: Any) -> GoogleClient:
    given = {"credentials": Credentials(token="secret-token"), "chance": lambda: 0.5} | options
    return GoogleClient(endpoint=site.url("/"), sleep=(pauses if pauses is not None else []).append, **given)


def ask(one: GoogleClient) -> dict[str, Any]:
    return one.call("searchconsole", "v1", lambda api: api.sites().list())


def test_an_answer_comes_back_as_it_was_sent() -> None:
    with Site({"/webmasters/v3/sites": as_json(SITES)}) as site:
        assert ask(client(site)) == SITES
    assert site.asked[0].headers["authorization"] == "Bearer secret-token"


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (refused(403, "forbidden", "User does not have sufficient permission for site"), Trouble.NOT_ALLOWED),
        (refused(403, "accessNotConfigured"), Trouble.NOT_ENABLED),
        (refused(403, "forbidden", "Search Console API has not been used in project 12 before"), Trouble.NOT_ENABLED),
        (refused(403, "siteUnverifiedUser"), Trouble.NOT_VERIFIED),
        (refused(403, "quotaExceeded"), Trouble.QUOTA_SHORT),
        (refused(429, "dailyLimitExceeded"), Trouble.QUOTA_DAY),
        (refused(403, "insufficientPermissions"), Trouble.SCOPE_MISSING),
        (refused(400, "badRequest"), Trouble.BAD_REQUEST),
        (refused(400, "badRequest", "API key not valid. Please pass a valid API key."), Trouble.KEY),
        (refused(404, "notFound"), Trouble.NOT_FOUND),
        (as_json({"error": "blocked by the firewall"}, 403), Trouble.NOT_ALLOWED),
        (Reply("<h1>Sign in to the hotel</h1>", 200, (), "text/html"), Trouble.BAD_ANSWER),
        (Reply(b"", 200, (), "application/json"), Trouble.BAD_ANSWER),
    ],
)
def test_each_refusal_is_told_apart_and_asked_once(reply: Reply, trouble: Trouble) -> None:
    pauses: list[float] = []
    with Site({"/webmasters/v3/sites": reply}) as site, pytest.raises(ServiceError) as told:
        ask(client(site, pauses))
    assert told.value.trouble is trouble
    assert str(told.value).startswith(f"Search Console: {trouble.value}")
    assert pauses == []
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "passing",
    [
        refused(500, "backendError"),
        Reply("<h1>502</h1>", 502),
        refused(429, "rateLimitExceeded"),
        refused(403, "userRateLimitExceeded"),
        as_json({"code": 429, "message": "slow down"}, 429),
    ],
)
def test_what_passes_is_asked_again(passing: Reply) -> None:
    pauses: list[float] = []
    with Site({"/webmasters/v3/sites": in_turn(passing, passing, as_json(SITES))}) as site:
        assert ask(client(site, pauses)) == SITES
    assert pauses == [1.0, 2.0]


def test_retry_after_is_honoured_and_an_hour_is_not_waited_for() -> None:
    pauses: list[float] = []
    with Site(
        {"/webmasters/v3/sites": in_turn(refused(429, "rateLimitExceeded", retry_after="7"), as_json(SITES))}
    ) as site:
        ask(client(site, pauses))
    assert pauses == [7.0]
    with Site({"/webmasters/v3/sites": refused(503, "backendError", retry_after="3600")}) as site:
        with pytest.raises(ServiceError, match="Search Console: server"):
            ask(client(site, pauses))
        assert len(site.asked) == 1


def test_service_that_stays_down_is_given_up() -> None:
    pauses: list[float] = []
    down = {"/webmasters/v3/sites": refused(503, "backendError", "try later")}
    with Site(down) as site, pytest.raises(ServiceError, match="try later; try again later"):
        ask(client(site, pauses))
    assert len(site.asked) == len(pauses) + 1 == 5


def test_machine_that_cannot_be_reached_is_unreachable() -> None:
    with Site({}) as site:
        address = site.url("/")
    one = GoogleClient(Credentials(token="t"), endpoint=address, sleep=lambda _s: None)
    with pytest.raises(ServiceError) as told:
        ask(one)
    assert told.value.trouble is Trouble.UNREACHABLE


def test_consent_that_was_withdrawn_asks_to_sign_in_again() -> None:
    gone = as_json({"error": "invalid_grant", "error_description": "Token has been expired or revoked."}, 400)
    with Site({"/webmasters/v3/sites": refused(401, "authError"), "/token": gone}) as site:
        credentials = Credentials(
            token="old", refresh_token="r", token_uri=site.url("/token"), client_id="i", client_secret="s"
        )
        with pytest.raises(ServiceError, match="sign in again") as told:
            ask(client(site, credentials=credentials))
    assert told.value.trouble is Trouble.SIGN_IN_AGAIN


def test_threads_share_one_client_without_mixing_their_answers() -> None:
    def echo(asked: Asked) -> Reply:
        return as_json({"siteUrl": asked.name.rpartition("/")[2], "permissionLevel": "siteOwner"})

    got: list[tuple[str, str]] = []
    with Site({"*": echo}) as site:
        one = client(site)

        def work(number: int) -> None:
            for turn in range(10):
                name = f"site-{number}-{turn}"
                answer = one.call("searchconsole", "v1", lambda api: api.sites().get(siteUrl=name))  # noqa: B023
                got.append((name, answer["siteUrl"]))

        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(got) == 60
    assert all(sent == received for sent, received in got)


def test_key_never_stands_in_a_message() -> None:
    key = "AIzaSyA-1234567890abcdefghijklmnopqrstu"
    broken = refused(400, "badRequest", f"bad request for https://x.test/?key={key}&a=1")
    with Site({"*": broken}) as site, pytest.raises(ServiceError) as told:
        one = client(site, credentials=None, key=key)
        one.call("pagespeedonline", "v5", lambda api: api.pagespeedapi().runpagespeed(url="https://x.test/"))
    assert "AIza" not in str(told.value)
    assert "[hidden]" in str(told.value)
    assert f"key={key}" in site.asked[0].path


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("GET https://a.test/?url=x&key=abc123 failed", "abc123"),
        ('{"refresh_token": "1//0abcdefghijklmnopqrstuvw"}', "1//0abc"),
        ("Authorization: Bearer ya29.a0AfH6SMB", "ya29"),
        ("https://ssl.bing.com/webmaster/api.svc/json/GetUserSites?apikey=0123456789abcdef", "0123456789"),
    ],
)
def test_secrets_are_hidden(text: str, secret: str) -> None:
    assert secret not in redacted(text)


@pytest.mark.parametrize(
    ("status", "body", "trouble"),
    [
        (403, '{"error":{"status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",'
              '"reason":"SERVICE_DISABLED"}]}}', Trouble.NOT_ENABLED),
        (401, '{"error":{"status":"UNAUTHENTICATED"}}', Trouble.SIGN_IN_AGAIN),
        (418, "teapot", Trouble.BAD_REQUEST),
        (500, b"\xff\xfe", Trouble.SERVER),
        (429, '[{"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}}]', Trouble.BUSY),
    ],
)  # fmt: skip
def test_refusals_are_read_in_all_their_shapes(status: int, body: bytes | str, trouble: Trouble) -> None:
    assert trouble_of(read_refusal(status, body)) is trouble
