"""No English is left in a report of another language, but for what is marked as English or as the site's own."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from marsad.wording import texts
from reports.build import build
from reports.catalogue import Catalogue
from reports.html import render
from reports.options import ReportOptions
from tests.reports.pseudo import LANG, bare_words, marked, pseudo
from tests.reports.specimen import specimen


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return pseudo((context, text) for context, text, _ in texts() if not context.startswith("report/"))


@pytest.fixture(scope="module")
def markup(catalogue: Catalogue) -> str:
    return render(build(specimen()), ReportOptions(lang=LANG), texts=catalogue)


def test_no_english_word_stands_bare(markup: str) -> None:
    assert bare_words(BeautifulSoup(markup, "html.parser")) == []


def test_what_is_left_in_english_says_so(markup: str) -> None:
    page = BeautifulSoup(markup, "html.parser")
    left = page.select("bdi[lang=en]")
    assert left, "the fixture has a message that no template gives"
    assert all(one.get("dir") == "ltr" for one in left)


def test_a_bare_word_would_be_noticed(markup: str) -> None:
    page = BeautifulSoup(markup.replace("</main>", "<p>Forgotten words</p></main>"), "html.parser")
    assert [text for text, _ in bare_words(page)] == ["Forgotten words"]


def test_reports_in_several_languages_are_linked_to_one_another() -> None:
    files = {"en": "index.html", "ar": "index.ar.html", "sl": "index.sl.html"}
    page = BeautifulSoup(render(build(specimen()), ReportOptions(lang="ar"), versions=files), "html.parser")
    links = page.select("nav.languages a[hreflang]")
    assert {str(one["hreflang"]): str(one["href"]) for one in links} == files
    assert [one["hreflang"] for one in links if one.get("aria-current")] == ["ar"]
    assert [one.text for one in links] == ["English", "العربية", "Slovenščina"]
    root = page.html
    assert root is not None
    assert (root["lang"], root["dir"]) == ("ar", "rtl")
    assert all(one.get("dir") == "ltr" for one in page.select("code, pre") if one.parent and one.parent.name != "pre")


def test_marks_keep_places_and_code() -> None:
    assert marked("Set `lang` on {n} pages") == "⟦Šëť `lang` öñ {n} pägëš⟧"
