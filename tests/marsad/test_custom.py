"""Searches, columns, segments and the ledger from marsad.toml, as far as the report and the exports."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions
from marsad.config import load_config
from marsad.rulebook import rules_of
from tests.marsad.conftest import ROOT, Marsad
from tests.servers import Site, html

QUICK = ("--browser", "never")
CONFIG = """
[[search]]
name = "Phone"
css = "a[href^='tel:']"
url = ["/contact"]
severity = "high"
title = "Contact page without phone"

[[extract]]
name = "SKU"
css = ".sku"
matches = "[A-Z]{2}-[0-9]+"

[[extract]]
name = "Cities"
css = "li"
many = true

[[segment]]
name = "products"
match = ["/product/*"]
must_have = ["css:img"]
expectation_severity = "high"

[segment.severity]
heading-h1-missing = "critical"
"""
LEDGER = """
[[ignore]]
rule = "segment-expectation/products"
url = "/product/b"
reason = "the photo follows in May"
owner = "Ana"
expires = 2099-12-31

[[ignore]]
rule = "custom-search/phone"
reason = "we take no calls"

[[ignore]]
rule = "title-missing"
reason = "was never mended"
expires = 2020-01-01
"""


@pytest.fixture
def shop() -> Iterator[Site]:
    product = '<p class="sku">{}</p><p>A fine thing.</p>'
    routes = {
        "/": html("Shop", "/product/a", "/product/b", "/contact", body="<h1>Shop</h1>"),
        "/contact": html("Contact", "/", body="<h1>Contact</h1><ul><li>Split</li><li>Zadar</li></ul>"),
        "/product/a": html("A", "/", body=product.format("AB-1")),
        "/product/b": html("B", "/", body=product.format("none")),
    }
    with Site(routes) as site:
        yield site


def audited(marsad: Marsad, folder: Path, site: Site, ledger: str = "", more: str = "") -> tuple[dict[str, Any], str]:
    (folder / "marsad.toml").write_text(more + CONFIG, encoding="utf-8")
    (folder / "marsad-ignore.toml").write_text(ledger, encoding="utf-8")
    done = marsad("audit", site.url(), *QUICK)
    assert done.code == 0, done.err
    report = folder / done.out.strip()
    return json.loads(report.with_name("report.json").read_text(encoding="utf-8")), report.read_text(encoding="utf-8")


def causes_of(data: dict[str, Any], rule: str) -> list[dict[str, Any]]:
    return [one for one in data["causes"] if one["rule"] == rule]


def test_searches_columns_and_segments_reach_report_and_exports(marsad: Marsad, tmp_path: Path, shop: Site) -> None:
    data, page = audited(marsad, tmp_path, shop)
    (phone,) = causes_of(data, "custom-search/phone")
    assert (phone["title"], phone["severity"], phone["pages"]) == ("Contact page without phone", "high", 1)
    (sku,) = causes_of(data, "custom-extract/sku")
    assert "“none”" in sku["message"]
    (image,) = causes_of(data, "segment-expectation/products")
    assert (image["pages"], image["segments"], image["severity"]) == (2, ["products"], "high")
    assert [one["severity"] for one in causes_of(data, "heading-h1-missing")] == ["critical"]
    pages = {one["url"]: one for one in data["pages"]}
    assert pages[shop.url("/product/a")]["columns"] == {"SKU": ["AB-1"], "Cities": []}
    assert pages[shop.url("/contact")]["columns"]["Cities"] == ["Split", "Zadar"]
    assert pages[shop.url("/product/a")]["segments"] == ["products"]
    assert 'data-segment="products"' in page
    table = marsad("export", "pages", "--format", "csv", "--columns", "url,segments,custom:SKU,custom:Cities").out
    rows = {row["url"]: row for row in csv.DictReader(io.StringIO(table))}
    assert list(rows[shop.url("/")]) == ["url", "segments", "custom:SKU", "custom:Cities"]
    assert rows[shop.url("/product/b")]["custom:SKU"] == "none"
    assert rows[shop.url("/contact")]["custom:Cities"] == "Split | Zadar"
    assert "there is no column 'x'" in marsad("export", "pages", "--columns", "x").err
    findings = [json.loads(line) for line in marsad("export", "findings").out.splitlines()]
    assert {tuple(one["segments"]) for one in findings if one["rule"] == image["rule"]} == {("products",)}


def test_what_is_ignored_is_shown_with_its_reason_and_counts_in_the_score(
    marsad: Marsad, tmp_path: Path, shop: Site
) -> None:
    plain, _ = audited(marsad, tmp_path, shop)
    data, page = audited(marsad, tmp_path, shop, LEDGER)
    (phone,) = causes_of(data, "custom-search/phone")
    assert (phone["kind"], phone["state"]) == ("settled", "ignored")
    assert phone["ignored"] == {"reason": "we take no calls", "owner": "", "expires": ""}
    opened, ignored = sorted(causes_of(data, "segment-expectation/products"), key=lambda one: one["state"] == "ignored")
    assert (opened["pages"], ignored["pages"]) == (1, 1)
    assert ignored["ignored"] == {"reason": "the photo follows in May", "owner": "Ana", "expires": "2099-12-31"}
    assert opened["id"] == causes_of(plain, "segment-expectation/products")[0]["id"]
    for words in ("the photo follows in May", "Decided by Ana.", "Counts until 2099-12-31."):
        assert words in page
    assert "takes its points from the score all the same" in page
    assert "expired on 2020-01-01" in " ".join(data["notes"])
    assert not data["score_without_ignored"]
    taken = {one["cause"] for score in data["scores"] for one in score["deductions"]}
    assert {phone["id"], ignored["id"]} <= taken


def test_the_owner_may_leave_what_is_ignored_out_of_the_score_and_the_report_says_so(
    marsad: Marsad, tmp_path: Path, shop: Site
) -> None:
    data, page = audited(marsad, tmp_path, shop, LEDGER, '[judge]\nscore = "without-ignored"\n')
    assert data["score_without_ignored"]
    assert "The score leaves out 2 ignored causes." in page[: page.index('id="causes"')]
    ignored = {one["id"] for one in data["causes"] if one["state"] == "ignored"}
    assert ignored.isdisjoint({one["cause"] for score in data["scores"] for one in score["deductions"]})


def test_what_is_ignored_does_not_fail_the_gate(marsad: Marsad, tmp_path: Path, shop: Site) -> None:
    (tmp_path / "marsad.toml").write_text('[[ignore]]\nrule = "*"\nreason = "a museum"\n')
    assert marsad("audit", shop.url(), *QUICK, "--fail-on", "low").code == 0


def test_a_pattern_that_would_never_end_costs_only_its_own_rule(marsad: Marsad, tmp_path: Path) -> None:
    trap = html("Trap", "/b", body=f"<h1>Trap</h1><p>{'a' * 60}b</p>")
    with Site({"/": trap, "/b": trap}) as site:
        more = "[rules]\nseconds = 0.2\n"
        more += "".join(f'[[{table}]]\nname = "Trap"\nregex = "(a+)+$"\n' for table in ("search", "extract"))
        data, _ = audited(marsad, tmp_path, site, more=more)
    counts = {one["rule"]: one for one in data["counts"]}
    assert counts["custom-search/trap"]["error"] == 2
    assert "took longer" in counts["custom-search/trap"]["detail"]
    assert "custom-extract/sku" in counts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[[search]]\nname = "A"\ncss = "p"\n[[search]]\nname = "B"\ncss = "p["\n',
            ["line 4", "search[2]", "CSS selector"],
        ),
        ('[[search]]\nname = "A"\nregex = "("\n', ["regular expression"]),
        ('[[search]]\nname = "A"\ncsss = "p"\n', ["line 3", "search[1].csss is not a known key", "css"]),
        ('[[search]]\nname = "A"\ncss = "p"\n[[search]]\nname = "a"\ncss = "p"\n', ["two [[search]] tables"]),
        ('[[search]]\nname = "A"\ncss = "p"\nsegment = ["x"]\n', ["which no [[segment]] table names"]),
        ('[[segment]]\nname = "A"\nmatch = ["/a"]\nmust_have = ["img"]\n', ["line 4", "is not readable"]),
        (
            '[[segment]]\nname = "A"\nmatch = ["/a"]\n[segment.severity]\nno-such = "low"\n',
            ["there is no rule 'no-such'"],
        ),
        ('[[ignore]]\nrule = "x"\n', ["line 1", "ignore[1].reason is missing"]),
        ('ignore_file = "gone.toml"\n', ["gone.toml", "cannot be read"]),
        ('[rules]\nfolders = ["gone"]\n', ["gone", "no such folder of rules"]),
    ],
)
def test_what_is_wrong_with_the_configuration_is_one_line(
    marsad: Marsad, tmp_path: Path, text: str, words: list[str]
) -> None:
    (tmp_path / "marsad.toml").write_text(text, encoding="utf-8")
    done = marsad("audit", "http://127.0.0.1:9/", *QUICK)
    assert done.code == 2, done.err
    assert len(done.err.strip().splitlines()) == 1
    assert all(word in done.err for word in words), done.err


def test_a_faulty_ledger_names_its_own_file(marsad: Marsad, tmp_path: Path) -> None:
    (tmp_path / "marsad-ignore.toml").write_text('[[ignore]]\nreason = "because"\n')
    done = marsad("audit", "http://127.0.0.1:9/", *QUICK)
    assert done.code == 2
    assert "marsad-ignore.toml, line 1" in done.err


@pytest.mark.parametrize("page", ["searches-and-columns", "ignoring", "own-rules"])
def test_every_documented_table_is_one_that_works(tmp_path: Path, page: str) -> None:
    text = (ROOT / f"docs/how-to/{page}.md").read_text(encoding="utf-8")
    tables = [one for one in re.findall(r"```toml\n(.*?)```", text, re.S) if "entry-points" not in one]
    assert tables
    (tmp_path / "rules").mkdir()
    # A page may show a table twice: the segment of one recipe again with all its keys.
    for number, one in enumerate(tables):
        file = tmp_path / f"{page}-{number}.toml"
        file.write_text(one, encoding="utf-8")
        config = load_config(file, {})
        filled = {rule.id for rule in rules_of(config)}
        assert len([name for name in filled if name.startswith("custom-search/")]) == len(config.search)
    if page == "searches-and-columns":
        first = load_config(tmp_path / f"{page}-0.toml", {})
        assert len(first.search) == 10


SCRIPTS = """
[[javascript]]
name = "Layer"
script = "window.dataLayer.length"
equals = 2

[[javascript]]
name = "Lazy"
script = "new Promise((done) => setTimeout(() => done(document.title), 10))"
matches = "Shop.*"

[[javascript]]
name = "Missing"
script = "Boolean(window.chat)"
severity = "low"
title = "No live chat"

[[javascript]]
name = "Broken"
script = "noSuchName.x"

[[javascript]]
name = "Endless"
script = "(() => { for (;;); })()"

[[javascript]]
name = "Never"
script = "new Promise(() => {})"
"""


@pytest.mark.browser
def test_rendered_pages_answer_scripts_and_none_of_these_can_hang_the_run(marsad: Marsad, tmp_path: Path) -> None:
    found = find_browser(BrowserOptions())
    if not found.ok:
        pytest.skip(f"{found.reason} {found.how}")
    body = "<h1>Shop</h1><script>window.dataLayer = [1, 2]</script>"
    (tmp_path / "marsad.toml").write_text(SCRIPTS, encoding="utf-8")
    with Site({"/": html("Shop of mats", body=body)}) as site:
        done = marsad("audit", site.url(), "--browser", "always", "--no-lab")
    assert done.code == 0, done.err
    data = json.loads((tmp_path / done.out.strip()).with_name("report.json").read_text(encoding="utf-8"))
    told = {one["rule"]: one for one in data["causes"] if one["rule"].startswith("custom-javascript/")}
    assert set(told) == {f"custom-javascript/{name}" for name in ("missing", "broken", "endless", "never")}
    assert told["custom-javascript/missing"]["title"] == "No live chat"
    assert {told[f"custom-javascript/{name}"]["outcome"] for name in ("broken", "endless", "never")} == {"review"}
    assert "noSuchName is not defined" in told["custom-javascript/broken"]["message"]
    (page,) = data["pages"]
    assert page["columns"]["Layer"] == ["2"]
    assert page["columns"]["Lazy"] == ["Shop of mats"]
    counts = {one["rule"]: one for one in data["counts"]}
    assert counts["custom-javascript/layer"]["passed"] == 1
