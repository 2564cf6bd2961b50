"""`marsad indexnow`: nothing leaves without the command, and the command says what was answered."""

from __future__ import annotations

import json
from pathlib import Path

from tests.marsad.conftest import Marsad
from tests.servers import Reply, Site, text

KEY = "0123456789abcdef"


def settings(tmp_path: Path, site: Site, key: str = KEY) -> None:
    said = f'url = "{site.url("/")}"\n[indexnow]\nkey = "{key}"\nendpoint = "{site.url("/indexnow")}"\n'
    (tmp_path / "marsad.toml").write_text(said)


def test_the_key_file_is_checked(marsad: Marsad, tmp_path: Path) -> None:
    with Site({f"/{KEY}.txt": text(KEY)}) as site:
        settings(tmp_path, site)
        right = marsad("indexnow", "check")
        settings(tmp_path, site, "another-key-1")
        wrong = marsad("indexnow", "check")
        assert site.paths("POST") == []
    assert (right.code, wrong.code) == (0, 1)
    assert "holds the key" in right.out
    assert "answers 404" in wrong.out


def test_pages_are_submitted_and_a_dry_run_sends_nothing(marsad: Marsad, tmp_path: Path) -> None:
    with Site({f"/{KEY}.txt": text(KEY), "/indexnow": Reply("", 202)}) as site:
        settings(tmp_path, site)
        (tmp_path / "changed.txt").write_text(f"# changed\n{site.url('/b')}\n\n")
        dry = marsad("indexnow", "submit", site.url("/a"), "--from", "changed.txt", "--dry-run")
        assert site.asked == []
        sent = marsad("indexnow", "submit", site.url("/a"), "--from", "changed.txt")
        body = json.loads(site.asked[-1].body)
    assert dry.out.split() == [site.url("/a"), site.url("/b")]
    assert "nothing was sent" in dry.err
    assert (sent.code, sent.out) == (0, "2 addresses: 202, received; the key is still being checked\n")
    assert body["urlList"] == [site.url("/a"), site.url("/b")]


def test_what_cannot_be_submitted_is_one_line(marsad: Marsad, tmp_path: Path) -> None:
    with Site({f"/{KEY}.txt": text(KEY), "/indexnow": Reply("", 403)}) as site:
        settings(tmp_path, site)
        refused = marsad("indexnow", "submit", site.url("/a"))
        other = marsad("indexnow", "submit", site.url("/a"), "https://other.test/")
        nothing = marsad("indexnow", "submit")
        (tmp_path / "marsad.toml").unlink()
        no_key = marsad("indexnow", "submit", site.url("/a"))
    assert refused.code == other.code == 3
    assert nothing.code == no_key.code == 2
    assert "403: the key is not valid there" in refused.last_error
    assert "other.test" in other.last_error
    assert "no address was named" in nothing.last_error
    assert "[indexnow] key" in no_key.last_error
