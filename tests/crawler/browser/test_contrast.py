"""Text on gradients and pictures: what axe cannot tell, the pixels do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from crawler.browser.axe import run_axe
from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions
from crawler.browser.session import Browser
from crawler.browser.visit import visit

from .conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Judge = Callable[[str], tuple[set[str], set[str]]]
STYLE = "font:20px sans-serif;width:400px;padding:10px;"


@pytest.fixture(scope="module")
def judged(chromium: None, site: Site) -> Iterator[Judge]:
    options = BrowserOptions(allow_private=True, quiet_ms=50)
    browser = Browser(find_browser(options), options)
    browser.start()

    def judge(body: str) -> tuple[set[str], set[str]]:
        """Selectors of what is too faint, and of what could not be told."""
        site.pages["/contrast"] = f'<!doctype html><html lang="en"><title>Text</title><main>{body}</main>'.encode()
        visit(browser, f"{site.url}/contrast", "desktop", options)
        found: dict[str, Any] = run_axe(browser, options)
        return tuple(  # type: ignore[return-value]
            {node["selector"] for rule in found[part] if rule["id"] == "color-contrast" for node in rule["nodes"]}
            for part in ("violations", "incomplete")
        )

    yield judge
    browser.stop()


def test_text_that_is_faint_all_over_a_gradient_fails(judged: Judge) -> None:
    body = (
        f'<p id="t" style="{STYLE}color:#aaa;background:linear-gradient(to right,#fff,#ccf)">Some text in English</p>'
    )
    assert judged(body) == ({"#t"}, set())


def test_text_that_is_clear_all_over_a_gradient_is_no_doubt(judged: Judge) -> None:
    body = (
        f'<p id="t" style="{STYLE}color:#222;background:linear-gradient(to right,#fff,#ccf)">Some text in English</p>'
    )
    assert judged(body) == (set(), set())


def test_text_of_which_a_half_is_lost_in_the_background_fails(judged: Judge) -> None:
    ground = "linear-gradient(90deg,#fff 80px,#000 80px)"
    assert judged(f'<p id="t" style="{STYLE}color:#000;background:{ground}">Some text in English</p>') == (
        {"#t"},
        set(),
    )


def test_shadow_may_save_a_text_so_that_a_person_must_look(judged: Judge) -> None:
    shadow = "color:#fff;text-shadow:0 0 4px #000;background:linear-gradient(#fff,#eee)"
    body = f'<p id="t" style="{STYLE}{shadow}">Some text in English</p>'
    assert judged(body) == (set(), {"#t"})
