"""Loads people's own rules, from folders and from installed packages; what is wrong with one is told in one line."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import xxhash

from audits.rule import Evidence, Rule
from marsad.deadline import Bounded
from store.errors import MarsadError, RuleError

ENTRY_POINTS = "marsad.rules"
RESERVED = frozenset({"axe", "custom-search", "custom-extract", "custom-javascript", "segment-expectation"})
_ID = re.compile(r"[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*")
_PACKAGE = "marsad_own_rules"


def rules_of_folders(folders: Iterable[Path]) -> list[Rule]:
    """Every rule in the Python files of these folders; files that begin with an underscore are left alone.

    Raises RuleError in one line with the file, the line and what to do.
    """
    found = []
    for folder in folders:
        if not folder.is_dir():
            raise RuleError(f"{folder}: there is no such folder of rules; check `rules.folders` or --rules-folder")
        for file in sorted(folder.glob("*.py")):
            if not file.name.startswith("_"):
                found += _rules_of_file(file)
    return found


def unique(rules: Iterable[Rule]) -> list[Rule]:
    """The same rules. Raises RuleError, with both places, where two share an id."""
    known: dict[str, Rule] = {}
    for rule in rules:
        first = known.setdefault(rule.id, rule)
        if first is not rule:
            places = [getattr(one.check, "where", one.check.__module__) for one in (rule, first)]
            raise RuleError(f"{places[0]}: the id {rule.id!r} is declared in {places[1]} too; rename one of them")
    return list(known.values())


def rules_of_packages() -> list[Rule]:
    """Every rule that an installed package brings: the entry points of the group `marsad.rules`, modules or packages.

    Raises RuleError in one line with the entry point and what to do.
    """
    found = []
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda one: one.name):
        where = f"entry point {point.name} = {point.value}"
        try:
            loaded = point.load()
            modules = list(_modules_of(loaded)) if isinstance(loaded, ModuleType) else []
        except Exception as error:
            raise RuleError(f"{where}: cannot be loaded ({_said(error)}); update or remove the package") from error
        if not modules:
            raise RuleError(f"{where}: is no module; name a module or a package that holds rules")
        found += [_owned(rule, where) for module in modules for rule in _declared(module)]
    return found


def _modules_of(module: ModuleType) -> Iterator[ModuleType]:
    yield module
    for one in pkgutil.iter_modules(getattr(module, "__path__", ()), f"{module.__name__}."):
        if not one.name.rpartition(".")[2].startswith("_"):
            yield importlib.import_module(one.name)


def _rules_of_file(file: Path) -> list[Rule]:
    name = f"{_PACKAGE}.f{xxhash.xxh3_64_hexdigest(str(file.resolve()).encode())}.{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise RuleError(f"{file}: is no Python file that can be loaded; give it a plain name that ends in .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise RuleError(
            f"{file}, line {error.lineno}: {error.msg}; mend the file or rename it to _{file.name}"
        ) from error
    except (Exception, SystemExit) as error:
        line = _line_of(error, file)
        raise RuleError(f"{file}, line {line}: {_said(error)}; mend the file or rename it to _{file.name}") from error
    rules = _declared(module)
    if not rules:
        raise RuleError(
            f"{file}, line 1: declares no rule; put @page_rule or @site_rule above a function, "
            f"or rename the file to _{file.name}"
        )
    return [_owned(rule, f"{file}, line {_line_of_check(rule)}") for rule in rules]


def _declared(module: ModuleType) -> list[Rule]:
    return [
        one.__rule__
        for one in vars(module).values()
        if isinstance(getattr(one, "__rule__", None), Rule) and getattr(one, "__module__", "") == module.__name__
    ]


def _owned(rule: Rule, where: str) -> Rule:
    """The rule as it is asked: in the group of its owner, and with a check that gives nothing but evidence."""
    owner, _, _ = rule.id.partition("/")
    if not _ID.fullmatch(rule.id):
        raise RuleError(f'{where}: the id {rule.id!r} has no owner; call it like "acme/price-markup", in small letters')
    if owner in RESERVED:
        raise RuleError(f"{where}: ids that begin with {owner}/ are Marsad's own; choose another owner than {owner!r}")
    return replace(rule, card=replace(rule.card, group=owner), check=Checked(rule.check, where))


class Checked:
    """A check of somebody else's rule: what it gives is looked at before the rest of the house gets it."""

    def __init__(self, check: Any, where: str) -> None:
        self.check = check
        self.where = where  # file and line, or entry point

    def __call__(self, view: Any, **settings: Any) -> list[Evidence]:
        """The evidence, with facts that any process and any store can hold. Raises TypeError."""
        found = self.check(view, **settings)
        if found is None:
            raise TypeError("the check returned nothing; yield page.evidence(...) for each fault")
        made = []
        for one in found:
            if not isinstance(one, Evidence):
                raise TypeError(f"the check gave {type(one).__name__}; yield page.evidence(...)")
            made.append(replace(one, facts=_plain(dict(one.facts))) if one.facts else one)
        return made


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return value if value is None or type(value) in (str, int, float, bool) else str(value)


def bounded(rule: Rule, seconds: float) -> Rule:
    """A page rule that may take only so long on a page."""
    overruns = [0]
    # The check is made a list inside the time: a generator would do its work outside of it.
    check = Bounded(lambda *args, **kwargs: list(rule.check(*args, **kwargs)), seconds, overruns)
    return replace(rule, check=check, applies=Bounded(rule.applies, seconds, overruns))


def _said(error: BaseException) -> str:
    words = " ".join(str(error).split())
    return words if isinstance(error, MarsadError) else f"{type(error).__name__}: {words}"[:300]


def _line_of(error: BaseException, file: Path) -> int:
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).resolve() == file.resolve()
    ]
    return (lines[-1] if lines else 1) or 1


def _line_of_check(rule: Rule) -> int:
    code = getattr(rule.check, "__code__", None)
    return int(code.co_firstlineno) if code is not None else 1


__all__ = ["ENTRY_POINTS", "Checked", "bounded", "rules_of_folders", "rules_of_packages", "unique"]
