"""Every module says what it does, and the examples in docstrings are true."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = re.compile(r"^\s*>>> ", re.MULTILINE)
ROOMS = ("store", "crawler", "audits", "integrations", "reports", "marsad")


def modules() -> list[str]:
    found = []
    for room in ROOMS:
        found.append(room)
        found += [one.name for one in pkgutil.walk_packages([str(ROOT / room)], f"{room}.")]
    return [name for name in found if "migrations" not in name and not name.endswith("__main__")]


def source_of(name: str) -> Path:
    path = ROOT / name.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@pytest.mark.parametrize("name", modules())
def test_a_module_begins_with_one_line_on_what_it_does(name: str) -> None:
    said = ast.get_docstring(ast.parse(source_of(name).read_text(encoding="utf-8")))
    assert said
    assert said.splitlines()[0].rstrip().endswith((".", ":", "?"))


@pytest.mark.parametrize(
    "name", [name for name in modules() if EXAMPLE.search(source_of(name).read_text(encoding="utf-8"))]
)
def test_examples_in_docstrings_are_true(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.attempted
    assert not outcome.failed
