"""Messages arrive by mail and by webhook, in the shape that each service wants, and no secret is ever shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from marsad.alert_channels import open_channel, scrubbed, send
from marsad.alert_message import Line, Message, compose
from marsad.alert_options import AlertOptions, ChannelOptions
from marsad.config import load_config
from reports.words import Words
from store.errors import ConfigError
from store.model import Severity
from tests.mail_server import MailServer
from tests.marsad.conftest import Marsad
from tests.servers import Asked, Raw, Reply, Route, Site

SECRET = "T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
OPTIONS = AlertOptions()


def message(*lines: str, link: str = "https://reports.example/run-7/") -> Message:
    told = [Line("causes", Severity.HIGH, one) for one in lines or ("New, high: 3 links lead to missing pages",)]
    return compose("shop.example", told, Words(), link=link, footer="Run 7.")


def told(url: str, what: Message | None = None, options: AlertOptions = OPTIONS) -> str:
    channel = open_channel(ChannelOptions.model_validate({"url": url}), 1, 5)
    return send(channel, what or message(), options, pause=lambda _: None)


def test_a_mail_brings_the_lines_as_text_and_as_html_with_the_link() -> None:
    with MailServer() as server:
        why = told(f"mailto://127.0.0.1:{server.port}?from=marsad@example.com&to=team@example.com&mode=insecure")
    assert why == ""
    assert server.recipients == ["team@example.com"]
    [mail] = server.taken
    assert mail["subject"] == "shop.example: a problem is new or came back"
    plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert rich is not None
    for part in (plain, rich):
        assert "New, high: 3 links lead to missing pages" in part.get_content()
        assert "https://reports.example/run-7/" in part.get_content()
    assert "<li>" in rich.get_content()


def test_a_mail_server_that_refuses_is_told_without_the_password() -> None:
    with MailServer(refusal="550 no such user") as server:
        why = told(
            f"mailto://robot:correct-horse@127.0.0.1:{server.port}?from=marsad@example.com&to=team@example.com"
            "&mode=insecure"
        )
    assert why
    assert "correct-horse" not in why
    assert server.taken == []


def test_a_webhook_is_given_json_with_title_and_lines() -> None:
    with Site({"/hook": Reply("", 200)}) as site:
        assert told(f"json://127.0.0.1:{site.port}/hook") == ""
        body = json.loads(site.asked[0].body)
    assert body["title"] == "shop.example: a problem is new or came back"
    assert "• New, high: 3 links lead to missing pages" in body["message"]
    assert "Report: https://reports.example/run-7/" in body["message"]


def test_slack_is_given_its_own_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    from apprise.plugins.slack import NotifySlack

    with Site({"*": Reply("ok", 200)}) as site:
        monkeypatch.setattr(NotifySlack, "webhook_url", site.url("/services"))
        assert told(f"https://hooks.slack.com/services/{SECRET}") == ""
        [asked] = site.asked
    assert asked.path.endswith(SECRET)
    shape = json.dumps(json.loads(asked.body), ensure_ascii=False)
    assert "attachments" in shape
    assert "3 links lead to missing pages" in shape


def test_teams_is_given_a_card() -> None:
    with Site({"*": Reply("", 202)}) as site:
        url = f"workflow://127.0.0.1:{site.port}/643e8d8b/SignatureOfTheWorkflow"
        channel = open_channel(ChannelOptions.model_validate({"url": url}), 1, 5)
        channel.service.secure = False  # the service itself is reached by https alone
        import apprise.plugins.workflows as module

        post = module.requests.post
        sent: list[str] = []

        def to_us(address: str, **rest: object) -> object:
            sent.append(address)
            return post(address.replace("https://", "http://"), **rest)

        module.requests.post = to_us
        try:
            assert send(channel, message(), OPTIONS) == ""
        finally:
            module.requests.post = post
        [asked] = site.asked
    card = json.loads(asked.body)
    assert card["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert "3 links lead to missing pages" in json.dumps(card, ensure_ascii=False)


def test_telegram_is_given_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    from apprise.plugins.telegram import NotifyTelegram

    with Site({"*": Reply('{"ok": true, "result": {}}', 200, content_type="application/json")}) as site:
        monkeypatch.setattr(NotifyTelegram, "notify_url", site.url("/bot"))
        assert told("tgram://123456789:abcdefg_hijklmnop/12315544") == ""
        bodies = [asked.body.decode() for asked in site.asked]
    assert any("3 links lead to missing pages" in body for body in bodies)


def test_a_channel_that_fails_once_is_tried_again() -> None:
    answers = [Reply("", 503), Reply("", 200)]
    with Site({"/hook": lambda _: answers.pop(0)}) as site:
        assert told(f"json://127.0.0.1:{site.port}/hook") == ""
        assert len(site.asked) == 2


@pytest.mark.parametrize("answer", [Reply("", 500), Raw(reset=True), Raw(b"nonsense\r\n\r\n")])
def test_a_channel_that_never_takes_it_is_given_up_and_said_why(answer: Reply | Raw) -> None:
    with Site({"*": answer}) as site:
        why = told(f"json://robot:correct-horse@127.0.0.1:{site.port}/the-secret-path")
        assert len(site.asked) >= OPTIONS.tries
    assert why
    assert "correct-horse" not in why
    assert "the-secret-path" not in why


@pytest.mark.parametrize(
    "text",
    [f"could not post to https://hooks.slack.com/services/{SECRET}", "token TIiajkdnlazkcOXrIdevi7FQ refused"],
)
def test_what_a_service_says_is_shown_without_any_part_of_the_url(text: str) -> None:
    shown = scrubbed(text, f"slack://{SECRET}")
    assert not any(part in shown for part in SECRET.split("/"))


@pytest.mark.parametrize("url", ["slack://only-a-secret-word", "nonsense://SecretWord99", "json://"])
def test_a_url_that_apprise_does_not_understand_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(ConfigError, match="Apprise does not understand") as caught:
        open_channel(ChannelOptions.model_validate({"url": url}), 3, 5)
    assert "channel 3" in str(caught.value)
    assert "secret-word" not in str(caught.value)
    assert "SecretWord99" not in str(caught.value)


def test_secrets_are_taken_from_the_environment_and_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "hook"
    with Site({"/hook": Reply("", 200)}) as site:
        file.write_text(f"json://127.0.0.1:{site.port}/hook\n")
        monkeypatch.setenv("MARSAD_HOOK", f"json://127.0.0.1:{site.port}/hook")
        assert told("env:MARSAD_HOOK") == ""
        assert told(f"file:{file}") == ""
        assert len(site.asked) == 2
    monkeypatch.delenv("MARSAD_HOOK")
    with pytest.raises(ConfigError, match="MARSAD_HOOK is not set"):
        told("env:MARSAD_HOOK")


def test_foreign_text_mentions_nobody_and_brings_no_markup() -> None:
    what = message("New, high: @everyone <!channel> <script>alert(1)</script>\nsecond line \x1b[31m")
    for text in (what.text, what.html):
        assert "@everyone" not in text
        assert "<!channel" not in text
        assert "<script" not in text
        assert "\x1b" not in text
    assert "second line" in what.text.splitlines()[0]


def test_a_message_has_five_lines_at_most_the_worst_first_and_says_how_many_more() -> None:
    lines = [Line("causes", Severity.MEDIUM, f"medium {number}") for number in range(6)]
    what = compose("shop.example", [*lines, Line("down", Severity.CRITICAL, "it is down")], Words())
    shown = what.text.splitlines()
    assert shown[0] == "• it is down"
    assert sum(one.startswith("•") for one in shown) == 5
    assert "2 lines more are in the report." in what.text
    assert what.subject == "shop.example: does not answer, 6 problems are new or came back"


def test_the_command_tries_every_channel_and_shows_no_secret(marsad: Marsad, tmp_path: Path) -> None:
    def hook(asked: Asked) -> Reply:
        return Reply("", 200 if asked.name == "/good-secret" else 403)

    routes: dict[str, Route] = {"*": hook}
    with Site(routes) as site:
        (tmp_path / "marsad.toml").write_text(
            f"""
            [alerts]
            tries = 1
            [[alerts.channel]]
            name = "good"
            url = "json://127.0.0.1:{site.port}/good-secret"
            [[alerts.channel]]
            name = "bad"
            url = "json://127.0.0.1:{site.port}/bad-secret"
            """
        )
        done = marsad("alerts", "test")
        assert done.code == 1
        assert done.out.splitlines()[0] == "good: taken"
        assert done.out.splitlines()[1].startswith("bad: ")
        why = done.out.splitlines()[1].removeprefix("bad: ")
        assert (done.out + done.err).count(why) == 1
        assert "could not be told" not in done.err
        assert "was told" not in done.err
        assert "the URL of good stands in the configuration" in done.err
        assert "-secret" not in done.out + done.err
        only = marsad("alerts", "test", "--channel", "good", "--log-format", "json")
    assert only.code == 0
    assert "-secret" not in only.out + only.err


def test_the_command_says_what_to_do_where_no_channel_is_set(marsad: Marsad) -> None:
    done = marsad("alerts", "test")
    assert done.code == 2
    assert "add an [[alerts.channel]]" in done.last_error


@pytest.mark.parametrize(
    "lines",
    [
        f'[alerts]\nchannel = "slack://{SECRET}"\n',
        f'[[alerts.channel]]\nurl = ["slack://{SECRET}"]\n',
        f'[[alerts.channel]]\nname = "x"\nurls = "slack://{SECRET}"\n',
        '[[alerts.channel]]\nurl = "TIiajkdnlazkcOXrIdevi7FQ"\n',
    ],
)
def test_a_fault_in_the_configuration_is_told_without_the_secret(lines: str, tmp_path: Path) -> None:
    file = tmp_path / "marsad.toml"
    file.write_text(lines)
    with pytest.raises(ConfigError) as caught:
        load_config(file, {})
    assert not any(part in str(caught.value) for part in SECRET.split("/"))
