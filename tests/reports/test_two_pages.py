"""The two pages for managers, printed by real Chromium and read back from the PDF."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions
from marsad.printing import print_pdf
from reports.build import build
from reports.model import Gap
from reports.options import ReportOptions
from reports.two_pages import two_pages
from reports.words import Words
from tests.reports.specimen import HOSTILE, specimen

pytestmark = [pytest.mark.browser, pytest.mark.slow]
A4_POINTS = (595, 842)


@pytest.fixture(scope="module", autouse=True)
def _browser() -> None:
    found = find_browser(BrowserOptions(axe=False))
    if not found.ok:
        pytest.skip(f"no Chromium: {found.reason}")


def printed(lang: str = "en", **changes: object) -> pypdf.PdfReader:
    report = replace(build(specimen()), **changes)  # type: ignore[arg-type]
    options = ReportOptions(lang=lang)
    return pypdf.PdfReader(io.BytesIO(print_pdf(two_pages(report, Words(lang), options))))


def test_the_pdf_has_two_pages_of_a4_with_title_language_tags_outline_and_links() -> None:
    book = printed()
    assert len(book.pages) == 2
    assert [round(float(one)) for one in book.pages[0].mediabox[2:]] == pytest.approx(A4_POINTS, abs=2)
    assert "shop.example" in (book.metadata.title or "") if book.metadata else False
    root = book.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert book.outline
    text = "\n".join(page.extract_text() for page in book.pages)
    assert "shop.example" in text
    for cause in build(specimen()).first:
        assert cause.title in text
    links = [note.get_object() for note in book.pages[0].get("/Annots", [])]
    assert any(str(one.get("/A", {}).get("/URI", "")).startswith("https://shop.example/") for one in links)


@pytest.mark.parametrize("lang", ["ar", "sl"])
def test_long_and_hostile_texts_still_make_two_pages_in_every_language(lang: str) -> None:
    report = build(specimen())
    long = HOSTILE + "A very long sentence without an end and " * 40 + "x" * 900
    causes = tuple(replace(one, title=long, message=long, brief=long, fix_editor=long) for one in report.causes)
    gaps = tuple(Gap(long, long, long) for _ in range(30))
    book = printed(lang, causes=causes, host=long, coverage=replace(report.coverage, gaps=gaps))
    assert len(book.pages) == 2
    assert book.trailer["/Root"]["/Lang"] == lang
