"""How the images of a page are shown, after its scripts ran."""

from __future__ import annotations

from typing import Any

from crawler.browser.session import Browser, script


def read_pictures(browser: Browser) -> dict[str, Any]:
    """More of the data of a RENDERED artifact: `images` that are shown, at most 150, and the screen's `pixel_ratio`.

    Of each image `natural` is its own size in pixels, which of one chosen from a `srcset` is divided by its density;
    `shown` is its size on the page in CSS pixels, `waiting` the address that a script shall load later, `in_view`
    whether it lies whole and uncovered on the first screen.
    """
    found: dict[str, Any] = browser.evaluate(script("pictures.js"))
    return found
