"""What makes a page slow is named: the largest paint, scripts that block, shifts, blocking files, unused code."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from crawler.browser.browse import BrowseTask, browse
from crawler.browser.options import BrowserOptions
from crawler.browser.unused import unused_share
from store.model import Artifact, ArtifactKind

from .conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STYLE = {"content-type": "text/css"}
SCRIPT = {"content-type": "text/javascript"}
SVG = {"content-type": "image/svg+xml"}
PADDING = b"<!-- %s -->" % (b"colour " * 1000)  # an image of few bytes for its area counts as background
GREAT = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600">%s<path d="M0 0h900v600H0z"/></svg>' % PADDING
)
BUSY = "const until = performance.now() + %d; while (performance.now() < until);"
INSERT = (
    "addEventListener('load', () => setTimeout(() => { const one = new Image(900, 600); one.id = 'great';"
    "one.src = '/great.svg'; document.body.append(one) }, 200))"
)


def html(body: str, head: str = "") -> bytes:
    return (
        f"<!doctype html><html lang=en><head><title>T</title><link rel=icon href=data:,>{head}</head>"
        f"<body>{body}</body></html>"
    ).encode()


def answered_late() -> bytes:
    time.sleep(1.5)  # longer than the quiet after which a page counts as finished
    return b"<p id=late>Late</p>"


PAGES: dict[str, Any] = {
    "/great.svg": (200, SVG, GREAT),
    "/late-image": html(f"<p>Small words</p><script>{INSERT}</script>"),
    "/early-image": html(
        '<img src="/great.svg" width="900" height="600" alt="" fetchpriority="high">',
        '<link rel="preload" as="image" href="/great.svg">',
    ),
    "/lazy-image": html('<img src="/great.svg" width="900" height="600" alt="" loading="lazy">'),
    "/words": html("<h1 style='font-size:80px'>Only words are shown on this page</h1>"),
    "/busy.js": (
        200,
        SCRIPT,
        f"addEventListener('load', () => setTimeout(() => {{ {BUSY % 400} }}, 250))".encode(),
    ),
    "/busy": html("<h1>Busy</h1><script src=/busy.js></script><script src=/calm.js></script>"),
    "/calm.js": (200, SCRIPT, b"window.calm = 1"),
    "/shift": html(
        "<div id=late></div><p id=moved style='height:300px;margin:0'>This text is pushed down.</p>"
        "<script>setTimeout(() => { document.getElementById('late').style.height = '200px' }, 300)</script>",
        "<style>body { margin: 0 }</style>",
    ),
    "/one.css": (200, STYLE, b"h1 { color: #123 }"),
    "/two.css": (200, STYLE, b"p { color: #123 }"),
    "/print.css": (200, STYLE, b"p { color: #000 }"),
    "/blocked": html(
        "<h1>Blocked</h1>",
        "<link rel=stylesheet href=/one.css><link rel=stylesheet href=/two.css>"
        "<link rel=stylesheet href=/print.css media=print><script src=/calm.js></script>"
        "<script async src=/calm.js?async></script><script defer src=/calm.js?defer></script>",
    ),
    "/half.js": (
        200,
        SCRIPT,
        b"function ran() { return 1 }\nfunction idle() { return '%s' }\nran()" % (b"x" * 9000),
    ),
    "/half.css": (200, STYLE, b"h1 { color: #123 }\n" + b".nobody-%d { color: #456 }\n" * 400 % tuple(range(400))),
    "/none.css": (200, STYLE, b".never-%d { color: #456 }\n" * 400 % tuple(range(400))),
    "/unused": html(
        "<h1>Unused</h1>",
        "<link rel=stylesheet href=/half.css><link rel=stylesheet href=/none.css><script src=/half.js></script>",
    ),
    "/slow-answer": html("<p>At first</p><script>fetch('/late').then(r => r.text()).then(t => document.body.innerHTML "
                         "+= t)</script>"),
    "/late": answered_late,
    "/answers": html(f"<p>Words to press</p><script>addEventListener('click', () => {{ {BUSY % 150} }})</script>"),
    "/traps": html(
        "<p>Words to press</p><form action=/sent><button id=a aria-expanded=false>Send</button></form>"
        "<div id=cookie-banner><button id=c aria-expanded=false>Choose</button></div>"
        "<button id=b aria-expanded=false>Menu</button><a href=/left><button aria-expanded=false>Leave</button></a>"
        "<script>const note = (what) => document.title += what;"
        "for (const one of document.querySelectorAll('button')) one.onclick = () => fetch('/pressed?' + one.id);"
        "document.addEventListener('pointerdown', () => navigator.sendBeacon('/counted'));"
        "addEventListener('pointerdown', () => fetch('/counted?kept', {method: 'POST', keepalive: true}));"
        "addEventListener('beforeunload', (event) => event.preventDefault());"
        "addEventListener('click', () => addEventListener('pagehide', () => navigator.sendBeacon('/bye')));"
        "addEventListener('click', () => { document.forms[0].requestSubmit(); location.href = '/left' })</script>"
    ),
    "/grows": html(
        "<h1>A table that grows by itself</h1><table>" + "<tr><td>one<td>two<td>three<td>four" * 9_000 + "</table>",
        "<style>@keyframes grow { to { font-size: 20px } } table { animation: grow 1ms .3s steps(1) forwards }</style>",
    ),
    "/nothing": html(""),
}  # fmt: skip
PATHS = [path for path, answer in PAGES.items() if isinstance(answer, bytes)]
Seen = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def seen(chromium: None, site: Site) -> Seen:
    site.pages.update(PAGES)
    found: Seen = {}

    def keep(artifact: Artifact) -> None:
        if artifact.kind is ArtifactKind.VITALS:
            assert not artifact.error, artifact.error
            found[PATHS[artifact.page_id]] = dict(artifact.data)

    tasks = [BrowseTask(number, site.url + path) for number, path in enumerate(PATHS)]
    browse(tasks, BrowserOptions(allow_private=True, axe=False, screenshots=False, quiet_cap_ms=8000), keep)
    return found


@pytest.fixture
def asked(seen: Seen, site: Site) -> Iterator[list[str]]:
    yield site.asked


def names(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(row["url"].rpartition("/")[2] for row in rows)


def test_a_great_image_that_a_script_adds_is_the_largest_paint(seen: Seen) -> None:
    vitals = seen["/late-image"]
    largest = vitals["lcp"]
    assert (largest["tag"], largest["selector"]) == ("img", "body > img")
    assert largest["url"].endswith("/great.svg") and vitals["lcp_url"] == largest["url"]
    assert (largest["in_html"], largest["preloaded"], largest["size"]) == (False, False, 900 * 600)
    assert vitals["lcp_ms"] >= vitals["fcp_ms"]  # equal where a busy machine paints both at once


def test_parts_of_the_largest_paint_add_up_to_it(seen: Seen) -> None:
    for path in ("/late-image", "/early-image", "/words"):
        vitals = seen[path]
        assert sum(vitals["lcp"]["subparts"].values()) == pytest.approx(vitals["lcp_ms"], abs=1)
    assert seen["/late-image"]["lcp"]["subparts"]["load_delay_ms"] >= 200  # the script waits so long after load
    assert seen["/words"]["lcp"]["subparts"]["load_ms"] == 0


def test_how_the_largest_image_is_asked_for_is_told(seen: Seen) -> None:
    early, lazy = seen["/early-image"]["lcp"], seen["/lazy-image"]["lcp"]
    assert (early["preloaded"], early["in_html"], early["fetchpriority"], early["loading"]) == (True, True, "high", "")
    assert (lazy["preloaded"], lazy["fetchpriority"], lazy["loading"]) == (False, "", "lazy")
    assert seen["/words"]["lcp"]["in_html"] is None
    assert seen["/words"]["lcp"]["tag"] == "h1"


def test_a_script_that_blocks_is_named_with_its_origin(seen: Seen, site: Site) -> None:
    vitals = seen["/busy"]
    assert vitals["tbt_ms"] >= 350
    assert vitals["tbt_scripts"][0]["url"] == f"{site.url}/busy.js"
    assert vitals["tbt_scripts"][0]["ms"] > vitals["tbt_ms"] / 2
    assert vitals["by_origin"][site.url]["blocking_ms"] > vitals["tbt_ms"] / 2
    assert max(one["ms"] for one in vitals["long_task_list"]) >= 400
    assert "calm.js" not in names(vitals["tbt_scripts"])


def test_layout_that_no_script_asked_for_blocks_too(seen: Seen) -> None:
    vitals = seen["/grows"]
    assert vitals["tbt_ms"] > 0
    assert vitals["long_task_list"][-1]["start_ms"] > vitals["fcp_ms"]
    assert vitals["tbt_scripts"] == []


def test_a_shift_has_its_known_value_and_names_what_moved(seen: Seen) -> None:
    vitals = seen["/shift"]
    # 300 px move by 200 px in a window of 1350 x 940: impact 500/940, distance 200/1350.
    assert vitals["cls"] == pytest.approx(500 / 940 * 200 / 1350, abs=0.001)
    assert [one["selector"] for one in vitals["cls_sources"]] == ["body > p"]
    assert seen["/words"]["cls"] == 0


def test_exactly_the_files_that_hold_the_first_paint_back_are_told(seen: Seen) -> None:
    blocking = seen["/blocked"]["render_blocking"]
    assert names(blocking) == ["calm.js", "one.css", "two.css"]
    assert all(one["bytes"] > 0 for one in blocking)
    assert {one["type"] for one in blocking} == {"script", "stylesheet"}
    assert seen["/words"]["render_blocking"] == []


def test_the_waterfall_holds_every_request_in_order(seen: Seen) -> None:
    vitals = seen["/blocked"]
    rows = vitals["waterfall"]
    assert len(rows) == vitals["requests"] == 7 and vitals["waterfall_left"] == 0
    assert rows[0]["type"] == "document" and rows[0]["start_ms"] == 0
    assert [row["start_ms"] for row in rows] == sorted(row["start_ms"] for row in rows)
    assert all(row["start_ms"] <= row["response_ms"] <= row["end_ms"] for row in rows)
    assert sum(row["bytes"] for row in rows) == vitals["bytes"]
    assert names([row for row in rows if row["is_blocking"]]) == names(vitals["render_blocking"])
    assert all(row["initiator"].endswith("/blocked") for row in rows[1:])


def test_unused_code_is_measured_for_each_file(seen: Seen) -> None:
    unused = seen["/unused"]["unused"]
    assert names(unused["js"]) == ["half.js"]
    assert unused["js"][0]["unused_bytes"] > 0.9 * unused["js"][0]["bytes"]
    assert names(unused["css"]) == ["half.css", "none.css"]
    share = {one["url"].rpartition("/")[2]: one["unused_bytes"] / one["bytes"] for one in unused["css"]}
    assert share["none.css"] == 1
    assert 0.9 < share["half.css"] < 1
    assert seen["/words"]["unused"] == {"css": [], "js": []}


def test_a_function_inside_one_that_never_ran_is_counted_once() -> None:
    functions = [
        {"ranges": [{"startOffset": 0, "endOffset": 100, "count": 1}]},
        {"ranges": [{"startOffset": 10, "endOffset": 50, "count": 0}]},
        {"ranges": [{"startOffset": 20, "endOffset": 30, "count": 0}]},
    ]
    assert unused_share(functions) == 0.4
    assert unused_share([]) == 0


def test_a_page_that_waits_for_an_answer_is_not_finished(seen: Seen) -> None:
    assert seen["/slow-answer"]["waterfall"][-1]["status"] == 200
    assert seen["/slow-answer"]["dom_elements"] == len("html head title link body p script p".split())


def test_a_slow_answer_to_a_press_is_measured_with_its_parts(seen: Seen) -> None:
    answer = seen["/answers"]["inp"]
    assert answer["ms"] >= 144  # in steps of 8 ms
    assert answer["processing_ms"] >= 145
    assert answer["selector"] == "body > p"
    assert answer["how"] == "a click on text, the Tab key"


def test_nothing_is_sent_and_the_page_is_not_left_while_it_is_touched(seen: Seen, asked: list[str]) -> None:
    assert "/sent" not in [path.partition("?")[0] for path in asked]
    assert "/left" not in asked
    assert [path for path in asked if path.startswith(("/pressed", "/counted", "/bye"))] == []
    assert "body > button" in seen["/traps"]["inp"]["how"]


def test_a_page_without_anything_to_press_is_asked_by_key_alone(seen: Seen) -> None:
    inp = seen["/nothing"]["inp"]
    assert inp is None or inp["how"] == "the Tab key"


def test_the_state_of_the_machine_stands_beside_the_figures(seen: Seen) -> None:
    machine = seen["/words"]["machine"]
    assert 0 <= machine["index"] <= 1
    assert machine["is_busy"] is (machine["index"] < 0.75)
