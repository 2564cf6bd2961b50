"""Every page that Marsad writes, in each language, scheme, width and on paper: axe finds nothing, no text is pale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reports.specimen_rich import LANGUAGES, PAGES, pages_of, rich
from tests.reports.watched import Driver, axe, dress, open_all, pale_texts, show, stopped, unroll, watched_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOKS = ((1280, False, ""), (1280, True, ""), (360, False, ""), (360, True, ""), (800, False, "print"))
DECIDED = {"color-contrast"}
"""What axe leaves open and the test decides: the contrast of texts in regions that scroll and upon drawings."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Driver]:
    with watched_chromium() as driver:
        yield driver


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("matrix")
    given = rich(40, 14)
    for lang in LANGUAGES:
        for name, text in pages_of(given, lang).items():
            (made / f"{name}.{lang}.html").write_text(text, "utf-8")
    return made


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_no_text_is_pale(chromium: Driver, folder: Path, name: str, lang: str) -> None:
    dress(chromium)
    show(chromium, (folder / f"{name}.{lang}.html").as_uri(), name == "report")
    open_all(chromium)
    found = {}
    for look in LOOKS:
        dress(chromium, *look)
        unroll(chromium, look[0])
        told = axe(chromium)
        left = [one for one in told["incomplete"] if one[0] not in DECIDED]
        if wrong := (told["violations"] + left + pale_texts(chromium)):
            found[look] = wrong
    assert found == {}
    assert stopped(chromium) == []


def test_a_pale_text_and_a_picture_without_words_are_found(chromium: Driver, tmp_path: Path) -> None:
    page = tmp_path / "pale.html"
    page.write_text('<html lang="en"><title>x</title><main><h1>x</h1><p style="color:#999">pale</p><img src="data:,">',
                    "utf-8")  # fmt: skip
    dress(chromium)
    show(chromium, page.as_uri(), has_script=False)
    assert [one.partition(" ")[0] for one in pale_texts(chromium)] == ["2.85"]
    assert "image-alt" in [one[0] for one in axe(chromium)["violations"]]
