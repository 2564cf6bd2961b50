"""The report draws one walk by keyboard: numbered stops over the page, and the same in a table."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from reports.build import build
from reports.html import render
from reports.keyboard import MOST_STOPS, PICTURE_WIDTH, TabOrder
from reports.load import load
from store.database import Batch, Fetched, Store
from store.model import Artifact, ArtifactKind, Facts, Page
from tests.reports.specimen import HOSTILE, specimen

SITE = "https://example.test"
PATHS = ("/", "/form", "/broken")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "marsad.db")) as opened:
        yield opened


def stop(number: int, y: int, **more: Any) -> dict[str, Any]:
    base = {"number": number, "name": f"Link {number}", "role": "link", "selector": f"#a{number}", "focus": "style"}
    return {**base, "rect": [10, y, 40, 20], **more}


def artifact(page: int, problems: int, stops: list[dict[str, Any]], error: str = "") -> Artifact:
    data = {"stops": stops, "problems": [{}] * problems, "complete": not problems}
    return Artifact(page, ArtifactKind.KEYBOARD, "desktop", data, b"", error, 1.0)


def picture(page: int, width: int = 1350, height: int = 3000) -> Artifact:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "WEBP")
    return Artifact(page, ArtifactKind.SCREENSHOT, "desktop", {}, out.getvalue(), "", 1.0)


def told(store: Store, artifacts: list[Artifact]) -> TabOrder | None:
    run = store.begin_run("example.test", f"{SITE}/", {}, {}, 1_000.0)
    pages = [Page(SITE + path, status=200, facts=Facts(title="x"), fetched_at=1_001.0) for path in PATHS]
    store.save_batch(run.id, Batch(fetched=[Fetched(page) for page in pages]))
    ids = {page.url: page.id for page in store.pages(run.id)}
    known = [ids[SITE + path] for path in PATHS]
    store.save_artifacts(run.id, [_moved(one, known) for one in artifacts])
    return build(load(store, run.id, {})).tab_order


def _moved(one: Artifact, known: list[int]) -> Artifact:
    return Artifact(known[one.page_id], one.kind, one.device, one.data, one.blob, one.error, one.taken_at)


def test_page_with_most_problems_is_drawn(store: Store) -> None:
    order = told(
        store,
        [
            artifact(0, 1, [stop(1, 0)]),
            artifact(1, 2, [stop(1, 0), stop(2, 100, focus="none")]),
            artifact(2, 0, [], "the page fell over"),
            picture(1),
        ],
    )
    assert order is not None
    assert (order.url, order.total, order.problems, order.complete) == (f"{SITE}/form", 2, 2, False)
    assert [(one.x, one.y, one.is_visible) for one in order.path] == [(30, 10, True), (30, 110, False)]
    assert order.line == "30,10 30,110"


def test_picture_ends_below_the_last_stop_and_is_made_small(store: Store) -> None:
    order = told(store, [artifact(0, 0, [stop(1, 400)]), picture(0)])
    assert order is not None
    assert (order.width, order.height) == (1350, 530)
    shown = Image.open(io.BytesIO(base64.b64decode(order.picture)))
    assert shown.width == PICTURE_WIDTH
    assert abs(shown.height / shown.width - 530 / 1350) < 0.01


def test_table_stands_without_a_picture(store: Store) -> None:
    order = told(store, [artifact(0, 0, [stop(number, 0) for number in range(1, MOST_STOPS + 20)])])
    assert order is not None
    assert (len(order.stops), order.total, order.path, order.picture) == (MOST_STOPS, MOST_STOPS + 19, (), "")


def test_nothing_is_drawn_where_nobody_walked(store: Store) -> None:
    assert told(store, [picture(0)]) is None


def test_chapter_numbers_each_stop_and_lists_it() -> None:
    given = specimen(pages=20)
    assert given.tab_order is not None
    soup = BeautifulSoup(render(build(given)), "html.parser")
    chapter = soup.select_one("#keyboard")
    assert chapter is not None
    image = chapter.select("img")[0]
    address, _, data = str(image["src"]).partition(",")
    assert address == "data:image/svg+xml;base64"
    drawing = BeautifulSoup(base64.b64decode(data).decode(), "html.parser")
    assert [one.text for one in drawing.select("text")] == ["1", "2", "3"]
    assert drawing.svg is not None
    assert drawing.svg["xmlns"] == "http://www.w3.org/2000/svg"
    assert "3" in str(image["alt"])
    assert [row.select("td")[2].text for row in chapter.select("tbody tr")] == ["shows", "does not show", "shows"]
    assert chapter.select("tbody th")[2].text == HOSTILE
    assert not chapter.select("script")


def test_report_without_a_walk_has_no_such_chapter() -> None:
    soup = BeautifulSoup(render(build(specimen(pages=20, browser=False))), "html.parser")
    assert soup.select_one("#keyboard") is None
