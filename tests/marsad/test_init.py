"""A first marsad.toml: valid, honest about the site, and never written over another."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from marsad.config import load_config
from tests.marsad.conftest import Marsad
from tests.servers import Site


def test_a_file_for_every_kind_of_site_is_valid_and_says_what_was_answered(marsad: Marsad, tmp_path: Path) -> None:
    for kind in ("shop", "blog", "documentation", "company"):
        done = marsad("init", "https://www.shop.example/", "--kind", kind, "--every", "daily", "--timezone",
                      "Asia/Riyadh", "--yes", "--no-check", "--config", f"{kind}.toml")  # fmt: skip
        assert done.code == 0, done.err
        config = load_config(tmp_path / f"{kind}.toml", {})
        assert (config.url, config.name) == ("https://www.shop.example/", "shop.example")
        assert (config.schedule.expression, config.schedule.timezone) == ("30 3 * * *", "Asia/Riyadh")
    assert load_config(tmp_path / "shop.toml", {}).crawl.exclude


def test_all_that_can_be_added_is_valid_once_the_comment_signs_are_gone(marsad: Marsad, tmp_path: Path) -> None:
    marsad("init", "https://a.example", "--kind", "shop", "--yes", "--no-check")
    text = (tmp_path / "marsad.toml").read_text(encoding="utf-8")
    before, _, after = text.partition("# [gate]")
    settings, _, more = f"# [gate]{after}".partition("# More sites")
    opened = re.sub(r"(?m)^# (?=\[|\w+ = )", "", before + settings)
    (tmp_path / "all.toml").write_text(opened, encoding="utf-8")
    config = load_config(tmp_path / "all.toml", {})
    assert config.search_console.enabled
    assert config.ignore
    assert config.budget
    sites = re.sub(r"(?m)^# (?=\[|\w+ = )", "", "\n".join(more.splitlines()[1:]))
    (tmp_path / "sites.toml").write_text(sites, encoding="utf-8")
    assert load_config(tmp_path / "sites.toml", {}).name == "another"


def test_a_file_that_is_there_is_never_written_over_unless_forced(marsad: Marsad, tmp_path: Path) -> None:
    file = tmp_path / "marsad.toml"
    file.write_text('url = "https://old.example/"\n', encoding="utf-8")
    done = marsad("init", "https://new.example", "--yes", "--no-check")
    assert done.code == 2
    assert "--force" in done.last_error
    assert "old.example" in file.read_text(encoding="utf-8")
    assert marsad("init", "https://new.example", "--yes", "--no-check", "--force").code == 0
    assert load_config(file, {}).url == "https://new.example/"
    assert "old.example" in (tmp_path / "marsad.toml.bak").read_text(encoding="utf-8")


def test_one_more_site_makes_a_file_of_several(marsad: Marsad, tmp_path: Path) -> None:
    marsad("init", "https://shop.example", "--every", "daily", "--yes", "--no-check")
    added = marsad(
        "init", "https://blog.example", "--kind", "blog", "--every", "weekly", "--add", "--yes", "--no-check"
    )
    assert added.code == 0, added.err
    file = tmp_path / "marsad.toml"
    assert [one.name for one in load_config(file, {}).site] == ["shop.example", "blog.example"]
    assert load_config(file, {}, "shop.example").schedule.cron == "daily"
    assert load_config(file, {}, "blog.example").schedule.cron == "weekly"
    again = marsad("init", "https://blog.example", "--add", "--yes", "--no-check")
    assert again.code == 2


def test_a_second_site_of_one_name_is_told_of_the_file_that_the_user_knows(marsad: Marsad, tmp_path: Path) -> None:
    marsad("init", "https://shop.example", "--name", "a", "--yes", "--no-check")
    done = marsad("init", "https://blog.example", "--name", "a", "--add", "--yes", "--no-check")
    assert done.code == 2
    assert done.last_error.startswith("marsad: marsad.toml, line ")
    assert "blog" not in (tmp_path / "marsad.toml").read_text(encoding="utf-8")


def test_a_site_that_does_not_answer_is_told_and_nothing_is_written(marsad: Marsad, tmp_path: Path) -> None:
    done = marsad("init", "http://127.0.0.1:9/", "--yes")
    assert done.code == 3
    assert "--no-check" in done.last_error
    assert not (tmp_path / "marsad.toml").exists()


def test_a_site_that_answers_is_taken(marsad: Marsad, tmp_path: Path, little_site: Site) -> None:
    assert marsad("init", little_site.url(), "--yes").code == 0
    assert load_config(tmp_path / "marsad.toml", {}).url == little_site.url()


@pytest.mark.parametrize(("told", "words"), [("me@shop.example", "env:MARSAD_MAIL"), ("env:SLACK", "env:SLACK")])
def test_whom_to_tell_is_written_without_a_secret(marsad: Marsad, tmp_path: Path, told: str, words: str) -> None:
    assert marsad("init", "https://a.example", "--tell", told, "--yes", "--no-check").code == 0
    assert f'url = "{words}"' in (tmp_path / "marsad.toml").read_text(encoding="utf-8")


def test_a_channel_that_is_a_secret_goes_to_a_file_of_its_own(marsad: Marsad, tmp_path: Path) -> None:
    assert marsad("init", "https://a.example", "--tell", "json://user:hush@host", "--yes", "--no-check").code == 0
    assert "hush" not in (tmp_path / "marsad.toml").read_text(encoding="utf-8")
    kept = tmp_path / ".marsad-channel-1"
    assert kept.read_text(encoding="utf-8").strip() == "json://user:hush@host"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_wrong_answer_is_told_in_one_line(marsad: Marsad) -> None:
    done = marsad("init", "https://a.example", "--every", "sometimes", "--yes", "--no-check")
    assert done.code == 2
    assert "five fields" in done.last_error
    assert marsad("init", "--yes").code == 2
