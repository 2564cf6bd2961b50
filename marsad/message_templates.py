"""Finds in the source what rules and runs can say: sentences with named places for what is filled in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import audits
from marsad.text_reader import SENTENCE, WORD, Text, TextReader, written_as

__all__ = ["MessageTemplates", "fact_names", "run_texts", "templates_of"]

_ROOT = Path(audits.__file__).parent.parent
_TELLING = frozenset({"add_gap", "gap", "no_browser", "unavailable"})  # calls that say what was not done


@dataclass(slots=True)
class MessageTemplates:
    """What one module can say: whole sentences of its own and of what it calls, and words that fill their places."""

    sentences: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)


@cache
def templates_of(module: str) -> MessageTemplates:
    """The templates of the messages that a module of `audits` and what it calls can say, in their order."""
    reader = TextReader(module)
    found = MessageTemplates()
    found.sentences = _all_written(reader.own_sentences())
    found.shared = [one for one in _all_written(reader.called_sentences()) if one not in found.sentences]
    found.parts = [one for one in _all_written(reader.parts) if not SENTENCE.match(one) and _has_letters(one)]
    return found


@cache
def fact_names() -> tuple[str, ...]:
    """The names of the facts that evidence carries, in the source of all of `audits`, sorted."""
    names: set[str] = set()
    for path in sorted(Path(audits.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names |= _facts_at(node)
    return tuple(sorted(names))


def _facts_at(node: ast.AST) -> set[str]:
    match node:
        case ast.keyword(arg="facts", value=value):
            return _keys(value)
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ) if "facts" in name:
            return _keys(value)
        case ast.Return(value=ast.Dict() as value) | ast.Call(func=ast.Name(id="dict"), args=[value]):
            return _keys(value)
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key)))]) if (
            "facts" in name
        ):
            return {key}
    return set()


def _keys(value: ast.expr) -> set[str]:
    return {
        key.value
        for one in ast.walk(value)
        if isinstance(one, ast.Dict)
        for key in one.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


@cache
def run_texts() -> tuple[str, ...]:
    """What a run can say of itself: what was not done, why, what to do about it, and its notes."""
    found: dict[str, None] = {}
    for path in [*sorted((_ROOT / "marsad").glob("*.py")), _ROOT / "audits/ignoring.py", _ROOT / "crawler/job.py"]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        reader = TextReader(".".join(path.relative_to(_ROOT).with_suffix("").parts))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                found |= dict.fromkeys(_told_in(function, reader))
    return tuple(found)


def _told_in(function: ast.FunctionDef | ast.AsyncFunctionDef, reader: TextReader) -> Iterator[str]:
    told = [one for node in ast.walk(function) for one in _arguments(node)]
    if not told:
        return
    scope = reader.scope_of(function, {})
    for node in told:
        for text in reader.read(node, scope, function):
            written = written_as(text)
            if _has_letters(written):
                yield written


def _arguments(node: ast.AST) -> list[ast.expr]:
    """The expressions of a call that tell something of the run."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=given) if name in _TELLING:
            return given
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="notes") | ast.Name(id="notes"), attr="append")):
            return node.args
    return []


def _all_written(texts: Iterable[Text]) -> list[str]:
    return list(dict.fromkeys(map(written_as, texts)))


def _has_letters(template: str) -> bool:
    return bool(WORD.search(re.sub(r"\{[^{}]*\}", "", template)))
