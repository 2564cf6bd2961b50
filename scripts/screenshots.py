"""Take the pictures of docs/images: every chapter of a report in each of its languages, from a report's folder.

marsad report --data marsad-demo --lang en --lang ar --lang sl --out pictured
python scripts/screenshots.py pictured
"""

from __future__ import annotations

import argparse
import base64
import io
import sys
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
FILES = {"en": "index.html", "ar": "index.ar.html", "sl": "index.sl.html"}
WIDE, PHONE = 1280, 390
HIGHEST = 1100
MOST_BYTES = 150_000
QUALITIES = (82, 70, 55, 40)
PREPARE = """
document.querySelectorAll('main .fold, main .cause').forEach((one) => { one.open = false; });
document.querySelectorAll('#causes .cause')[0].open = true;
for (const name of ['#goals .goal', '#changes .fold', '#international .fold', '#structured .fold'])
    document.querySelectorAll(name)[0]?.setAttribute('open', '');
const sheet = new CSSStyleSheet();
sheet.replaceSync('*{content-visibility:visible!important}.top{position:static!important}');
document.adoptedStyleSheets = [sheet];
return [...document.querySelectorAll('main > section')].filter((one) => one.offsetHeight).map((one) => one.id);
"""


def _browser() -> webdriver.Chrome:
    found = find_browser(BrowserOptions(axe=False))
    if not found.ok:
        sys.exit(f"no Chromium: {found.reason} {found.how}")
    options = webdriver.ChromeOptions()
    options.binary_location = found.browser
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(argument)
    return webdriver.Chrome(options=options, service=Service(found.driver))


def _show(driver: webdriver.Chrome, page: Path, width: int, height: int, is_dark: bool) -> list[str]:
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    scheme = {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    driver.get(page.resolve().as_uri())
    WebDriverWait(driver, 60).until(lambda one: one.execute_script("return document.documentElement.dataset.ready"))
    chapters: list[str] = driver.execute_script(PREPARE)
    return chapters


def _save(driver: webdriver.Chrome, clip: tuple[float, float, float, float], target: Path) -> int:
    x, y, width, height = clip
    shot = driver.execute_cdp_cmd(
        "Page.captureScreenshot",
        {"format": "png", "captureBeyondViewport": True,
         "clip": {"x": x, "y": y, "width": width, "height": height, "scale": 1}},
    )  # fmt: skip
    picture = Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("RGB")
    target.parent.mkdir(parents=True, exist_ok=True)
    for quality in QUALITIES:
        held = io.BytesIO()
        picture.save(held, "WEBP", quality=quality, method=6)
        if held.tell() <= MOST_BYTES:
            break
    target.write_bytes(held.getvalue())
    return held.tell()


def take(driver: webdriver.Chrome, page: Path, folder: Path, only: list[str]) -> int:
    """Picture every chapter of a page, and its first screen in the dark and on a phone; the bytes written."""
    written = 0
    for name in _show(driver, page, WIDE, 900, False):
        if only and name not in only:
            continue
        place = "const b = document.getElementById(arguments[0]).getBoundingClientRect();"
        place += " return [b.top + scrollY, b.height]"
        top, height = driver.execute_script(place, name)
        start = 0 if name == "overview" else top
        height = 800 if name == "overview" else min(height, HIGHEST)
        written += _save(driver, (0, start, WIDE, height), folder / f"{name}.webp")
    if not only:
        _show(driver, page, WIDE, 800, True)
        written += _save(driver, (0, 0, WIDE, 800), folder / "overview-dark.webp")
        _show(driver, page, PHONE, 844, False)
        written += _save(driver, (0, 0, PHONE, 844), folder / "overview-phone.webp")
    return written


def main() -> None:
    """Read the arguments and take the pictures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("report", type=Path, help="folder with index.html, index.ar.html and index.sl.html")
    arguments.add_argument("--only", nargs="*", default=[], help="chapters to picture")
    arguments.add_argument("--out", type=Path, default=IMAGES)
    given = arguments.parse_args()
    driver = _browser()
    try:
        for lang, name in FILES.items():
            written = take(driver, given.report / name, given.out / lang, given.only)
            print(f"{lang}: {written / 1e6:.2f} MB in {given.out / lang}")
    finally:
        driver.quit()


if __name__ == "__main__":
    main()
