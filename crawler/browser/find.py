"""Find Chromium, its driver and axe-core on this machine, or say what is missing and how to get it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from crawler.browser.options import BrowserOptions

VENDOR = Path(__file__).parent / "vendor"
AXE_SCRIPT = VENDOR / "axe.min.js"

BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER_PATHS = (
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
DRIVER_PATHS = ("/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver")
VERSION_TIMEOUT_S = 15

_INSTALL = (
    "Install both with `apt-get install chromium chromium-driver`, or name them in the options binary and driver."
)
_VERSION = re.compile(r"\d+(?:\.\d+)+")


@dataclass(frozen=True, slots=True)
class BrowserFound:
    """What was found. Where `ok` is false, `reason` says what is missing and `how` what to do, one sentence each."""

    ok: bool
    reason: str = ""
    how: str = ""
    browser: str = ""
    browser_version: str = ""
    driver: str = ""
    driver_version: str = ""
    axe_version: str = ""


def find_browser(options: BrowserOptions) -> BrowserFound:
    """Look at the options, the environment (CHROME_BIN, CHROMEDRIVER), PATH and the usual places. Downloads nothing."""
    axe_version = vendored_axe_version()
    if options.axe and not axe_version:
        return BrowserFound(
            False,
            "The axe-core script is not in place.",
            "Fetch it with `python scripts/assets.py`, or set axe = false.",
        )
    if options.grid:
        return BrowserFound(True, browser=options.grid, axe_version=axe_version)
    browser = _locate(options.binary, "CHROME_BIN", BROWSER_NAMES, BROWSER_PATHS)
    if not browser:
        return BrowserFound(False, f"No Chromium or Chrome was found{_named(options.binary)}.", _INSTALL)
    driver = _locate(options.driver, "CHROMEDRIVER", ("chromedriver",), DRIVER_PATHS)
    if not driver:
        return BrowserFound(False, f"No chromedriver was found{_named(options.driver)}.", _INSTALL, browser)
    browser_version, driver_version = _version_of(browser), _version_of(driver)
    found = BrowserFound(True, "", "", browser, browser_version, driver, driver_version, axe_version)
    for path, version in ((browser, browser_version), (driver, driver_version)):
        if not version:
            return _fail(found, f"{path} does not start: it tells no version.", _INSTALL)
    if browser_version.split(".")[0] != driver_version.split(".")[0]:
        return _fail(
            found,
            f"The browser is version {browser_version} but its driver is {driver_version}.",
            "Install the two from the same source so that their first numbers are equal.",
        )
    return found


def vendored_axe_version() -> str:
    """Version of the axe-core that lies in vendor/, or an empty string."""
    try:
        record = json.loads((VENDOR / "axe-core.json").read_text("utf-8"))
        return str(record["version"]) if AXE_SCRIPT.is_file() else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _locate(given: str, variable: str, names: tuple[str, ...], paths: tuple[str, ...]) -> str:
    if given:
        return shutil.which(given) or ""
    candidates = [os.environ.get(variable, ""), *names, *paths]
    return next((found for name in candidates if name and (found := shutil.which(name))), "")


def _version_of(path: str) -> str:
    try:
        answer = subprocess.run(  # noqa: S603
            [path, "--version"], capture_output=True, text=True, timeout=VERSION_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    found = _VERSION.search(answer.stdout)
    return found.group() if found else ""


def _named(path: str) -> str:
    return f" at {path}" if path else ""


def _fail(found: BrowserFound, reason: str, how: str) -> BrowserFound:
    return BrowserFound(
        False, reason, how, found.browser, found.browser_version, found.driver, found.driver_version, found.axe_version
    )
