"""The report as readers set their systems: by keyboard alone, forced colours, large text, narrow windows, on paper."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.reports.specimen_rich import LANGUAGES, pages_of, rich
from tests.reports.watched import Driver, dress, open_all, pale_texts, show, unroll, watched_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_WALKED = """const at = document.activeElement, style = getComputedStyle(at);
if (!at.dataset.walk) at.dataset.walk = String(window.__walk = (window.__walk || 0) + 1);
const box = at.getBoundingClientRect();
return [at.dataset.walk, at.localName, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight];"""
_WAITING = """return [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')].filter(
    (one) => !one.dataset.walk && !one.disabled && one.checkVisibility({visibilityProperty: true})
        && !one.closest('[data-grid] tbody')).map((one) => one.outerHTML.slice(0, 120));"""
_WIDTH = "return document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Driver]:
    with watched_chromium() as driver:
        yield driver


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("settings")
    made = {}
    for lang in LANGUAGES:
        path = Path(folder / f"{lang}.html")
        path.write_text(pages_of(rich(12, 6), lang)["report"], "utf-8")
        made[lang] = path.as_uri()
    return made


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_tab_key_comes_to_everything_once_and_out_again(chromium: Driver, files: dict[str, str], lang: str) -> None:
    dress(chromium)
    show(chromium, files[lang])
    met: list[str] = []
    for _ in range(600):
        ActionChains(chromium).send_keys(Keys.TAB).perform()
        number, name, is_marked, is_seen = chromium.execute_script(_WALKED)
        if name == "body" or (met and number == met[0]):
            break
        assert is_marked, f"no focus to be seen on stop {number}, {name}"
        assert is_seen, f"stop {number}, {name}, lies out of sight"
        met.append(number)
    else:
        pytest.fail("the walk does not end")
    assert len(set(met)) == len(met) > 60
    assert chromium.execute_script(_WAITING) == []


def test_forced_colours_leave_every_text_legible(chromium: Driver, files: dict[str, str]) -> None:
    dress(chromium, forced=True)
    show(chromium, files["en"])
    open_all(chromium)
    assert chromium.execute_script("return matchMedia('(forced-colors: active)').matches")
    assert pale_texts(chromium) == []
    pressed = "return getComputedStyle(document.querySelector('.chips button')).borderTopWidth"
    assert float(chromium.execute_script(pressed).removesuffix("px")) >= 1
    dress(chromium)


def test_nothing_moves(chromium: Driver, files: dict[str, str]) -> None:
    show(chromium, files["en"])
    moving = """return [...document.querySelectorAll('*')].filter((one) => { const style = getComputedStyle(one);
        return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0; }).length"""
    assert chromium.execute_script(moving) == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_of_twice_the_size_and_a_narrow_window_need_no_scrolling_aside(
    chromium: Driver, files: dict[str, str], lang: str
) -> None:
    dress(chromium, 320)
    show(chromium, files[lang])
    open_all(chromium)
    assert chromium.execute_script(_WIDTH) == 320
    dress(chromium, 1280)
    chromium.execute_script("document.documentElement.style.fontSize = '200%'")
    unroll(chromium, 1280)
    assert chromium.execute_script(_WIDTH) <= 1280


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_sheets_of_paper_hold_what_a_manager_needs(
    chromium: Driver, files: dict[str, str], lang: str
) -> None:
    dress(chromium)
    show(chromium, files[lang])
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    made = chromium.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    sheets = pypdf.PdfReader(io.BytesIO(base64.b64decode(made["data"]))).pages
    first = "".join(sheets[number].extract_text() for number in range(min(2, len(sheets))))
    assert "74" in first
    assert "shop.example" in first
    titles = chromium.execute_script(
        "return [...document.querySelectorAll('.mend h3')].map((one) => one.textContent.trim().split(' ')[0])"
    )
    assert len(titles) == 5
    if lang != "ar":  # letters of Arabic are stored in PDF in their drawn order
        assert all(one in first for one in titles)
    assert len(sheets) <= 6
