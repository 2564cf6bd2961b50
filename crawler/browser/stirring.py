"""What a page that is nearly empty shows once a visitor moves the mouse and scrolls."""

from __future__ import annotations

from typing import Any

from crawler.browser.session import Browser

SHORT_LETTERS = 400
"""Main text below which a page is tried; longer ones do not wait for a visitor."""
WAIT_MS = 800
TIMEOUT_S = 10.0

_MAIN = "document.querySelector('main, [role=main]') || document.body || {}"
_LETTERS = f"(({_MAIN}).innerText || '').replace(/\\s+/g, '')"
_WAIT = """
(async () => {
  const letters = () => %s.length;
  const until = performance.now() + %d;
  let before = letters();
  while (performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (letters() > before + %d) break;
  }
  return letters();
})()
"""


def stir(browser: Browser) -> dict[str, Any]:
    """Letters of the main text before and after a visitor's first movements.

    Empty where the page has text enough or no scripts. Nothing is clicked. Search engines make none of these movements.
    """
    before = browser.evaluate(f"document.scripts.length ? {_LETTERS}.length : null", TIMEOUT_S)
    if before is None or before >= SHORT_LETTERS:
        return {}
    for x in (200, 260):
        browser.cdp("Input.dispatchMouseEvent", TIMEOUT_S, type="mouseMoved", x=x, y=200)
    browser.cdp("Input.dispatchMouseEvent", TIMEOUT_S, type="mouseWheel", x=260, y=200, deltaX=0, deltaY=900)
    browser.evaluate("window.dispatchEvent(new Event('scroll'))", TIMEOUT_S)
    after = int(browser.evaluate(_WAIT % (_LETTERS, WAIT_MS, SHORT_LETTERS), TIMEOUT_S) or 0)
    return {"before": int(before), "after": after}
