"""The page of all sites: safe, the same in every language, and honest about what is not known."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from reports.options import ReportOptions
from reports.portal import SHOWN, PortalRun, PortalSite, render_portal

NOW = 1_790_000_000.0


def site(name: str = "shop", runs: int = 3, **more: object) -> PortalSite:
    found = [PortalRun(number, NOW - 86_400 * (runs - number), "done", 60.0 + number, 5, 1, 2, 40, "held",
                       f"shop/run-{number}/index.html") for number in range(runs, 0, -1)]  # fmt: skip
    return PortalSite(name, "https://shop.example/", tuple(found), **more)  # type: ignore[arg-type]


def test_each_site_shows_its_health_its_trend_and_a_link_to_each_report() -> None:
    page = BeautifulSoup(render_portal([site()], NOW), "html.parser")
    (section,) = page.select("section")
    assert section.h2 is not None
    assert section.h2.text == "shop"
    assert "63" in section.text
    assert len(section.select("svg.spark")) == 1
    assert [a["href"] for a in section.select("tbody a")] == [f"shop/run-{n}/index.html" for n in (3, 2, 1)]


def test_what_is_not_known_is_a_dash_and_a_failed_run_says_why() -> None:
    failed = PortalRun(4, NOW, "failed", message="no answer", pages=0)
    page = BeautifulSoup(render_portal([PortalSite("shop", "https://shop.example/", (failed,))], NOW), "html.parser")
    assert "no answer" in page.text
    assert "Not judged yet" in page.text
    assert not page.select("tbody a")


def test_names_and_messages_of_others_never_become_markup() -> None:
    evil = "<script>alert(1)</script>"
    run = PortalRun(1, NOW, "failed", message=evil, link='x"onmouseover="alert(1)')
    text = render_portal([PortalSite(evil, "https://shop.example/", (run,))], NOW)
    page = BeautifulSoup(text, "html.parser")
    assert not page.select("script")
    assert not page.select("[onmouseover]")


def test_nothing_may_load_or_run() -> None:
    text = render_portal([site()], NOW)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1] or "default-src 'none'" in policy[1]
    assert "http" not in "".join(re.findall(r'(?:src|href)="([^"]*)"', text))


@pytest.mark.parametrize(("lang", "direction"), [("en", "ltr"), ("ar", "rtl"), ("sl", "ltr")])
def test_it_stands_in_the_reports_language_and_direction(lang: str, direction: str) -> None:
    page = BeautifulSoup(render_portal([site()], NOW, ReportOptions(lang=lang)), "html.parser")
    assert page.html is not None
    assert (page.html["lang"], page.html["dir"]) == (lang, direction)


def test_a_long_history_is_cut_and_counted() -> None:
    page = BeautifulSoup(render_portal([site(runs=SHOWN + 7)], NOW), "html.parser")
    assert len(page.select("tbody tr")) == SHOWN
    assert "7 older audits" in page.text


def test_without_a_run_it_says_so() -> None:
    assert "No site was audited yet" in render_portal([], NOW)


def test_the_table_has_a_caption_and_head_cells_and_can_be_reached_by_keyboard() -> None:
    page = BeautifulSoup(render_portal([site()], NOW), "html.parser")
    assert page.select_one("table caption") is not None
    assert all(one.get("scope") == "col" for one in page.select("thead th"))
    region = page.select_one("[role=region]")
    assert region is not None
    assert region["tabindex"] == "0"
    assert page.select_one(f"#{region['aria-labelledby']}") is not None
