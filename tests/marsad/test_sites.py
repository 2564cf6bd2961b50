"""Several sites in one file: what counts for each, and which line is at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.config import Config, load_config
from store.errors import ConfigError

TWO = """\
[crawl]
max_pages = 100
delay_s = 0.5

[schedule]
cron = "daily"
timezone = "Europe/Ljubljana"

[[site]]
name = "shop"
url = "https://shop.example/"
schedule = "0 5 * * 1"

[site.crawl]
max_pages = 5000

[[site.ignore]]
rule = "title-too-long"
reason = "brand names"

[[site]]
name = "blog"
url = "blog.example"

[site.report]
lang = "sl"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "marsad.toml"


def load(file: Path, text: str, site: str | None = None) -> Config:
    file.write_text(text, encoding="utf-8")
    return load_config(file, {}, site)


def fault(file: Path, text: str, site: str | None = None) -> str:
    with pytest.raises(ConfigError) as raised:
        load(file, text, site)
    said = str(raised.value)
    assert "\n" not in said
    return said


def test_a_site_lays_its_own_settings_over_those_of_the_file(file: Path) -> None:
    shop = load(file, TWO, "shop")
    assert (shop.url, shop.name) == ("https://shop.example/", "shop")
    assert (shop.crawl.max_pages, shop.crawl.delay_s) == (5000, 0.5)
    assert (shop.schedule.expression, shop.schedule.timezone) == ("0 5 * * 1", "Europe/Ljubljana")
    assert [one.rule for one in shop.ignore] == ["title-too-long"]
    blog = load(file, TWO, "blog")
    assert (blog.crawl.max_pages, blog.report.lang, blog.ignore) == (100, "sl", ())
    assert blog.schedule.expression == "30 3 * * *"


def test_what_the_command_line_says_counts_more_than_the_site(file: Path) -> None:
    file.write_text(TWO, encoding="utf-8")
    assert load_config(file, {"crawl": {"max_pages": 7}}, "shop").crawl.max_pages == 7


def test_a_site_is_found_by_its_host_and_its_address_too(file: Path) -> None:
    assert load(file, TWO, "blog.example").name == "blog"
    assert load(file, TWO, "https://shop.example/").name == "shop"


def test_without_a_name_all_sites_are_listed_and_none_is_chosen(file: Path) -> None:
    both = load(file, TWO)
    assert both.url == ""
    assert [one.name for one in both.site] == ["shop", "blog"]


def test_the_only_site_of_a_file_needs_no_name(file: Path) -> None:
    assert load(file, '[[site]]\nname = "one"\nurl = "https://one.example/"\n').url == "https://one.example/"


def test_a_plain_url_keeps_working_and_answers_to_its_host(file: Path) -> None:
    assert load(file, 'url = "https://a.example/"\n').url == "https://a.example/"
    assert load(file, 'url = "https://a.example/"\n', "a.example").url == "https://a.example/"
    assert "a.example" in fault(file, 'url = "https://a.example/"\n', "b.example")


def test_a_plain_url_beside_sites_is_told_with_its_line(file: Path) -> None:
    said = fault(file, 'url = "https://a.example/"\n' + TWO)
    assert "line 1" in said
    assert "move it" in said


def test_an_unknown_site_is_told_with_the_names_there_are(file: Path) -> None:
    assert "there are: shop, blog" in fault(file, TWO, "shp")


def test_a_wrong_value_of_a_site_is_told_with_its_line_whichever_site_was_asked_for(file: Path) -> None:
    said = fault(file, TWO.replace("max_pages = 5000", "max_pages = -1"), "blog")
    assert "line 15" in said
    assert "site[1].crawl.max_pages" in said


def test_an_unknown_table_of_a_site_is_told_with_its_line_and_the_known_ones(file: Path) -> None:
    said = fault(file, TWO.replace("[site.report]", "[site.reports]"))
    assert "line 25" in said
    assert "site[2].reports is not a known key" in said
    assert "schedule" in said


def test_a_key_inside_a_list_of_a_site_is_told_with_its_line(file: Path) -> None:
    said = fault(file, TWO.replace('rule = "title-too-long"', 'rle = "title-too-long"'))
    assert "line 18" in said or "line 17" in said
    assert "site[1].ignore[1]" in said


@pytest.mark.parametrize(
    ("change", "to", "line", "words"),
    [
        ('name = "blog"', 'name = "shop"', "line 22", "is the name of site 1 too"),
        ('name = "blog"', 'name = "my blog"', "line 22", "site[2].name"),
        ('url = "blog.example"', 'url = "mailto:me"', "line 23", "not the URL of a web site"),
        ('url = "blog.example"', 'url = "blog.example"\ndata = "elsewhere"', "line 24", "at the top alone"),
        ('schedule = "0 5 * * 1"', 'schedule = "0 25 * * 1"', "line 12", "not a cron expression"),
        ('schedule = "0 5 * * 1"', 'schedule = "whenever"', "line 12", "five fields"),
        ('schedule = "0 5 * * 1"', 'schedule = "0 5 31 2 *"', "line 12", "bad day-of-month"),
        ('timezone = "Europe/Ljubljana"', 'timezone = "Europe/Lubljana"', "line 7", "not a time zone"),
    ],
)  # fmt: skip
def test_every_fault_names_its_line(file: Path, change: str, to: str, line: str, words: str) -> None:
    assert change in TWO
    said = fault(file, TWO.replace(change, to))
    assert line in said
    assert words in said


@pytest.mark.parametrize(
    "url",
    ["https://shop.example/", "shop.example", "http://SHOP.example:80/?b=1", "https://shop.example/staging/"],
)
def test_two_tables_of_one_host_are_refused_with_both_places_since_they_would_be_one_history(
    file: Path, url: str
) -> None:
    said = fault(file, TWO.replace('url = "blog.example"', f'url = "{url}"'))
    assert "line 23" in said
    assert "line 11)" in said
    assert "as 'shop' is" in said
    assert "data folder of its own" in said


def test_hosts_that_differ_by_port_or_subdomain_are_two_sites(file: Path) -> None:
    for url in ("https://shop.example:8443/", "https://www.shop.example/", "https://staging.shop.example/"):
        assert [one.name for one in load(file, TWO.replace('url = "blog.example"', f'url = "{url}"'), "").site] == [
            "shop",
            "blog",
        ]
