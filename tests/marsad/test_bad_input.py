"""Each thing that can be wrong with a command, a site or a machine gives one clear line and the right exit code."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
import time
from pathlib import Path

import pytest
import trustme

from tests.marsad.conftest import ROOT, Marsad, command
from tests.servers import Hang, Reply, Site, html, text

QUICK = ("--browser", "never")


@pytest.mark.parametrize(
    "url", ["not a url", "mailto:a@example.com", "http://", "https://exa mple.com", "ftp://example.com"]
)
def test_what_is_no_url_of_a_site_is_refused_at_once(marsad: Marsad, url: str) -> None:
    done = marsad("audit", url, *QUICK)
    assert done.code == 2
    assert "is not the URL of a web site" in done.last_error
    assert len(done.err.strip().splitlines()) == 1


def test_no_url_at_all_says_how_to_give_one(marsad: Marsad) -> None:
    done = marsad("audit")
    assert done.code == 2
    assert "no site was named" in done.last_error


def test_an_unknown_option_points_to_the_help(marsad: Marsad) -> None:
    done = marsad("audit", "--no-such-option")
    assert done.code == 2
    assert "--no-such-option" in done.last_error
    assert "--help" in done.last_error


def test_a_host_without_dns_is_named(marsad: Marsad) -> None:
    done = marsad("audit", "http://no-such-host.invalid/", *QUICK)
    assert done.code == 3
    assert "no-such-host.invalid" in done.last_error
    assert "resolve" in done.last_error


def test_a_refused_connection_is_named(marsad: Marsad) -> None:
    with Site({}) as site:
        url = site.url()
    done = marsad("audit", url, *QUICK)
    assert done.code == 3
    assert "refused" in done.last_error


def test_a_server_that_never_answers_is_named(marsad: Marsad, tmp_path: Path) -> None:
    (tmp_path / "marsad.toml").write_text("[crawl]\ntimeout_s = 1\nretries = 0\n")
    with Site({"*": Hang()}) as site:
        done = marsad("audit", site.url(), *QUICK)
    assert done.code == 3
    assert site.url() in done.last_error or "127.0.0.1" in done.last_error


def test_a_certificate_that_nobody_trusts_is_named(marsad: Marsad) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with Site({"/": html("Home")}, tls=context) as site:
        done = marsad("audit", site.url(), *QUICK)
    assert done.code == 3
    assert "certificate" in done.last_error.lower() or "tls" in done.last_error.lower()


def test_robots_txt_that_forbids_everything_ends_the_run_loudly(marsad: Marsad, tmp_path: Path) -> None:
    with Site({"/robots.txt": text("User-agent: *\nDisallow: /\n"), "/": html("Home")}) as site:
        done = marsad("audit", site.url(), *QUICK)
        asked = site.paths()
    assert done.code == 3
    assert "robots.txt" in done.last_error
    assert "/" not in asked
    assert not list(tmp_path.rglob("index.html"))


def test_robots_txt_can_be_overruled_by_hand(marsad: Marsad) -> None:
    with Site({"/robots.txt": text("User-agent: *\nDisallow: /\n"), "/": html("Home")}) as site:
        done = marsad("audit", site.url(), *QUICK, "--ignore-robots")
    assert done.code == 0


def test_an_empty_page_is_still_a_site(marsad: Marsad) -> None:
    with Site({"/": Reply("", content_type="text/html")}) as site:
        done = marsad("audit", site.url(), *QUICK)
    assert done.code == 3
    assert "led to no HTML page" in done.last_error or "nothing to audit" in done.last_error


def test_a_pdf_as_start_url_is_named(marsad: Marsad) -> None:
    with Site({"/a.pdf": Reply(b"%PDF-1.7 nothing", content_type="application/pdf")}) as site:
        done = marsad("audit", site.url("/a.pdf"), *QUICK)
    assert done.code == 3
    assert "application/pdf" in done.last_error


def test_a_start_url_that_answers_404_is_named(marsad: Marsad) -> None:
    with Site({"/": html("Home")}) as site:
        done = marsad("audit", site.url("/gone"), *QUICK)
    assert done.code == 3
    assert "404" in done.last_error


def test_a_data_folder_that_cannot_be_written_is_named(marsad: Marsad, tmp_path: Path, little_site: Site) -> None:
    (tmp_path / "file").write_text("")
    done = marsad("audit", little_site.url(), *QUICK, "--data", str(tmp_path / "file" / "data"))
    assert done.code in (2, 3)
    assert "file" in done.last_error


def test_a_report_folder_that_cannot_be_written_keeps_the_run(
    marsad: Marsad, tmp_path: Path, little_site: Site
) -> None:
    (tmp_path / "file").write_text("")
    done = marsad("audit", little_site.url(), *QUICK, "--out", str(tmp_path / "file" / "report"))
    assert done.code == 3
    assert "cannot be written" in done.last_error
    again = marsad("judge")
    assert again.code == 0
    assert Path(tmp_path / again.out.strip()).exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full (Linux)")
def test_a_full_disk_is_named_when_exporting(marsad: Marsad, little_site: Site) -> None:
    assert marsad("audit", little_site.url(), *QUICK).code == 0
    done = marsad("export", "pages", "--output", "/dev/full")
    assert done.code == 3
    assert "No space left" in done.last_error


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting needs root")
def test_a_disk_that_fills_up_ends_the_run_and_keeps_the_store_readable(
    marsad: Marsad, tmp_path: Path, little_site: Site
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(small)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"cannot mount a small disk: {mounted.stderr.decode().strip()}")
    try:
        little_site.routes.update(
            {
                f"/p{n}": html(f"Page {n}", *(f"/p{n + k}" for k in range(1, 4)), body=os.urandom(6000).hex())
                for n in range(200)
            }
        )
        little_site.routes["/"] = html("Home", *(f"/p{n}" for n in range(200)))
        done = marsad("audit", little_site.url(), *QUICK, "--data", str(small))
        assert done.code == 3
        assert "full" in done.last_error.lower() or "space" in done.last_error.lower()
        assert marsad("runs", "--data", str(small)).code in (0, 3)
    finally:
        subprocess.run(["umount", str(small)], check=False)


def test_a_second_run_on_the_same_site_is_refused_and_the_first_goes_on(tmp_path: Path, marsad: Marsad) -> None:
    def slow(_asked: object) -> Reply:
        time.sleep(0.3)
        return html("Page", *(f"/{number}" for number in range(30)))

    with Site({"*": slow, "/robots.txt": text("", 404)}) as site:
        first = subprocess.Popen(
            command("audit", site.url(), *QUICK, "--max-pages", "30", "--concurrency", "1"), cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        try:
            deadline = time.monotonic() + 30
            while len(site.asked) < 4 and time.monotonic() < deadline:
                time.sleep(0.05)
            done = marsad("audit", site.url(), *QUICK)
        finally:
            code = first.wait(90)
    assert done.code == 3
    assert str(first.pid) in done.last_error
    assert code == 0


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ("[crawl\nmax_pages = 3\n", ["marsad.toml", "line 1"]),
        ("# a comment\n[crawl]\nmax_pagess = 3\n", ["marsad.toml, line 3", "crawl.max_pagess", "max_pages"]),
        ('[crawl]\nscope = "host"\nmax_pages = "many"\n', ["marsad.toml, line 3", "crawl.max_pages", "many"]),
        ("[judge.rules.no-such-rule]\nx = 1\n", ["no-such-rule"]),
        ('[judge.severity]\ntitle-missing = "dreadful"\n', ["marsad.toml, line 2", "title-missing", "dreadful"]),
        ('[crawl]\nexclude = ["("]\n', ["marsad.toml, line 2", "crawl.exclude"]),
    ],
)
def test_a_broken_configuration_names_line_and_key(
    marsad: Marsad, tmp_path: Path, little_site: Site, toml: str, expected: list[str]
) -> None:
    (tmp_path / "marsad.toml").write_text(toml)
    done = marsad("audit", little_site.url(), *QUICK)
    assert done.code == 2
    for word in expected:
        assert word in done.last_error
    assert little_site.asked == []


def test_a_configuration_file_that_is_not_there_is_named(marsad: Marsad) -> None:
    done = marsad("audit", "http://127.0.0.1/", "--config", "nowhere.toml")
    assert done.code == 2
    assert "nowhere.toml" in done.last_error


def test_an_export_without_a_store_does_not_make_one(marsad: Marsad, tmp_path: Path) -> None:
    done = marsad("export", "pages")
    assert done.code == 2
    assert "there is no store here yet" in done.last_error
    assert not (tmp_path / "marsad-data").exists()


def test_an_export_of_a_run_that_is_not_there_is_named(marsad: Marsad, little_site: Site) -> None:
    assert marsad("audit", little_site.url(), *QUICK).code == 0
    done = marsad("export", "pages", "99")
    assert done.code == 2
    assert "99" in done.last_error


def test_resuming_where_nothing_is_unfinished_is_named(marsad: Marsad, little_site: Site) -> None:
    assert marsad("audit", little_site.url(), *QUICK).code == 0
    done = marsad("audit", little_site.url(), *QUICK, "--resume")
    assert done.code == 2
    assert "no unfinished run" in done.last_error


def test_python_is_the_one_that_runs_the_tests() -> None:
    assert command("--version")[0] == sys.executable
