"""What is found of browser, driver and axe, and what is said where something is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.browser import find
from crawler.browser.axe import axe_options
from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions
from crawler.browser.visit import is_same_site


def program(path: Path, output: str) -> str:
    path.write_text(f"#!/bin/sh\necho '{output}'\n", "utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def with_axe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "vendored_axe_version", lambda: "4.14.1")


@pytest.mark.usefixtures("with_axe")
def test_pair_of_one_version_is_found_by_options(tmp_path: Path) -> None:
    browser = program(tmp_path / "browser", "Chromium 156.0.8078.79 built on Debian")
    driver = program(tmp_path / "driver", "ChromeDriver 156.0.8078.10 (abc)")
    found = find_browser(BrowserOptions(binary=browser, driver=driver))
    assert found.ok
    assert (found.browser_version, found.driver_version) == ("156.0.8078.79", "156.0.8078.10")
    assert (found.browser, found.driver, found.axe_version) == (browser, driver, "4.14.1")


@pytest.mark.usefixtures("with_axe")
def test_pair_of_two_versions_is_refused_with_both_named(tmp_path: Path) -> None:
    browser = program(tmp_path / "browser", "Chromium 156.0.1.1")
    driver = program(tmp_path / "driver", "ChromeDriver 153.0.1.1")
    found = find_browser(BrowserOptions(binary=browser, driver=driver))
    assert not found.ok
    assert "156.0.1.1" in found.reason
    assert "153.0.1.1" in found.reason
    assert found.how


@pytest.mark.usefixtures("with_axe")
def test_environment_names_the_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROME_BIN", program(tmp_path / "browser", "Chromium 7.1"))
    monkeypatch.setenv("CHROMEDRIVER", program(tmp_path / "driver", "ChromeDriver 7.2"))
    assert find_browser(BrowserOptions()).browser_version == "7.1"


@pytest.mark.usefixtures("with_axe")
def test_program_that_tells_no_version_does_not_count(tmp_path: Path) -> None:
    browser = program(tmp_path / "browser", "hello")
    found = find_browser(BrowserOptions(binary=browser, driver=program(tmp_path / "driver", "ChromeDriver 7.2")))
    assert not found.ok
    assert browser in found.reason


def test_missing_axe_is_told_with_the_command_that_fetches_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(find, "VENDOR", tmp_path)
    found = find_browser(BrowserOptions())
    assert not found.ok
    assert "scripts/assets.py" in found.how


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("https://www.example.com/b", True),
        ("http://example.com/a", True),
        ("https://example.org/", False),
        ("https://example.com.evil.net/", False),
    ],
)
def test_site_is_the_registered_domain(other: str, same: bool) -> None:
    assert is_same_site("https://example.com/a", other) is same


def test_two_ports_of_one_address_are_two_sites() -> None:
    assert not is_same_site("http://127.0.0.1:8000/", "http://127.0.0.1:9000/")
    assert not is_same_site("http://127.0.0.1:8000/", "http://127.0.0.2:8000/")


def test_tags_restrict_the_rules_and_experimental_ones_are_asked_for() -> None:
    assert axe_options(BrowserOptions())["rules"] == {"target-size": {"enabled": True}}
    restricted = axe_options(BrowserOptions(axe_tags=("wcag2a",), axe_experimental=True))
    assert restricted["runOnly"] == {"type": "tag", "values": ["wcag2a"]}
    assert "target-size" not in restricted["rules"]
    assert restricted["rules"]["td-has-header"] == {"enabled": True}
