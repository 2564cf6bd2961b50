"""Templates are kept compiled between runs, and made anew where anything that decides them is another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from reports.compiled import CompiledTemplates, compiled_templates


def environment(folder: Path, source: str, decides: bytes = b"") -> Environment:
    return Environment(
        loader=DictLoader({"a.html": source}), autoescape=True, bytecode_cache=CompiledTemplates(folder, [decides])
    )


def test_what_one_run_compiled_the_next_one_reads(tmp_path: Path) -> None:
    assert environment(tmp_path, "{{ x }}").get_template("a.html").render(x="<b>") == "&lt;b&gt;"
    (kept,) = tmp_path.iterdir()
    before = kept.stat().st_mtime_ns, kept.read_bytes()
    assert environment(tmp_path, "{{ x }}").get_template("a.html").render(x="<b>") == "&lt;b&gt;"
    assert (kept.stat().st_mtime_ns, kept.read_bytes()) == before


def test_another_template_or_another_filter_is_compiled_anew(tmp_path: Path) -> None:
    environment(tmp_path, "{{ x }}").get_template("a.html")
    assert environment(tmp_path, "{{ x }}!").get_template("a.html").render(x="1") == "1!"
    (kept,) = tmp_path.iterdir()
    before = kept.read_bytes()
    environment(tmp_path, "{{ x }}!", b"another filter").get_template("a.html")
    assert kept.read_bytes() != before


def test_a_broken_file_or_a_folder_that_is_gone_only_costs_the_time_to_compile(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    assert environment(folder, "{{ x }}").get_template("a.html").render(x="1") == "1"
    assert not folder.exists()
    folder.mkdir()
    environment(folder, "{{ x }}").get_template("a.html")
    (kept,) = folder.iterdir()
    kept.write_bytes(kept.read_bytes()[:-20])
    assert environment(folder, "{{ x }}").get_template("a.html").render(x="1") == "1"


def test_a_folder_that_others_may_write_to_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(os, "getuid"):
        pytest.skip("owners of files are told apart in another way here")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert compiled_templates([]) is not None
    (tmp_path / "marsad" / "templates").chmod(0o777)
    assert compiled_templates([]) is None


def test_without_a_place_to_keep_them_templates_are_compiled_in_each_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "marsad").write_text("a file stands where the folder would be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert compiled_templates([]) is None
