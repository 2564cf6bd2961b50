"""Prints HTML as PDF with the Chromium that audits use too; the page may load nothing."""

from __future__ import annotations

import base64
import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service

from crawler.browser.find import BrowserFound, find_browser
from crawler.browser.options import BrowserOptions
from store.errors import RunError

A4_INCHES = (8.27, 11.69)
TIMEOUT_S = 120
_ARGUMENTS = (
    "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
    "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-sandbox",
)  # fmt: skip
"""Without a sandbox, as root in containers has none; only our own page is opened, and its policy lets nothing run."""


def print_pdf(html: str, options: BrowserOptions | None = None) -> bytes:
    """The HTML as a tagged PDF with outline, on A4 as its own style lays it out.

    Raises RunError where there is no browser or where it fails.
    """
    found = find_browser((options or BrowserOptions()).model_copy(update={"axe": False, "grid": ""}))
    if not found.ok:
        raise RunError(f"a PDF needs a browser: {found.reason} {found.how}")
    try:
        with tempfile.TemporaryDirectory(prefix="marsad-print-") as folder, _driver(found) as driver:
            page = Path(folder) / "page.html"
            page.write_text(html, encoding="utf-8", errors="replace")
            driver.get(page.as_uri())
            printed = driver.execute_cdp_cmd("Page.printToPDF", {
                "printBackground": True, "preferCSSPageSize": True, "generateTaggedPDF": True,
                "generateDocumentOutline": True, "paperWidth": A4_INCHES[0], "paperHeight": A4_INCHES[1],
            })  # fmt: skip
    except WebDriverException as error:
        why = (error.msg or type(error).__name__).splitlines()[0]
        raise RunError(f"the browser could not print the PDF ({why}); try again, or leave the form pdf out") from error
    return base64.b64decode(printed["data"])


@contextlib.contextmanager
def _driver(found: BrowserFound) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = found.browser
    for argument in _ARGUMENTS:
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=Service(found.driver))
    driver.set_page_load_timeout(TIMEOUT_S)
    try:
        yield driver
    finally:
        with contextlib.suppress(WebDriverException):
            driver.quit()
