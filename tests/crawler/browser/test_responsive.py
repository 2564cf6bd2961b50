"""Pages on narrow, enlarged, turned and calm screens in a real browser: what is planted is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from crawler.browser.browse import BrowseTask, browse
from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions, KeyboardOptions, MediaOptions, ResponsiveOptions
from crawler.browser.responsive import MOST_ENLARGED, Changes, read_responsive
from crawler.browser.session import Browser
from crawler.browser.visit import visit
from store.model import Artifact, ArtifactKind

from .conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Looker = Callable[..., dict[str, Any]]
POEM = "Once upon a midnight dreary, while I pondered, weak and weary, over many a quaint and curious volume of lore. "
LINKS = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("one", "two", "three", "four"))


def page(body: str, style: str = "", script: str = "") -> bytes:
    head = f'<meta name="viewport" content="width=device-width"><title>A page</title><style>{style}</style>'
    return (
        f"<!doctype html><html lang=en><head>{head}</head><body>{body}<script>{script}</script></body></html>".encode()
    )


@pytest.fixture(scope="module")
def tab(chromium: None) -> Iterator[Browser]:
    options = BrowserOptions(allow_private=True, quiet_ms=50)
    browser = Browser(find_browser(options), options)
    browser.start()
    yield browser
    browser.stop()


@pytest.fixture
def looked(tab: Browser, site: Site) -> Looker:
    """Look at a page on all screens."""

    def go(html: bytes, **settings: Any) -> dict[str, Any]:
        site.pages["/page"] = html
        visit(tab, f"{site.url}/page", "desktop", tab.options)
        data = read_responsive(tab, "desktop", ResponsiveOptions.model_validate({"deadline_s": 300, **settings}))
        assert data["errors"] == []
        return data

    return go


def clipped(data: dict[str, Any], part: str) -> list[tuple[str, str]]:
    return [(one["selector"], one["doubt"]) for one in data[part]["clipped"]]


class TestReflow:
    def test_line_that_does_not_wrap_reaches_over_the_edge(self, looked: Looker) -> None:
        reflow = looked(page(f'<p style="white-space: nowrap">{POEM}</p>'))["reflow"]
        assert reflow["moved"] > 100
        assert [(one["selector"], one["kind"]) for one in reflow["offenders"]] == [("body > p", "text")]

    def test_box_of_fixed_width_is_told_by_its_text(self, looked: Looker) -> None:
        reflow = looked(page(f'<div style="width: 900px"><p>{POEM * 3}</p></div>'))["reflow"]
        assert [(one["selector"], one["kind"]) for one in reflow["offenders"]][:1] == [("body > div > p", "text")]

    @pytest.mark.parametrize(
        "body",
        [
            f"<table><tr>{'<td>A cell of it</td>' * 12}</tr></table>",
            f"<pre>{POEM * 2}</pre>",
            f"<p>It is <code style='white-space: nowrap'>{POEM}</code>.</p>",
            '<canvas width="900" height="50"></canvas>',
        ],
    )
    def test_what_needs_two_directions_is_excepted(self, body: str, looked: Looker) -> None:
        reflow = looked(page(body))["reflow"]
        assert reflow["moved"] > 0
        assert reflow["kinds"] == ["excepted"]

    def test_box_that_scrolls_by_itself_moves_no_page(self, looked: Looker) -> None:
        body = f'<div style="overflow-x: auto"><p style="white-space: nowrap">{POEM}</p></div>'
        assert looked(page(body))["reflow"]["moved"] == 0


class TestClipping:
    def test_fixed_height_cuts_off_what_wraps_at_200_percent(self, looked: Looker) -> None:
        data = looked(page(f'<div style="height: 1.5em; overflow: hidden">{POEM}</div>'))
        assert clipped(data, "already") == []
        assert clipped(data, "zoom") == [("body > div", "")]
        assert clipped(data, "text") == [("body > div", "")]

    def test_spacing_cuts_off_what_just_fitted(self, looked: Looker) -> None:
        style = "#t { width: max-content; overflow: hidden; white-space: nowrap }"
        script = "t.style.width = t.offsetWidth + 'px'"
        data = looked(page("<div id=t>Once upon a midnight</div>", style, script))
        assert clipped(data, "spacing") == [("body > div", "")]
        assert clipped(data, "zoom") == []

    @pytest.mark.parametrize(
        ("name", "style"),
        [
            ("an ellipsis says that more follows", "overflow: hidden; white-space: nowrap; text-overflow: ellipsis"),
            ("one line by design", "overflow: hidden; height: 20px; line-height: 20px"),
            ("it can be scrolled", "overflow: auto; height: 1.5em"),
            ("nothing is cut off", "height: 1.5em"),
            ("seen by nobody", "position: absolute; width: 1px; height: 1px; overflow: hidden"),
        ],
    )
    def test_clean_cuts_are_none(self, name: str, style: str, looked: Looker) -> None:
        data = looked(page(f'<div style="{style}">{POEM}</div>'))
        assert [clipped(data, part) for part in ("already", "zoom", "text", "spacing")] == [[]] * 4, name

    def test_button_beside_it_may_show_the_rest(self, looked: Looker) -> None:
        body = f'<section><div style="height: 1.5em; overflow: hidden">{POEM}</div><button>More</button></section>'
        assert clipped(looked(page(body)), "zoom") == [("body > section > div", "control")]

    def test_page_is_left_as_it_was(self, looked: Looker, tab: Browser) -> None:
        looked(page('<p style="color: red">Words</p><p>More</p>'))
        styles = tab.evaluate("[...document.querySelectorAll('p')].map((one) => one.getAttribute('style'))")
        assert styles == ["color: red", None]
        assert tab.evaluate("[innerWidth, document.adoptedStyleSheets.length]") == [1350, 0]


class TestOrientation:
    TURN = "@media (orientation: {}) {{ {} {{ transform: {}; }} }}"

    @pytest.mark.parametrize(
        ("screen", "element", "turn"),
        [
            ("portrait", "html", "rotate(1.5708rad)"),
            ("landscape", "body", "matrix3d(0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)"),
            ("portrait", "body", "rotate(270deg)"),
        ],
    )
    def test_quarter_turn_in_one_orientation_is_a_lock(
        self, screen: str, element: str, turn: str, looked: Looker
    ) -> None:
        turned = looked(page("<p>Words</p>", self.TURN.format(screen, element, turn)))["orientation"]["turned"]
        assert len(turned) == 1
        assert turned[0]["share"] == 1

    def test_rotate_property_is_a_lock_too(self, looked: Looker) -> None:
        style = "@media (orientation: portrait) { html { rotate: 90deg } }"
        assert len(looked(page("<p>Words</p>", style))["orientation"]["turned"]) == 1

    @pytest.mark.parametrize("turn", ["rotate(1turn)", "rotate(180deg)", "translateX(9px)", "rotate(2deg)"])
    def test_other_turns_lock_nothing(self, turn: str, looked: Looker) -> None:
        assert looked(page("<p>Words</p>", self.TURN.format("portrait", "body", turn)))["orientation"]["turned"] == []

    def test_quarter_turn_in_both_orientations_locks_nothing(self, looked: Looker) -> None:
        assert looked(page("<p>Words</p>", "body { transform: rotate(90deg) }"))["orientation"]["turned"] == []


class TestMotion:
    STYLE = "@keyframes drift { to { transform: translateX(50px) } } #t { width: 90px; animation: drift 2s infinite }"

    def test_endless_animation_goes_on_for_who_wants_less(self, looked: Looker) -> None:
        endless = looked(page("<p id=t>Words</p>", self.STYLE))["motion"]["endless"]
        assert [(one["name"], one["seconds"], one["stops_when_reduced"]) for one in endless] == [("drift", None, False)]

    def test_animation_that_heeds_the_wish_stops(self, looked: Looker) -> None:
        style = self.STYLE + "@media (prefers-reduced-motion: reduce) { #t { animation: none } }"
        endless = looked(page("<p id=t>Words</p>", style))["motion"]["endless"]
        assert [one["stops_when_reduced"] for one in endless] == [True]

    @pytest.mark.parametrize("style", ["animation-iteration-count: 2", "animation-name: none", "width: 9px"])
    def test_short_and_small_movement_is_none(self, style: str, looked: Looker) -> None:
        assert looked(page("<p id=t>Words</p>", f"{self.STYLE} #t {{ {style} }}"))["motion"]["endless"] == []


class TestMenu:
    STYLE = "@media (max-width: 700px) { nav ul { display: none } nav.open ul { display: block } } #b { width: 40px }"
    OPEN = "document.querySelector('#b').onclick = () => document.querySelector('nav').classList.toggle('open')"

    def menu(self, button: str, looked: Looker, **settings: Any) -> dict[str, Any]:
        body = f"<nav>{button}<ul>{LINKS}</ul></nav><main>Words</main>"
        menu: dict[str, Any] = looked(page(body, self.STYLE, self.OPEN), **settings)["menu"]
        return menu

    def test_button_opens_by_key(self, looked: Looker) -> None:
        menu = self.menu('<button id=b aria-expanded=false class="menu-toggle">Menu</button>', looked)
        assert (menu["needed"], menu["found"], menu["opens"], menu["by_key"]) == (True, True, True, True)

    def test_box_with_a_click_handler_opens_for_fingers_only(self, looked: Looker) -> None:
        menu = self.menu('<div id=b class="hamburger">Menu</div>', looked)
        assert (menu["found"], menu["focusable"], menu["opens"], menu["by_key"]) == (True, False, True, False)

    def test_nothing_is_pressed_where_the_owner_forbids_it(self, looked: Looker) -> None:
        menu = self.menu('<div id=b class="hamburger">Menu</div>', looked, press_menu=False)
        assert (menu["opens"], menu["by_key"]) == (None, None)

    def test_menu_that_stays_needs_no_button(self, looked: Looker) -> None:
        assert not looked(page(f"<nav><ul>{LINKS}</ul></nav>"))["menu"]["needed"]


class TestChanges:
    SCRIPT = "let n = 0; setInterval(() => document.querySelector('#t').textContent = 'News ' + n++, 400)"

    def watched(self, html: bytes, tab: Browser, site: Site) -> dict[str, Any]:
        site.pages["/page"] = html
        visit(tab, f"{site.url}/page", "desktop", tab.options)
        changes = Changes(tab, ResponsiveOptions(watch_s=4))
        tab.evaluate("new Promise((done) => setTimeout(done, 600))")
        return changes.read()

    def test_text_that_changes_again_and_again_is_told(self, tab: Browser, site: Site) -> None:
        found = self.watched(page("<p>Now: <b id=t>-</b></p>", script=self.SCRIPT), tab, site)
        assert [(one["selector"], one["alone"]) for one in found["changes"]] == [("body > p > b", False)]
        assert found["controls"] == 0

    def test_colours_and_one_change_are_none(self, tab: Browser, site: Site) -> None:
        script = "setInterval(() => t.style.color = 'red', 300); setTimeout(() => t.textContent = 'Done', 900)"
        found = self.watched(page("<p>Now: <b id=t>-</b></p><button>Stop</button>", script=script), tab, site)
        assert found["changes"] == []
        assert found["controls"] == 1


def test_only_the_page_that_stands_for_its_template_is_looked_at_in_whole(chromium: None, site: Site) -> None:
    site.pages["/one"] = site.pages["/two"] = page("<p>Words</p>")
    found: list[Artifact] = []
    options = BrowserOptions(
        allow_private=True,
        quiet_ms=50,
        axe=False,
        screenshots=False,
        workers=1,
        keyboard=KeyboardOptions(enabled=False),
        media=MediaOptions(enabled=False),
    )
    browse([BrowseTask(1, f"{site.url}/one", True), BrowseTask(2, f"{site.url}/two")], options, found.append)
    seen = {one.page_id: one.data for one in found if one.kind is ArtifactKind.RESPONSIVE}
    assert {"zoom", "menu", "changes", "reflow"} <= set(seen[1])
    assert "reflow" in seen[2]
    assert not {"zoom", "menu", "changes"} & set(seen[2])
    assert not [one for one in found if one.kind is ArtifactKind.MEDIA]


# --- time


def test_what_comes_too_late_is_left_out_and_the_page_stands_as_before(tab: Browser, site: Site) -> None:
    site.pages["/page"] = page(f"<p>{POEM}</p>")
    visit(tab, f"{site.url}/page", "desktop", tab.options)
    data = read_responsive(tab, "desktop", ResponsiveOptions(deadline_s=1e-6))
    assert [one.partition(":")[0] for one in data["errors"]] == ["reflow", "motion", "orientation", "enlarged", "menu"]
    assert tab.evaluate("innerWidth") == 1350


def test_letters_of_a_huge_page_are_not_said_to_be_whole(tab: Browser, site: Site) -> None:
    site.pages["/page"] = page(f"<p>{POEM}</p>" + "<i></i>" * MOST_ENLARGED)
    visit(tab, f"{site.url}/page", "desktop", tab.options)
    data = read_responsive(tab, "desktop", ResponsiveOptions(deadline_s=300))
    assert "text" not in data
    assert {"spacing", "zoom"} <= set(data)
    assert data["errors"] == ["text: the page is too large, or the time was over"]
