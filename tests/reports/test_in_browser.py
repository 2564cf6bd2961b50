"""The report in real Chromium: nothing hostile runs, axe finds nothing, and the tables do their work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from crawler.browser.find import AXE_SCRIPT, find_browser
from crawler.browser.options import BrowserOptions
from reports.build import build
from reports.html import render
from reports.options import ReportOptions
from tests.reports.specimen import HOSTILE, specimen
from tests.reports.specimen_life import lived

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Driver = webdriver.Chrome


@pytest.fixture(scope="module")
def chromium() -> Iterator[Driver]:
    found = find_browser(BrowserOptions(axe=False))
    if not found.ok:
        pytest.skip(f"no Chromium: {found.reason}")
    options = webdriver.ChromeOptions()
    options.binary_location = found.browser
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(found.driver))
    driver.command_executor.client_config.timeout = 300  # type: ignore[union-attr]
    driver.set_script_timeout(240)  # axe looks at every element of long tables, and a busy machine is slow
    driver.set_page_load_timeout(240)
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("report")
    made = {
        "ltr": render(build(lived()), ReportOptions()),
        "many": render(build(lived(800, 150)), ReportOptions(urls_in_total=0)),
        "rtl": render(build(specimen()), ReportOptions(dir="rtl")),
        "no-browser": render(build(specimen(browser=False)), ReportOptions()),
        "injected": render(build(specimen(pages=60)), ReportOptions()).replace(
            "</main>", '<script>window.pwned=1</script><img src=x onerror="window.pwned=2"></main>'
        ),
    }
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return {name: Path(folder / f"{name}.html").as_uri() for name in made}


def show(driver: Driver, address: str, width: int = 1280, height: int = 800, dark: bool = False) -> None:
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    still = {"name": "prefers-reduced-motion", "value": "reduce"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": [scheme, still]})
    driver.get("about:blank")
    driver.get(address)
    WebDriverWait(driver, 90).until(lambda one: one.execute_script("return !!document.documentElement.dataset.ready"))


def rows(driver: Driver, name: str) -> list[list[str]]:
    script = """return [...document.querySelectorAll(`#${arguments[0]} tbody tr:not(.spacer)`)].map(
        row => [...row.cells].map(cell => cell.textContent))"""
    found: list[list[str]] = driver.execute_script(script, name)
    return found


@pytest.mark.parametrize(
    ("name", "dark", "width"),
    [("ltr", False, 1280), ("ltr", True, 1280), ("ltr", True, 320), ("rtl", False, 320), ("no-browser", False, 1280)],
)
def test_axe_finds_nothing(chromium: Driver, files: dict[str, str], name: str, dark: bool, width: int) -> None:
    if not AXE_SCRIPT.exists():
        pytest.skip("the axe-core script is not in place: python scripts/assets.py")
    show(chromium, files[name], width, 800, dark)
    chromium.execute_script("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    chromium.execute_script(AXE_SCRIPT.read_text("utf-8"))
    found: list[Any] = chromium.execute_async_script(
        """const done = arguments[0];
        axe.run(document, {resultTypes: ['violations']}).then(result => done(result.violations.map(
            one => [one.id, one.nodes.map(node => node.target.join(' ')).slice(0, 3)])));"""
    )
    assert found == []


def test_hostile_pages_run_nothing_and_break_no_policy(chromium: Driver, files: dict[str, str]) -> None:
    chromium.get_log("browser")  # type: ignore[no-untyped-call]
    show(chromium, files["ltr"])
    chromium.execute_script("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert HOSTILE in chromium.find_element(By.TAG_NAME, "body").text
    assert chromium.execute_script("return window.pwned") is None
    assert chromium.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_the_policy_stops_what_would_be_injected(chromium: Driver, files: dict[str, str]) -> None:
    chromium.get_log("browser")  # type: ignore[no-untyped-call]
    show(chromium, files["injected"])
    assert chromium.execute_script("return window.pwned") is None
    assert any("Content Security Policy" in line["message"] for line in chromium.get_log("browser"))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("name", ["ltr", "rtl"])
def test_nothing_is_wider_than_a_small_phone(chromium: Driver, files: dict[str, str], name: str) -> None:
    show(chromium, files[name], 320, 700)
    chromium.execute_script("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert chromium.execute_script("return document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("name", ["ltr", "no-browser"])
def test_the_first_screen_fits_a_laptop(chromium: Driver, files: dict[str, str], name: str) -> None:
    show(chromium, files[name], 1280, 800)
    script = (
        "return Math.max(...[...document.querySelectorAll('.first, .more')].map(x => x.getBoundingClientRect().bottom))"
    )
    assert chromium.execute_script(script) <= 800


def test_a_link_to_a_cause_opens_it(chromium: Driver, files: dict[str, str]) -> None:
    show(chromium, f"{files['ltr']}#cause-c002")
    assert chromium.execute_script("return document.getElementById('cause-c002').closest('details').open")
    assert chromium.find_element(By.ID, "cause-c002").is_displayed()


def test_a_column_sorts_both_ways_and_says_so(chromium: Driver, files: dict[str, str]) -> None:
    show(chromium, files["ltr"])
    head = chromium.find_element(By.CSS_SELECTOR, "#pages th.col-inlinks")
    button = head.find_element(By.TAG_NAME, "button")
    for wanted in ("descending", "ascending"):
        chromium.execute_script("arguments[0].click()", button)
        assert head.get_attribute("aria-sort") == wanted
        links = [int(row[6].replace(",", "")) for row in rows(chromium, "pages")]
        assert links == sorted(links, reverse=wanted == "descending")
    assert len(chromium.find_elements(By.CSS_SELECTOR, "#pages th[aria-sort]")) == 1


def test_filtering_counts_rows_and_finds_letters_behind_escapes(chromium: Driver, files: dict[str, str]) -> None:
    show(chromium, files["ltr"])
    box = chromium.find_element(By.CSS_SELECTOR, "#pages input")
    box.send_keys("أحذية-جري")
    count = chromium.find_element(By.CSS_SELECTOR, "#pages output")
    wanted = sum("%D8%A3" in page.url for page in specimen().pages)
    WebDriverWait(chromium, 30).until(lambda _: count.text == f"{wanted} of 500 rows")
    assert all("أحذية" in row[0] for row in rows(chromium, "pages"))


def test_only_rows_in_sight_are_in_the_document(chromium: Driver, files: dict[str, str]) -> None:
    show(chromium, files["ltr"])
    assert len(rows(chromium, "pages")) < 60
    assert chromium.find_element(By.CSS_SELECTOR, "#pages table").get_attribute("aria-rowcount") == "501"
    first = rows(chromium, "pages")[0]
    chromium.find_element(By.CSS_SELECTOR, "#pages .scroll").send_keys(Keys.END)
    WebDriverWait(chromium, 30).until(lambda one: rows(one, "pages")[0] != first)
    last = chromium.find_elements(By.CSS_SELECTOR, "#pages tbody tr:not(.spacer)")[-1]
    WebDriverWait(chromium, 30).until(
        lambda one: (
            one.find_elements(By.CSS_SELECTOR, "#pages tbody tr:not(.spacer)")[-1].get_attribute("aria-rowindex")
            == "501"
        )
    )
    assert last is not None


def test_tab_walks_through_the_rows_and_never_back(chromium: Driver, files: dict[str, str]) -> None:
    show(chromium, files["ltr"])
    chromium.execute_script("document.querySelector('#pages .scroll').focus()")
    script = (
        """const row = document.activeElement.closest('tr'); return row && Number(row.getAttribute('aria-rowindex'))"""
    )
    met = []
    for _ in range(70):
        ActionChains(chromium).send_keys(Keys.TAB).perform()
        chromium.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
        met.append(chromium.execute_script(script))
    walked = [one for one in met if one]
    assert walked == sorted(walked)
    assert len(set(walked)) * 2 == len(walked) == 62  # in each row a button and a link, after eight buttons that sort


def test_the_table_can_be_skipped_by_keyboard(chromium: Driver, files: dict[str, str]) -> None:
    show(chromium, files["ltr"])
    link = chromium.find_element(By.CSS_SELECTOR, "#pages .past a")
    chromium.execute_script("arguments[0].focus()", link)
    assert link.size["height"] >= 24
    link.send_keys(Keys.ENTER)
    assert chromium.current_url.endswith("#checks")


def test_all_pages_of_a_cause_are_shown_in_the_table(chromium: Driver, files: dict[str, str]) -> None:
    cause = next(one for one in build(specimen()).causes if 50 < one.pages < 500)
    show(chromium, f"{files['ltr']}#cause-{cause.id}")
    button = chromium.find_element(By.CSS_SELECTOR, f"[data-show='{cause.id}']")
    assert button.is_displayed()
    chromium.execute_script("arguments[0].click()", button)
    assert chromium.find_element(By.CSS_SELECTOR, "#pages output").text == f"{cause.pages} of 500 rows"


def test_the_pages_table_is_narrowed_by_how_pages_stand(chromium: Driver, files: dict[str, str]) -> None:
    show(chromium, files["ltr"])
    chromium.execute_script(
        """const box = document.querySelector('#pages select[data-column="2"]'); box.value = 'Noindex';
        box.dispatchEvent(new Event('change'))"""
    )
    wanted = sum(one.indexability == "noindex" for one in build(lived()).pages)
    assert chromium.find_element(By.CSS_SELECTOR, "#pages output").text.startswith(f"{wanted} of ")
    assert {row[2] for row in rows(chromium, "pages")} == {"Noindex"}


def test_a_column_is_added_and_taken_away(chromium: Driver, files: dict[str, str]) -> None:
    show(chromium, files["ltr"])
    chromium.execute_script("document.querySelector('#pages .chooser').open = true")
    box = (
        "return [...document.querySelectorAll('#pages .chooser label')].find(one => one.textContent.trim() === 'Words')"
    )
    WebDriverWait(chromium, 90).until(lambda one: one.execute_script(box))
    heads = "return [...document.querySelectorAll('#pages thead th')].map(one => one.textContent)"
    for wanted in (True, False):
        chromium.execute_script(f"({box.removeprefix('return ')}).querySelector('input').click()")
        assert ("Words" in chromium.execute_script(heads)) is wanted
        assert all(len(row) == (9 if wanted else 8) for row in rows(chromium, "pages"))


def test_a_page_opens_with_its_causes_and_its_facts(chromium: Driver, files: dict[str, str]) -> None:
    show(chromium, files["ltr"])
    address = rows(chromium, "pages")[0][0].removeprefix("⋯")
    chromium.execute_script("document.querySelector('#pages .open').click()")
    shown = "return document.querySelector('#pages .page-detail').checkVisibility()"
    WebDriverWait(chromium, 90).until(lambda one: one.execute_script(shown))
    report = build(lived())
    page = max(report.pages, key=lambda one: report.page_findings.get(one.id, 0))
    links = "return document.querySelectorAll('#pages .page-detail li a').length"
    wanted = sum(page.id in one.page_ids for one in report.all_causes)
    assert chromium.execute_script(links) >= report.page_findings[page.id]
    assert wanted >= report.page_findings[page.id]
    assert address in chromium.execute_script("return document.activeElement.textContent")


def test_chips_narrow_the_causes_and_clear_again(chromium: Driver, files: dict[str, str]) -> None:
    show(chromium, files["ltr"])
    report = build(specimen())
    chip = chromium.find_element(By.CSS_SELECTOR, "[data-filter=category][data-value=security]")
    chromium.execute_script("arguments[0].click()", chip)
    wanted = sum(one.category.value == "security" for one in report.causes)
    WebDriverWait(chromium, 60).until(
        lambda one: sum(it.is_displayed() for it in one.find_elements(By.CSS_SELECTOR, "#causes .cause")) == wanted
    )
    assert chip.get_attribute("aria-pressed") == "true"
    chromium.execute_script("arguments[0].click()", chromium.find_element(By.CSS_SELECTOR, "[data-clear]"))
    count = chromium.find_element(By.CSS_SELECTOR, ".count")
    WebDriverWait(chromium, 60).until(lambda _: f"{len(report.causes)} of {len(report.causes)}" in count.text)


def parts_of(driver: Driver, cause: str) -> int:
    found = driver.find_elements(By.CSS_SELECTOR, f"#cause-{cause} section.part")
    return len(found) if found and found[0].is_displayed() else 0


@pytest.mark.parametrize("place", [0, 30, -1])
def test_a_cause_opens_whole_by_its_address_wherever_it_waits(
    chromium: Driver, files: dict[str, str], place: int
) -> None:
    cause = build(lived(800, 150)).causes[place]
    show(chromium, f"{files['many']}#cause-{cause.id}")
    WebDriverWait(chromium, 60).until(lambda one: parts_of(one, cause.id) == 8)
    assert chromium.find_elements(By.CSS_SELECTOR, f"#cause-{cause.id} noscript") == []


WAITING = "return document.querySelectorAll('#causes .later').length"


def open_folds(driver: Driver) -> None:
    driver.execute_script("document.querySelectorAll('#causes .more-causes').forEach(one => { one.open = true; })")
    WebDriverWait(driver, 60).until(lambda one: one.execute_script(WAITING) == 0)


def test_causes_that_wait_packed_come_when_their_fold_is_opened(chromium: Driver, files: dict[str, str]) -> None:
    causes = build(lived(800, 150)).causes
    show(chromium, files["many"])
    assert chromium.execute_script(WAITING) == len(causes) - 60
    open_folds(chromium)
    ids = "return [...document.querySelectorAll('#causes .cause')].map(one => one.dataset.cause)"
    told = chromium.execute_script(ids)
    assert sorted(told) == sorted(one.id for one in causes)


def test_the_words_of_a_cause_that_waits_are_found(chromium: Driver, files: dict[str, str]) -> None:
    cause = build(lived(800, 150)).causes[-1]
    show(chromium, files["many"])
    chromium.find_element(By.CSS_SELECTOR, "#cause-filters input").send_keys(cause.verify)
    WebDriverWait(chromium, 60).until(
        lambda one: one.find_element(By.CSS_SELECTOR, "#cause-filters .count").text.startswith("1 of ")
    )
    shown = [one for one in chromium.find_elements(By.CSS_SELECTOR, "#causes .cause") if one.is_displayed()]
    assert [one.get_attribute("data-cause") for one in shown] == [cause.id]


def test_a_cause_that_waits_shows_all_its_pages_in_the_table(chromium: Driver, files: dict[str, str]) -> None:
    report = build(lived(800, 150))
    late = next(one for one in report.causes[60:] if len(one.page_ids) > 5)
    show(chromium, f"{files['many']}#cause-{late.id}")
    button = f"[data-show='{late.id}']"
    WebDriverWait(chromium, 90).until(
        lambda one: any(found.is_displayed() for found in one.find_elements(By.CSS_SELECTOR, button))
    )
    chromium.execute_script("document.querySelector(arguments[0]).click()", button)
    assert f"{late.pages} of 800 rows" in chromium.find_element(By.CSS_SELECTOR, "#pages output").text


def test_causes_stand_in_the_order_that_is_asked_for_and_back(chromium: Driver, files: dict[str, str]) -> None:
    show(chromium, files["many"])
    script = "return [...document.querySelectorAll('#causes .cause')].map(one => Number(one.dataset[arguments[0]]))"
    choose = """const box = document.querySelector('[data-order]'); box.value = arguments[0];
        box.dispatchEvent(new Event('change'))"""
    folds = "return document.querySelectorAll('#causes .more-causes').length"
    open_folds(chromium)
    before = chromium.execute_script(script, "rank")
    chromium.execute_script(choose, "pages")
    WebDriverWait(chromium, 60).until(lambda one: one.execute_script(folds) == 0)
    pages = chromium.execute_script(script, "pages")
    assert pages == sorted(pages, reverse=True)
    chromium.execute_script(choose, "rank")
    WebDriverWait(chromium, 60).until(lambda one: one.execute_script(folds) > 0)
    assert chromium.execute_script(script, "rank") == before


def test_a_template_narrows_the_causes(chromium: Driver, files: dict[str, str]) -> None:
    show(chromium, files["many"])
    chromium.execute_script(
        """const box = document.querySelector('[data-choice=template]'); box.value = '/blog/{slug}';
        box.dispatchEvent(new Event('change'))"""
    )
    wanted = sum(any(name == "/blog/{slug}" for name, _ in one.by_template) for one in build(lived(800, 150)).causes)
    assert wanted
    shown = "return document.querySelectorAll('#causes .cause:not([hidden])').length"
    WebDriverWait(chromium, 60).until(lambda one: one.execute_script(shown) == wanted)


def test_without_script_all_is_readable(chromium: Driver, files: dict[str, str]) -> None:
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        chromium.get("about:blank")
        chromium.get(f"{files['ltr']}#cause-c002")
        assert chromium.find_element(By.ID, "cause-c002").is_displayed()
        assert len(chromium.find_elements(By.CSS_SELECTOR, "#pages tbody tr")) == 50
        assert not chromium.find_element(By.ID, "cause-filters").is_displayed()
        assert "marsad export pages" in chromium.find_element(By.CSS_SELECTOR, "#pages noscript").text
    finally:
        chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
