"""`marsad report`: every form of a stored run by the command line, and what cannot be written in one line."""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from reports.schema import schema_text
from tests.marsad.conftest import Marsad
from tests.servers import Site

ROOT = Path(__file__).resolve().parents[2]
FORMS = ("html", "json", "jsonl", "csv", "xlsx", "sarif", "junit", "earl", "markdown", "mail")


def audited(marsad: Marsad, site: Site, *more: str) -> None:
    assert marsad("audit", site.url(), "--browser", "never", *more).code in (0, 1)


def test_a_real_audit_is_written_in_every_form_and_read_back(marsad: Marsad, little_site: Site, tmp_path: Path) -> None:
    audited(marsad, little_site)
    wanted = [word for name in FORMS for word in ("--format", name)]
    done = marsad("report", *wanted, "--out", str(tmp_path / "forms"))
    assert done.code == 0, done.err
    assert len(done.out.splitlines()) == len(FORMS)
    folder = tmp_path / "forms"
    data = json.loads((folder / "report.json").read_bytes())
    faults = [one.message[:200] for one in Draft202012Validator(json.loads(schema_text())).iter_errors(data)]
    assert not faults
    with (folder / "csv" / "pages.csv").open(encoding="utf-8-sig", newline="") as file:
        pages = list(csv.DictReader(file))
    lines = (folder / "jsonl" / "pages.jsonl").read_text("utf-8").splitlines()
    assert [one["url"] for one in pages] == [json.loads(line)["url"] for line in lines]
    assert len(pages) == len(data["pages"])
    assert zipfile.ZipFile(folder / "report.xlsx").testzip() is None
    results = json.loads((folder / "report.sarif").read_bytes())["runs"][0]["results"]
    assert {one["partialFingerprints"]["marsadCause/v1"] for one in results} == {one["id"] for one in data["causes"]}
    assert ElementTree.parse(folder / "junit.xml").getroot().tag == "testsuites"
    assert (folder / "summary.md").read_text("utf-8").startswith("# ")


def test_an_audit_writes_the_forms_that_it_is_asked_for(marsad: Marsad, little_site: Site, tmp_path: Path) -> None:
    audited(
        marsad, little_site, "--out", str(tmp_path / "o"), "--report-format", "single-file", "--report-format", "junit"
    )
    assert sorted(one.name for one in (tmp_path / "o").iterdir()) == [".marsad-report.json", "index.html", "junit.xml"]


def test_the_configuration_chooses_the_forms(marsad: Marsad, little_site: Site, tmp_path: Path) -> None:
    (tmp_path / "marsad.toml").write_text('[report]\nforms = ["markdown"]\n')
    audited(marsad, little_site, "--config", str(tmp_path / "marsad.toml"), "--out", str(tmp_path / "o"))
    assert (tmp_path / "o" / "summary.md").is_file()
    assert not (tmp_path / "o" / "index.html").exists()


def test_a_run_that_is_not_there_and_a_form_that_is_none_are_named(marsad: Marsad, little_site: Site) -> None:
    audited(marsad, little_site)
    assert marsad("report", "99").code == 2
    wrong = marsad("report", "--format", "docx")
    assert wrong.code == 2
    assert "'sarif'" in wrong.err or "sarif" in wrong.err


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="the system knows no limit of a file's size")
def test_a_full_disk_is_one_line_and_leaves_no_half_file(marsad: Marsad, little_site: Site, tmp_path: Path) -> None:
    audited(marsad, little_site)
    out = tmp_path / "full"
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)); "
        "from marsad.cli import main; main(sys.argv[1:])"
    )
    for form in ("html", "json", "xlsx", "sarif"):  # each above 60 kB, which the store's own small files are not
        done = subprocess.run(
            [sys.executable, "-c", code, "report", "--format", form, "--out", str(out)], cwd=tmp_path,
            capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
        )  # fmt: skip
        assert done.returncode == 3, done.stderr
        said = [line for line in done.stderr.splitlines() if line.strip()]
        assert len(said) == 1, done.stderr
        assert "cannot be written" in said[0]
        assert not list(out.rglob("*.part"))


def test_the_folder_that_is_a_file_is_said_in_one_line(marsad: Marsad, little_site: Site, tmp_path: Path) -> None:
    audited(marsad, little_site)
    (tmp_path / "taken").write_text("")
    done = marsad("report", "--format", "markdown", "--out", str(tmp_path / "taken"))
    assert done.code == 3
    assert "there is a file of this name" in done.err
