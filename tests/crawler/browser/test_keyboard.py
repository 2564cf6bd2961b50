"""The keyboard walk in a real browser: it finds what is planted, and says nothing of what works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from crawler.browser.browse import BrowseTask, browse
from crawler.browser.find import find_browser
from crawler.browser.keyboard.order import out_of_order
from crawler.browser.keyboard.read import read_keyboard
from crawler.browser.options import BrowserOptions, KeyboardOptions
from crawler.browser.session import Browser
from crawler.browser.visit import visit
from store.model import Artifact, ArtifactKind

from .conftest import Site
from .keyboard_faults import DIALOGS, FAULTS, MUTANTS, Expected, with_mutant
from .keyboard_pages import FRAMED, KEYS, NO_TRAPS, TRAPS, WIDGETS, page

in_browser = [pytest.mark.browser, pytest.mark.slow]
HOSTS = ("tabs", "combobox", "form", "shadow-button")
Walker = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def walked(chromium: None, site: Site) -> Iterator[Walker]:
    """Walk through a page in one browser, which is replaced where it fails."""
    options = BrowserOptions(allow_private=True, quiet_ms=50)
    browser = Browser(find_browser(options), options)
    browser.start()

    def go(html: bytes, **settings: Any) -> dict[str, Any]:
        site.pages["/page"] = html
        visit(browser, f"{site.url}/page", "desktop", options)
        chosen = KeyboardOptions.model_validate({"deadline_s": 300, **settings})
        return read_keyboard(browser, chosen)

    yield go
    browser.stop()


def told(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    assert data["errors"] == []
    return [(one["kind"], one["outcome"], one["selector"]) for one in data["problems"]]


class TestTraps:
    pytestmark = in_browser

    @pytest.mark.parametrize("name", TRAPS)
    def test_trap_is_found(self, name: str, walked: Walker) -> None:
        found = told(walked(TRAPS[name]))
        assert found
        assert {one[:2] for one in found} == {("trap", "fail")}

    @pytest.mark.parametrize("name", NO_TRAPS)
    def test_what_only_looks_like_a_trap_is_none(self, name: str, walked: Walker) -> None:
        assert told(walked(NO_TRAPS[name])) == []

    def test_walk_goes_on_behind_a_trap(self, walked: Walker) -> None:
        data = walked(TRAPS["no-tab"])
        assert [stop["selector"] for stop in data["stops"]] == ["#before", "#t", "#after"]
        assert not data["complete"]

    def test_trap_in_one_direction_says_which(self, walked: Walker) -> None:
        problem = walked(TRAPS["backward-only"])["problems"][0]
        assert (problem["facts"]["direction"], problem["facts"]["other_way"]) == ("backward", True)

    def test_editor_that_takes_tab_but_lets_go_backwards_is_for_a_person(self, walked: Walker) -> None:
        keeps = "if (event.key === 'Tab' && !event.shiftKey) event.preventDefault()"
        body = f'<textarea id="t" aria-label="Code" onkeydown="{keeps}"></textarea>'
        assert told(walked(page(body))) == [("trap", "review", "#t")]


class TestWidgets:
    pytestmark = in_browser

    def test_there_are_enough_of_them(self) -> None:
        assert len(WIDGETS) >= 30

    @pytest.mark.parametrize("name", WIDGETS)
    def test_nothing_is_told_of_a_widget_that_works(self, name: str, walked: Walker) -> None:
        data = walked(WIDGETS[name])
        assert told(data) == []
        assert data["complete"]

    @pytest.mark.parametrize("fault", MUTANTS)
    def test_fault_planted_in_a_widget_is_found(self, fault: str, walked: Walker) -> None:
        markup, (kind, outcome) = MUTANTS[fault]
        for name in HOSTS:
            found = told(walked(with_mutant(WIDGETS[name], markup)))
            assert found == [(kind, outcome, "#planted")], name


class TestFaults:
    pytestmark = in_browser

    @pytest.mark.parametrize("name", FAULTS)
    def test_fault_is_told_and_nothing_else(self, name: str, walked: Walker) -> None:
        html, expected = FAULTS[name]
        assert sorted(told(walked(html))) == sorted(expected)

    @pytest.mark.parametrize("name", DIALOGS)
    def test_dialog_is_judged_where_pressing_is_allowed(self, name: str, walked: Walker) -> None:
        html, expected = DIALOGS[name]
        data = walked(html, allow_pressing=True)
        assert sorted(told(data)) == sorted(expected)
        assert [one["facts"]["fault"] for one in data["problems"]] == [name][: len(expected)]

    def test_no_button_is_pressed_unless_it_is_allowed(self, walked: Walker) -> None:
        pressed = page('<button type="button" id="t" onclick="document.title = 1; t.id = \'gone\'">Open</button>')
        assert [stop["selector"] for stop in walked(pressed)["stops"]] == ["#before", "#t", "#after"]


class TestSingleKeys:
    pytestmark = in_browser

    @pytest.mark.parametrize("name", KEYS)
    def test_keys_without_modifier_are_told_where_they_do_something(self, name: str, walked: Walker) -> None:
        html, expected = KEYS[name]
        problems = walked(html)["problems"]
        assert {one["kind"] for one in problems} <= {"single-key"}
        assert [(one["outcome"], one["facts"]["keys"]) for one in problems] == expected

    def test_any_letter_that_leads_to_a_search_is_one_problem(self, walked: Walker) -> None:
        script = 'addEventListener("keydown", (event) => { if (event.key.length === 1) q.focus() })'
        data = walked(page(f'<input id="q" aria-label="Search"><script>{script}</script>'))
        assert [(one["outcome"], one["facts"]["any"]) for one in data["problems"]] == [("review", True)]

    def test_nothing_is_typed_or_sent_by_them(self, walked: Walker, site: Site) -> None:
        asked = len(site.asked)
        does = (
            "q.focus(); fetch(`/said?${q.value}`, {method: 'POST'}); navigator.sendBeacon('/beacon'); f.requestSubmit()"
        )
        form = '<form id="f" action="/sent"><input id="q" aria-label="Search" oninput="fetch(`/typed`)"></form>'
        on_key = f"(event) => {{ if (event.key.length === 1) {{ {does} }} }}"
        walked(page(f'{form}<script>addEventListener("keydown", {on_key})</script>'))
        assert set(site.asked[asked:]) <= {"/page", "/favicon.ico"}


class TestForeignFrames:
    pytestmark = in_browser

    @pytest.fixture
    def framed(self, walked: Walker) -> Iterator[Callable[[bytes], dict[str, Any]]]:
        """Walk through a page that holds a frame of another site."""
        other = Site()

        def go(html: bytes) -> dict[str, Any]:
            other.pages["/inside"] = html
            address = other.url.replace("127.0.0.1", "localhost")
            return walked(page(f'<iframe id="f" title="Frame" src="{address}/inside"></iframe>'))

        yield go
        other.close()

    @pytest.mark.parametrize("name", FRAMED)
    def test_trap_in_a_frame_of_another_site_is_found(
        self, name: str, framed: Callable[[bytes], dict[str, Any]]
    ) -> None:
        html, ring = FRAMED[name]
        data = framed(html)
        assert told(data) == [("trap", "fail", "#f")]
        assert data["problems"][0]["facts"]["ring"] == ring
        assert [stop["selector"] for stop in data["stops"]] == ["#before", "#f", "#after"]

    def test_escape_in_a_frame_frees_the_focus(self, framed: Callable[[bytes], dict[str, Any]]) -> None:
        leaves = 'if (event.key === "Escape") on = 0; if (event.key === "Tab" && on) event.preventDefault()'
        script = f"let on = 1; t.addEventListener('keydown', (event) => {{ {leaves} }})"
        assert told(framed(page(f'<button id="t">In</button><script>{script}</script>'))) == []

    def test_frame_with_many_stops_is_no_trap(self, framed: Callable[[bytes], dict[str, Any]]) -> None:
        data = framed(page("".join(f"<button>{number}</button>" for number in range(50))))
        assert told(data) == []
        assert data["complete"]

    def test_frame_that_cannot_be_looked_into_is_for_a_person(self, walked: Walker) -> None:
        """A custom element with a closed root stands in: nothing tells where in it the focus is."""
        inside = "".join(f"<button>{number}</button>" for number in range(45))
        script = (
            'customElements.define("x-b", class extends HTMLElement { connectedCallback() { '
            f"this.attachShadow({{mode: 'closed'}}).innerHTML = '{inside}' }} }})"
        )
        data = walked(page(f'<x-b id="t"></x-b><script>{script}</script>'))
        assert told(data) == [("trap", "review", "#t")]
        assert data["problems"][0]["facts"]["unverified"] is True
        assert [stop["selector"] for stop in data["stops"]] == ["#before", "#t", "#after"]


class TestBounds:
    pytestmark = in_browser

    def test_stops_tell_what_a_reader_meets(self, walked: Walker) -> None:
        first, field, _ = walked(page('<label>Town <input id="t" style="margin:50px"></label>'))["stops"]
        assert (first["number"], first["name"], first["role"], first["focus"]) == (1, "First link", "link", "style")
        assert (field["name"], field["role"], field["focus"]) == ("Town", "textbox", "caret")
        assert field["rect"][2] > 50 < field["rect"][0]

    def test_page_with_more_stops_than_allowed_is_not_accused_of_the_rest(self, walked: Walker) -> None:
        data = walked(page("".join(f'<a href="/{number}">Link {number}</a> ' for number in range(30))), max_stops=5)
        assert (data["ended"], data["complete"], len(data["stops"])) == ("stops", False, 5)
        assert data["problems"] == []

    def test_walk_ends_at_its_deadline_with_what_it_has(self, walked: Walker) -> None:
        data = walked(WIDGETS["form"], deadline_s=0.001)
        assert (data["ended"], data["complete"], data["problems"]) == ("deadline", False, [])

    def test_page_is_never_left_and_no_form_is_sent(self, walked: Walker, site: Site) -> None:
        asked = len(site.asked)
        walked(FAULTS["focus-sends"][0])
        walked(FAULTS["focus-leaves-page"][0])
        assert set(site.asked[asked:]) <= {"/page", "/favicon.ico"}

    def test_endless_page_costs_no_more_than_its_stops(self, walked: Walker) -> None:
        grows = page(
            '<div id="box"><button>0</button></div><script>box.addEventListener("focusin", () => '
            'box.insertAdjacentHTML("beforeend", "<button>more</button>"))</script>'
        )
        data = walked(grows, max_stops=20)
        assert (data["ended"], len(data["stops"])) == ("stops", 20)


@pytest.mark.browser
@pytest.mark.slow
def test_stage_walks_only_the_pages_that_are_asked_for(chromium: None, site: Site) -> None:
    site.pages |= {"/walked": WIDGETS["form"], "/trap": TRAPS["no-tab"], "/other": WIDGETS["form"]}
    found: list[Artifact] = []
    tasks = [
        BrowseTask(1, f"{site.url}/walked", keyboard=True),
        BrowseTask(2, f"{site.url}/trap", keyboard=True),
        BrowseTask(3, f"{site.url}/other"),
        BrowseTask(4, f"{site.url}/missing", keyboard=True),
    ]
    browse(tasks, BrowserOptions(allow_private=True, axe=False, screenshots=False, workers=1), found.append)
    walks = {one.page_id: one for one in found if one.kind is ArtifactKind.KEYBOARD}
    assert set(walks) == {1, 2, 4}
    assert len(walks[1].data["stops"]) == 6
    assert [one["kind"] for one in walks[2].data["problems"]] == ["trap"]
    assert "404" in walks[4].error


def _stop(x: int, y: int, **more: Any) -> dict[str, Any]:
    return {"selector": f"{x},{y}", "rect": [x, y, 100, 20], "tabindex": 0, "frame": False, **more}


@pytest.mark.parametrize(
    ("stops", "jumps"),
    [
        ([_stop(0, 0), _stop(0, 400)], []),
        ([_stop(0, 400), _stop(0, 0)], ["0,0"]),
        ([_stop(0, 400), _stop(300, 0)], []),  # the next column
        ([_stop(0, 60), _stop(0, 0)], []),  # uneven lines
        ([_stop(0, 400), _stop(0, 0, tabindex=2), _stop(0, 500)], []),  # told by its tabindex
        ([_stop(0, 400), _stop(0, 0, frame=True)], []),
    ],
)
def test_order_is_asked_about_where_the_focus_jumps_up_in_one_column(
    stops: list[dict[str, Any]], jumps: list[str]
) -> None:
    assert [one["selector"] for one in out_of_order(stops)] == jumps


def test_expected_problems_are_written_alike() -> None:
    every: list[Expected] = [expected for _, expected in (*FAULTS.values(), *DIALOGS.values())]
    assert {outcome for expected in every for _, outcome, _ in expected} == {"fail", "review"}
