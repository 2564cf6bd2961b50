"""A Chromium that is watched while it shows a page of ours: what it asks for, what its policy stops, what axe finds."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

from crawler.browser.find import AXE_SCRIPT, find_browser
from crawler.browser.options import BrowserOptions

Driver = webdriver.Chrome

_WATCH = """window.__stopped = []; window.__asked = [];
document.addEventListener('securitypolicyviolation', (event) => window.__stopped.push(
    [event.effectiveDirective, event.blockedURI, event.sample].join(' ')));
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
    window[name] = (...given) => { window.__asked.push(name + ' ' + given.join(' ')); return null; };"""
OPEN_ALL = """for (let round = 0; round < 3; round++)
    document.querySelectorAll('details:not([open])').forEach((one) => { one.open = true; });"""


@contextlib.contextmanager
def watched_chromium() -> Iterator[Driver]:
    """One browser that keeps a record of requests and policy; the test is skipped where there is none."""
    found = find_browser(BrowserOptions(axe=False))
    if not found.ok:
        pytest.skip(f"no Chromium: {found.reason}")
    options = webdriver.ChromeOptions()
    options.binary_location = found.browser
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update"):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(found.driver))
    driver.command_executor.client_config.timeout = 300  # type: ignore[union-attr]
    driver.set_script_timeout(240)  # axe looks at every element of long tables, and a busy machine is slow
    driver.set_page_load_timeout(240)
    try:
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _WATCH})
        yield driver
    finally:
        driver.quit()


def dress(driver: Driver, width: int = 1280, dark: bool = False, media: str = "", forced: bool = False) -> None:
    """Set the width of the window and what the reader's system asks for; `media` is "print" or empty."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    features = [
        {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
        {"name": "prefers-reduced-motion", "value": "reduce"},
        {"name": "forced-colors", "value": "active" if forced else "none"},
    ]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})


def show(driver: Driver, address: str, has_script: bool = True) -> None:
    """Load a page and wait until its script has done its work."""
    driver.get("about:blank")
    driver.get(address)
    if has_script:
        WebDriverWait(driver, 90).until(lambda one: one.execute_script("return document.documentElement.dataset.ready"))


def open_all(driver: Driver) -> None:
    """Open every fold, those too that come out of others, and wait until details that waited as text are there."""
    driver.execute_script(OPEN_ALL)
    WebDriverWait(driver, 90).until(
        lambda one: one.execute_script("return !document.querySelector('.cause[open] > .cause-body > noscript')")
    )
    driver.execute_script(OPEN_ALL)


def unroll(driver: Driver, width: int) -> None:
    """Make the window as high as the page, with all of it laid out: checkers look at what lies in sight."""
    high = driver.execute_script(
        """const sheet = new CSSStyleSheet();
        sheet.replaceSync('*{content-visibility:visible!important}');
        document.adoptedStyleSheets = [sheet];
        return document.documentElement.scrollHeight"""
    )
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": int(high) + 50, "deviceScaleFactor": 1, "mobile": width < 500},
    )


def addresses(driver: Driver) -> list[str]:
    """Addresses that were asked for since the last look, from the browser's own record."""
    found = []
    for line in driver.get_log("performance"):  # type: ignore[no-untyped-call]
        message = json.loads(line["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            found.append(str(message["params"]["request"]["url"]))
    return found


def stopped(driver: Driver) -> list[str]:
    """What the policy stopped, what asked the reader or opened a window, and what hostile text has run."""
    script = "return [...window.__stopped, ...window.__asked, ...(window.pwned ? ['pwned'] : [])]"
    found: list[str] = driver.execute_script(script)
    return found


def axe(driver: Driver) -> dict[str, list[Any]]:
    """What axe finds and what it cannot decide: rule, what it says, first elements."""
    if not AXE_SCRIPT.exists():
        pytest.skip("the axe-core script is not in place: python scripts/assets.py")
    if not driver.execute_script("return !!window.axe"):
        driver.execute_script(AXE_SCRIPT.read_text("utf-8"))
    found: dict[str, list[Any]] = driver.execute_async_script(
        """const done = arguments[0];
        const told = (rules) => rules.map((one) => [one.id, [...new Set(one.nodes.map((node) =>
            [...node.any, ...node.all, ...node.none].map((check) => check.message)[0]))].slice(0, 3),
            one.nodes.length, one.nodes.slice(0, 3).map((node) => node.target.join(' '))]);
        axe.run(document, {resultTypes: ['violations', 'incomplete'], rules: {'target-size': {enabled: true}}})
            .then((found) => done({violations: told(found.violations), incomplete: told(found.incomplete)}));"""
    )
    return found


def pale_texts(driver: Driver) -> list[str]:
    """Texts that can be seen and have less contrast than WCAG 1.4.3 asks for, by the colours that are computed.

    It says of every text what axe cannot say of those that lie out of sight or upon a drawing.
    """
    found: list[str] = driver.execute_script(_CONTRAST)
    return found


_CONTRAST = """
const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const read = new Map();
const parts = (color) => {
    if (!read.has(color)) {
        canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
        read.set(color, [r, g, b, a / 255]);
    }
    return read.get(color);
};
const over = (top, below) => top.slice(0, 3).map((one, at) => one * top[3] + below[at] * (1 - top[3])).concat(1);
const linear = (one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
const light = ([r, g, b]) => [r, g, b].map((one) => linear(one / 255)).reduce(
    (sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
const grounds = new Map();
const ground = (element) => {
    if (!element) return parts(getComputedStyle(document.documentElement).colorScheme.includes('dark')
        && matchMedia('(prefers-color-scheme: dark)').matches ? '#121212' : '#fff');
    if (!grounds.has(element)) {
        const own = parts(getComputedStyle(element).backgroundColor);
        grounds.set(element, own[3] === 1 ? own : over(own, ground(element.parentElement)));
    }
    return grounds.get(element);
};
const pale = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
    const text = walk.currentNode.data.trim(), element = walk.currentNode.parentElement;
    if (!text || element.closest('script, style, noscript, template')) continue;
    if (!element.checkVisibility({visibilityProperty: true})) continue;
    const style = getComputedStyle(element), svg = element.closest('svg');
    const below = ground(svg ? svg.parentElement : element);
    const shown = over(parts(svg ? style.fill : style.color), below);
    const [high, low] = [light(shown), light(below)].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize), needed = size >= 24 || size >= 18.66 && style.fontWeight >= 700 ? 3 : 4.5;
    const ratio = (high + 0.05) / (low + 0.05);
    const name = `${element.tagName}.${element.className.baseVal ?? element.className}`;
    if (ratio < needed) pale.push(`${ratio.toFixed(2)} ${name}: ${text.slice(0, 60)}`);
}
return [...new Set(pale)];
"""
