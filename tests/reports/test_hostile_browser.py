"""Thousands of hostile texts in every place of the report that shows what is not ours, in real Chromium."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.build import build
from reports.mail import summary_mail
from reports.markdown import write_markdown
from reports.options import ReportOptions
from reports.words import Words
from tests.reports.hostile import Poison
from tests.reports.specimen_rich import PAGES, pages_of, rich, sites
from tests.reports.watched import Driver, addresses, dress, open_all, show, stopped, unroll, watched_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = ("en", "ar")
FEWEST = {"report": 1_500, "portal": 4, "comparison": 50, "summary": 10, "mail": 1}
"""Texts that a reader meets on each page: a page that shows none would be safe and of no use."""

_SHAPE = """const shapes = {};
for (const one of document.querySelectorAll('*')) {
    if (one.closest('.code code, [data-grid] tbody, .page-detail dl, .page-detail ul')) continue;
    if (one.closest('bdi code, p code, h1 code, h3 code')) continue;
    const names = one.getAttributeNames().filter((name) => name !== 'aria-sort').sort().join(' ');
    const shape = `${one.localName} ${names}`;
    shapes[shape] = (shapes[shape] || 0) + 1;
}
return shapes;"""
_INSIDE = """return [...new Set([...document.querySelectorAll(
    '.code code *, [data-grid] tbody *, .page-detail dl *, .page-detail ul *, ' +
    'bdi code *, p code *, h1 code *, h3 code *')].map(
    (one) => `${one.localName} ${one.getAttributeNames().sort().join(' ')}`))];"""
_POINTERS = """const found = [];
for (const one of document.querySelectorAll('*')) for (const {name, value} of one.attributes) {
    if (name.startsWith('on')) found.push(name);
    const points = ['href', 'src', 'action', 'data', 'srcset', 'poster', 'formaction', 'xlink:href'];
    if (points.includes(name)) found.push(value);
}
return [...new Set(found)];"""
# Texts over one another: the middle of a line's letters never lies in the middle of another's.
_OVERLAPS = """const rects = [];
const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
    const node = walk.currentNode, home = node.parentElement;
    if (!node.data.trim()) continue;
    if (home.closest('script, style, noscript, svg, .unseen, .grid.live, .skip, .past, .clamp')) continue;
    if (!home.checkVisibility({visibilityProperty: true, contentVisibilityAuto: false})) continue;
    let clip = home, hidden = false;
    for (; clip; clip = clip.parentElement) if (getComputedStyle(clip).webkitLineClamp !== 'none') hidden = true;
    if (hidden) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
        if (box.width < 2) continue;
        rects.push([box.top + box.height * .35, box.bottom - box.height * .35, box.left + 1, box.right - 1, node]);
    }
}
rects.sort((a, b) => a[0] - b[0]);
const over = [];
for (let at = 0; at < rects.length; at++)
    for (let next = at + 1; next < rects.length && rects[next][0] < rects[at][1]; next++) {
        const a = rects[at], b = rects[next];
        if (a[4] !== b[4] && Math.min(a[3], b[3]) - Math.max(a[2], b[2]) > 3)
            over.push(a[4].data.slice(0, 40) + ' | ' + b[4].data.slice(0, 40) + ' in ' + a[4].parentElement.className
                + a[4].parentElement.parentElement.className);
    }
return over.slice(0, 10);"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Driver]:
    with watched_chromium() as driver:
        yield driver


def mail(given: object, lang: str) -> str:
    return summary_mail(build(given), Words.of(lang), "https://reports.example/").html  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, bool], Path]:
    folder = tmp_path_factory.mktemp("hostile")
    made = {}
    for is_harmless in (False, True):
        poison = Poison(is_harmless)
        given, portal = poison.poured(rich(500, 110)), poison.poured(sites())
        assert len(poison.dealt) > 3_000
        for lang in LANGUAGES:
            pages = {**pages_of(given, lang, portal), "mail": mail(given, lang)}
            for name, text in pages.items():
                path = folder / f"{name}.{lang}.{is_harmless}.html"
                path.write_text(text, "utf-8", errors="replace")
                made[name, lang, is_harmless] = path
    return made


def opened(driver: Driver, path: Path, name: str) -> None:
    show(driver, path.as_uri(), name == "report")
    open_all(driver)


def sort_and_search(driver: Driver) -> None:
    """Press all that sorts, chooses and scrolls the tables and the causes."""
    driver.execute_script(
        """for (const button of document.querySelectorAll('[data-grid] th button')) { button.click(); button.click(); }
        for (const region of document.querySelectorAll('[data-grid] .scroll')) region.scrollTop = 1e6;
        for (const box of document.querySelectorAll('select')) for (const one of box.options) {
            box.value = one.value; box.dispatchEvent(new Event('change')); }
        for (const box of document.querySelectorAll('select')) {
            box.selectedIndex = 0; box.dispatchEvent(new Event('change')); }
        const show = document.querySelector('[data-show]'); if (show) show.click();
        const all = document.querySelector('.only button'); if (all) all.click();
        const page = document.querySelector('#pages .open'); if (page) page.click();"""
    )
    driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [*PAGES, "mail"])
def test_nothing_hostile_runs_asks_or_becomes_an_element(
    chromium: Driver, files: dict[tuple[str, str, bool], Path], name: str, lang: str
) -> None:
    dress(chromium)
    opened(chromium, files[name, lang, True], name)
    twin = chromium.execute_script(_SHAPE)
    addresses(chromium)
    opened(chromium, files[name, lang, False], name)
    shape = chromium.execute_script(_SHAPE)
    assert {one: number for one, number in shape.items() if twin.get(one) != number} == {}
    assert {one: number for one, number in twin.items() if shape.get(one) != number} == {}
    numbers = set(re.findall(r"q\d+z", chromium.execute_script("return document.body.textContent")))
    assert len(numbers) >= FEWEST[name]
    if name == "report":
        sort_and_search(chromium)
    plain = {
        "a href", "a href rel", "bdi ", "bdi dir", "button aria-label class type", "code ", "dd ", "div ", "dt ", "li ",
        "td dir",
        "mark ", "path d fill", "rect class height rx width x y", "span ", "span class", "td ", "td class",
        "td colspan style", "td dir title", "td title", "tr aria-hidden class", "tr aria-rowindex",
        "svg aria-hidden class focusable height viewBox width",
    }  # fmt: skip
    assert set(chromium.execute_script(_INSIDE)) <= plain
    allowed = re.compile(
        r"https?://|#|data:image/(?:png|webp|jpeg|svg\+xml);base64,|[\w/.-]+\.(?:html|csv|json)$", re.I
    )
    assert [one for one in chromium.execute_script(_POINTERS) if not allowed.match(one)] == []
    assert stopped(chromium) == []
    assert [one for one in addresses(chromium) if not one.startswith(("file://", "data:", "about:"))] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["report", "portal", "comparison"])
def test_nothing_hostile_breaks_the_layout(
    chromium: Driver, files: dict[tuple[str, str, bool], Path], name: str, lang: str
) -> None:
    dress(chromium, 360)
    opened(chromium, files[name, lang, False], name)
    assert chromium.execute_script("return document.documentElement.scrollWidth") == 360
    unroll(chromium, 360)
    assert chromium.execute_script(_OVERLAPS) == []
    turning = chromium.execute_script("return document.body.textContent.match(/[\\u202a\\u202b\\u202d\\u202e]/g)")
    assert turning is None
    isolates = chromium.execute_script(
        "const all = document.body.textContent;"
        "return [/[\\u2066-\\u2068]/g, /\\u2069/g].map((one) => (all.match(one) || []).length)"
    )
    assert isolates[0] == isolates[1], "an isolate is not closed"


def test_markdown_stays_text() -> None:
    out = io.StringIO()
    write_markdown(build(Poison(False).poured(rich())), Words.of("en"), ReportOptions(), out)
    twin = io.StringIO()
    write_markdown(build(Poison(True).poured(rich())), Words.of("en"), ReportOptions(), twin)
    marks = re.compile(r"^(#+ |\| |- |\d+\. |\s+)?", re.M)
    assert len(out.getvalue().splitlines()) == len(twin.getvalue().splitlines())
    assert [one[0] for one in marks.finditer(out.getvalue())] == [one[0] for one in marks.finditer(twin.getvalue())]
    assert "](javascript" not in out.getvalue()
    assert re.findall(r"(?<!\\)<(?!https?://)", re.sub(r"(`+).*?\1", "", out.getvalue())) == []


def test_the_looks_see_what_they_look_for(
    chromium: Driver, files: dict[tuple[str, str, bool], Path], tmp_path: Path
) -> None:
    bad = """<p style="position:absolute">one text</p><img src="https://evil.example/x.png" onerror="window.pwned=1">
        <p id="a">upon a text</p><p id="b">that lies below</p></main>"""
    text = files["report", "en", True].read_text("utf-8")
    path = tmp_path / "bad.html"
    path.write_text(text.replace("</main>", bad), "utf-8")
    opened(chromium, path, "report")
    assert "img onerror src" in chromium.execute_script(_SHAPE)
    assert "onerror" in chromium.execute_script(_POINTERS)
    assert any(one.startswith("img-src https://evil.example") for one in stopped(chromium))
    chromium.execute_script("document.getElementById('b').style.marginBlockStart = '-1.5em'")
    unroll(chromium, 360)
    assert any("upon a text" in one for one in chromium.execute_script(_OVERLAPS))
    free = tmp_path / "free.html"
    free.write_text("<main><img src='https://127.0.0.1:9/x.png'><script>alert(1)</script></main>", "utf-8")
    addresses(chromium)
    show(chromium, free.as_uri(), has_script=False)
    assert "alert 1" in stopped(chromium)
    assert "https://127.0.0.1:9/x.png" in addresses(chromium)
