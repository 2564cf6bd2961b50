"""People's own rules: the documented one works as it stands, in worker processes too; a broken one is one line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from marsad import judge
from marsad.config import load_config
from marsad.console import Console
from marsad.rulebook import cards_of, rules_of
from store.database import Store
from store.errors import RuleError
from store.model import Outcome
from tests.marsad.conftest import ROOT, Marsad
from tests.servers import Site, html

QUICK = ("--browser", "never")
DOCUMENTED = re.search(r"```python\n(.*?)```", (ROOT / "docs/how-to/own-rules.md").read_text(encoding="utf-8"), re.S)
HEAD = "from marsad.api import *\n"
WORDS = (
    "category=Category.SEARCH, severity=Severity.LOW, certainty=Certainty.DEFECT, "
    "evidence_class=EvidenceClass.CONVENTION, refs=['https://acme.example/'], "
    "title='T', message='M.', why='W.', fix='F.'"
)
SHOP = {
    "/": html("Shop", "/mat", body='<h1>Shop</h1><p class="price">5 €</p>'),
    "/mat": html("Mat", "/", body='<h1>Mat</h1><p class="price">19.99</p>'),
}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A folder with the documented rule."""
    assert DOCUMENTED is not None
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "price_currency.py").write_text(DOCUMENTED[1], encoding="utf-8")
    (tmp_path / "marsad.toml").write_text('[rules]\nfolders = ["rules"]\n', encoding="utf-8")
    return folder


def report_of(folder: Path, out: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / out.strip()).with_name("report.json").read_text(encoding="utf-8"))
    return found


def test_the_documented_rule_keeps_its_promises(marsad: Marsad, rules: Path) -> None:
    for arguments in ((), (str(rules),), ("acme/price-currency",)):
        done = marsad("rules", "test", *arguments)
        assert (done.code, done.out.splitlines()[0]) == (0, "ok    acme/price-currency (4 examples)"), done.out
    listed = json.loads(marsad("rules", "--format", "json", "--group", "acme").out)
    assert [one["id"] for one in listed] == ["acme/price-currency"]


def test_the_documented_rule_finds_its_fault_in_an_audit_and_on_a_page(
    marsad: Marsad, rules: Path, tmp_path: Path
) -> None:
    with Site(SHOP) as site:
        done = marsad("audit", site.url(), *QUICK)
        page = marsad("page", site.url("/mat"), *QUICK, "--rule", "acme/price-currency", "--format", "jsonl")
    causes = report_of(tmp_path, done.out)["causes"]
    assert isinstance(causes, list)
    (cause,) = [one for one in causes if one["rule"] == "acme/price-currency"]
    assert (cause["title"], cause["pages"]) == ("Price has no currency", 1)
    assert "19.99" in page.out


def test_rules_of_a_folder_work_in_the_process_pool(
    marsad: Marsad, rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (rules / "odd_facts.py").write_text(
        f"{HEAD}@page_rule(id='acme/odd', {WORDS}, examples=[])\n"
        "def odd(page):\n    yield page.evidence(facts={'element': page.select_one('h1'), 'text': 'x'})\n"
    )
    with Site(SHOP) as site:
        assert marsad("audit", site.url(), *QUICK).code == 0
    monkeypatch.setattr(judge, "POOL_FROM_PAGES", 1)
    monkeypatch.setattr(judge, "CHUNK_PAGES", 1)
    config = load_config(tmp_path / "marsad.toml", {"data": str(tmp_path / "marsad-data"), "judge": {"workers": 2}})
    with Store.open(config.store_url) as store:
        run = store.latest_run()
        assert run is not None
        verdict = judge.judge_run(store, run, config, Console("text", quiet=True))
        found = {one.rule for one in store.findings(run.id)}
    assert {"acme/price-currency", "acme/odd"} <= {cause.rule for cause in verdict.causes} & found


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("x = (\n", "line 1: '(' was never closed"),
        ("\nimport no_such_module\n", "line 2: ModuleNotFoundError"),
        ("x = 1\n", "declares no rule"),
        (
            f"{HEAD}@page_rule(id='acme/x', {WORDS}, settings={{'limit': 'x'}})\ndef x(page): ...\n",
            "line 2: rule acme/x",
        ),
        (f"{HEAD}@page_rule(id='price', {WORDS})\ndef x(page): ...\n", "has no owner"),
        (f"{HEAD}@page_rule(id='axe/price', {WORDS})\ndef x(page): ...\n", "are Marsad's own"),
        (f"{HEAD}@page_rule(id='acme/price-currency', {WORDS})\ndef x(page): ...\n", "price_currency.py, line"),
        ("raise SystemExit(0)\n", "line 1: SystemExit"),
    ],
)
def test_a_broken_rule_is_one_line_with_file_and_line(marsad: Marsad, rules: Path, code: str, words: str) -> None:
    (rules / "worse.py").write_text(code)
    done = marsad("rules", "test")
    listed = marsad("rules")
    for one in (done, listed):
        assert one.code == 2, one.out
        assert len(one.err.strip().splitlines()) == 1
        assert words in one.err
        assert "worse" in one.err


def test_examples_that_are_wrong_or_too_few_fail(marsad: Marsad, rules: Path) -> None:
    body = "def x(page):\n    yield from (page.evidence(one) for one in page.select('b'))\n"
    cases = {
        "wrong": "Fails('<i>x</i>', at=['i']), Passes('<i>x</i>')",
        "few": "Fails('<b>x</b>', at=['b'])",
        "broken": "Fails('<b>x</b>', at=['b']), Passes('<i>x</i>', url=7)",
    }
    for name, examples in cases.items():
        (rules / f"{name}.py").write_text(f"{HEAD}@page_rule(id='acme/{name}', {WORDS}, examples=[{examples}])\n{body}")
    done = marsad("rules", "test", str(rules))
    assert done.code == 1
    assert "FAIL  acme/wrong" in done.out
    assert "did not find" in done.out
    assert "has no passing example" in done.out
    assert "example 2, passes: raises" in done.out
    assert "ok    acme/price-currency" in done.out


def test_a_rule_that_raises_or_hangs_costs_no_other_rule_its_answer(
    marsad: Marsad, rules: Path, tmp_path: Path
) -> None:
    (tmp_path / "marsad.toml").write_text('[rules]\nfolders = ["rules"]\nseconds = 0.2\n', encoding="utf-8")
    (rules / "raises.py").write_text(
        f"{HEAD}@page_rule(id='acme/raises', {WORDS}, examples=[])\ndef x(page):\n    return 1 / 0\n"
    )
    (rules / "hangs.py").write_text(
        f"{HEAD}@page_rule(id='acme/hangs', {WORDS}, examples=[])\ndef x(page):\n    while True: pass\n"
    )
    (rules / "silent.py").write_text(
        f"{HEAD}@page_rule(id='acme/silent', {WORDS}, examples=[])\ndef x(page):\n    page.select('p')\n"
    )
    with Site(SHOP) as site:
        done = marsad("audit", site.url(), *QUICK)
    assert done.code == 0
    data = report_of(tmp_path, done.out)
    assert isinstance(data["counts"], list)
    counts = {one["rule"]: one for one in data["counts"]}
    for name, why in (("raises", "ZeroDivisionError"), ("hangs", "took longer"), ("silent", "returned nothing")):
        assert counts[f"acme/{name}"]["error"] == 2
        assert why in counts[f"acme/{name}"]["detail"]
    assert counts["acme/price-currency"]["fail"] == 1


def test_a_package_brings_rules_by_an_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "acme_shop_rules"
    package.mkdir()
    (package / "__init__.py").write_text("")
    assert DOCUMENTED is not None
    (package / "price_currency.py").write_text(DOCUMENTED[1], encoding="utf-8")
    info = tmp_path / "acme_shop_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-shop-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[marsad.rules]\nacme = acme_shop_rules\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    config = load_config(None, {"rules": {"seconds": 1.5}})
    assert "acme/price-currency" in cards_of(config)
    assert "acme/price-currency" in {rule.id for rule in rules_of(config)}
    without = load_config(None, {"rules": {"packages": False}})
    assert "acme/price-currency" not in cards_of(without)
    (info / "entry_points.txt").write_text("[marsad.rules]\nacme = no_such_package_at_all\n")
    with pytest.raises(RuleError, match="cannot be loaded"):
        rules_of(load_config(None, {"rules": {"seconds": 1.25}}))


def test_an_example_plays_as_it_does_in_the_harness(rules: Path, tmp_path: Path) -> None:
    from marsad.rehearsal import rehearse

    config = load_config(tmp_path / "marsad.toml", {})
    own = next(rule for rule in rules_of(config) if rule.id == "acme/price-currency")
    outcomes = [rehearse(own, example).outcome for example in own.examples]
    assert outcomes == [Outcome.FAIL, Outcome.PASS, Outcome.PASS, Outcome.NOT_APPLICABLE]
