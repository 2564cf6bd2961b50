"""Reads from source code what its expressions of text can say, with places for what only a run knows."""

from __future__ import annotations

import ast
import importlib.util
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["SENTENCE", "WORD", "Place", "Text", "TextReader", "is_sentence", "written_as"]

_MOST = 12  # sentences that one expression may give before its widest part becomes a place of its own
_DEPTH = 5  # calls of functions that give texts, one in another
SENTENCE = re.compile(r"^\S.*[.!?…][”)`\"']?$|^[^a-z\s].*[”]$", re.DOTALL)
WORD = re.compile(r"[A-Za-z]{2,}")
_PATTERN = re.compile(r"\(\?|\\[a-z]|\[\^|\|")  # a regular expression, or a list of words
_PATH = re.compile(r"\S+$")  # one word is a pattern, an address or a name
_NAME = re.compile(r"[^a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a template, with what stands in the source for it."""

    name: str
    source: str


Function = ast.FunctionDef | ast.AsyncFunctionDef
Piece = str | Place
Text = tuple[Piece, ...]
Scope = Mapping[str, list[Text]]


def written_as(text: Text) -> str:
    """A template as translators see it: `{name}` for a place, doubled braces for real ones."""
    names: dict[str, str] = {}
    written = ""
    for piece in text:
        if isinstance(piece, str):
            written += piece.replace("{", "{{").replace("}", "}}")
            continue
        if piece.source not in names:
            name, number = piece.name or str(len(names) + 1), 2
            while name in names.values():
                name = f"{piece.name or len(names) + 1}_{number}" if piece.name else str(len(names) + number)
                number += 1
            names[piece.source] = name
        written += "{" + names[piece.source] + "}"
    return written


@cache
def _tree(module: str) -> ast.Module | None:
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.origin or not spec.origin.endswith(".py"):
        return None
    return ast.parse(Path(spec.origin).read_text(encoding="utf-8"))


class TextReader:
    """Reads the texts of one module's functions, and of those of `audits` that they call."""

    def __init__(self, module: str, depth: int = 0) -> None:
        self.module = module
        self.depth = depth
        self.parts: list[Text] = []
        self.functions: dict[str, ast.FunctionDef] = {}
        self.constants: dict[str, ast.expr] = {}
        self.imported: dict[str, tuple[str, str]] = {}
        tree = _tree(module)
        for node in tree.body if tree else ():
            if isinstance(node, ast.FunctionDef):
                self.functions[node.name] = node
            elif isinstance(node, ast.ClassDef):
                self.functions |= {one.name: one for one in node.body if isinstance(one, ast.FunctionDef)}
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self.constants[node.targets[0].id] = node.value
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
                self.constants[node.target.id] = node.value
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                ("audits", "marsad", "integrations")
            ):
                for name in node.names:
                    self.imported[name.asname or name.name] = (node.module or "", name.name)

    # --- sentences

    def own_sentences(self) -> Iterator[Text]:
        """Every sentence of the module itself."""
        for function in self.functions.values():
            yield from self._said_in(function)
        for value in self.constants.values():
            for node in _texts_under(value):
                yield from filter(is_sentence, self.read(node, {}))

    def called_sentences(self) -> Iterator[Text]:
        """Every sentence of the modules that it imports functions from."""
        if self.depth >= 2:
            return
        for module in dict.fromkeys(module for module, _ in self.imported.values()):
            if module.startswith("audits.") and module not in ("audits.rule", "audits.page", "audits.site"):
                other = TextReader(module, self.depth + 1)
                yield from other.own_sentences()
                yield from other.called_sentences()
                self.parts.extend(other.parts)

    def _said_in(self, function: ast.FunctionDef) -> Iterator[Text]:
        scope = self.scope_of(function, {})
        body = function.body[1:] if ast.get_docstring(function) else function.body
        for statement in body:
            for node in _texts_under(statement):
                yield from filter(is_sentence, self.read(node, scope, function))
        for values in scope.values():
            yield from filter(is_sentence, values)

    def scope_of(self, function: Function, given: Scope, depth: int = 0) -> dict[str, list[Text]]:
        """What the local names of a function can hold, as far as it is text."""
        scope: dict[str, list[Text]] = dict(given)
        unknown = _unknown_names(function) - set(given)
        for node in ast.walk(function):
            target, value = _assigned(node)
            if target is None or value is None:
                continue
            texts = self.read(value, scope, function, depth)
            if any(not _has_words(one) for one in texts):
                unknown.add(target)
            texts = [one for one in texts if _has_words(one)]
            if isinstance(node, ast.AugAssign):
                before = [one for one in scope.get(target, []) if one[-1:] not in [text[-1:] for text in texts]]
                texts = [(*first, *second) for first, second in itertools.product(before, texts)]
            scope[target] = _unique([*scope.get(target, []), *texts])[: 2 * _MOST]
        for name in unknown & set(scope):
            scope[name] = [*filter(any, scope[name]), (Place(_clean(name), name),)]
        return scope

    # --- expressions

    def read(self, node: ast.expr, scope: Scope, function: Function | None = None, depth: int = 0) -> list[Text]:
        """What an expression can say: its texts, with places for what is not known before the site is."""
        match node:
            case ast.Constant(value=str(text)):
                return [(text,)]
            case ast.JoinedStr(values=values):
                return self._joined(values, scope, function, depth)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._joined([left, right], scope, function, depth)
            case ast.FormattedValue(value=value):
                return [_place(value)] if node.format_spec else self.read(value, scope, function, depth)
            case ast.IfExp(body=yes, orelse=no):
                return _unique([*self.read(yes, scope, function, depth), *self.read(no, scope, function, depth)])
            case ast.BoolOp(values=values):
                return _unique(itertools.chain(*(self.read(one, scope, function, depth) for one in values)))
            case ast.NamedExpr(value=value):
                return self.read(value, scope, function, depth)
            case ast.Name(id=name):
                return self._named(name, scope) or [_place(node)]
            case ast.Subscript(value=ast.Name(id=name)):
                return self._values_of(name) or [_place(node)]
            case ast.Call():
                return self._called(node, scope, function, depth) or [_place(node)]
        return [_place(node)]

    def _named(self, name: str, scope: Scope) -> list[Text]:
        if scope.get(name):
            return list(scope[name])
        constant = self.constants.get(name)
        return [(constant.value,)] if isinstance(constant, ast.Constant) and isinstance(constant.value, str) else []

    def _values_of(self, name: str) -> list[Text]:
        """The texts of a mapping of the module."""
        mapping, reader = self.constants.get(name), self
        if mapping is None and name in self.imported:
            module, theirs = self.imported[name]
            reader = TextReader(module, 9)
            mapping = reader.constants.get(theirs)
        if not isinstance(mapping, ast.Dict):
            return []
        values = [text for value in mapping.values for text in reader.read(value, {})]
        return values if values and all(map(_has_words, values)) else []

    def _called(self, node: ast.Call, scope: Scope, function: Function | None, depth: int) -> list[Text]:
        match node.func:
            case ast.Attribute(value=ast.Name(id=name), attr="get"):
                return [*self._values_of(name), *(_place(node),)] if self._values_of(name) else []
            case ast.Name(id=name) if depth < _DEPTH:
                pass
            case _:
                return []
        reader, called = self, self.functions.get(name)
        if called is None and name in self.imported:
            module, theirs = self.imported[name]
            reader = TextReader(module, 9)
            called = reader.functions.get(theirs)
        if called is None or called is function:
            return []
        read = (self.read(one, scope, function, depth + 1) for one in node.args)
        given = dict(zip((one.arg for one in called.args.args), read, strict=False))
        inner = reader.scope_of(called, given, depth + 1)
        texts: list[Text] = []
        for returned in _returned(called):
            texts += reader.read(returned, inner, called, depth + 1)
        self.parts.extend(reader.parts if reader is not self else ())
        return _unique(texts) if texts and all(map(_has_words, texts)) else []

    def _joined(self, values: Iterable[ast.expr], scope: Scope, function: Function | None, depth: int) -> list[Text]:
        pieces = [(value, _unique(self.read(value, scope, function, depth))) for value in values]
        while _product(pieces) > _MOST:
            widest = max(range(len(pieces)), key=lambda number: len(pieces[number][1]))
            value, texts = pieces[widest]
            self.parts.extend(texts)
            pieces[widest] = (value, [_place(value)])
        return _unique(
            tuple(_folded(itertools.chain(*chosen))) for chosen in itertools.product(*(texts for _, texts in pieces))
        )


def _product(pieces: list[tuple[ast.expr, list[Text]]]) -> int:
    number = 1
    for _, texts in pieces:
        number *= len(texts)
    return number


def _folded(pieces: Iterable[Piece]) -> Iterator[Piece]:
    held = ""
    for piece in pieces:
        if isinstance(piece, str):
            held += piece
            continue
        if held:
            yield held
        yield piece
        held = ""
    if held:
        yield held


def _unique(texts: Iterable[Text]) -> list[Text]:
    return list(dict.fromkeys(texts))


def _place(node: ast.expr) -> Text:
    source = ast.unparse(node.value if isinstance(node, ast.FormattedValue) else node)
    return (Place(_place_name(node), source),)


def _place_name(node: ast.expr) -> str:
    match node:
        case ast.FormattedValue(value=value) | ast.Subscript(value=value, slice=ast.Slice()):
            return _place_name(value)
        case ast.Name(id=name):
            return _clean(name)
        case ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return _clean(name)
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]):
            return _clean(name)
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(name)), *_]):
            return _clean(name)
        case ast.Call(func=ast.Attribute(attr="join"), args=[inner, *_]):
            return _place_name(inner)
        case ast.Call(args=[inner, *_]):
            return _place_name(inner)
        case ast.BoolOp(values=[first, *_]):
            return _place_name(first)
    return ""


def _clean(name: str) -> str:
    return _NAME.sub("", name.lower().strip("_"))


def _has_words(text: Text) -> bool:
    return any(isinstance(piece, str) for piece in text) or not text


def is_sentence(text: Text) -> bool:
    flat = "".join(piece if isinstance(piece, str) else "X" for piece in text)
    words = "".join(piece for piece in text if isinstance(piece, str))
    least = 1 if flat[:1].isupper() or flat[:1] in ("“", "`") else 2
    return (
        bool(SENTENCE.match(flat))
        and len(WORD.findall(words)) >= least
        and not _PATH.match(flat)
        and not _PATTERN.search(words)
    )


def _assigned(node: ast.AST) -> tuple[str | None, ast.expr | None]:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
            return name, value
        case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value):
            return name, value
        case ast.NamedExpr(target=ast.Name(id=name), value=value):
            return name, value
    return None, None


def _unknown_names(function: Function) -> set[str]:
    """Names of a function that hold what only the site tells: its parameters, and what loops go over."""
    names = {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}
    for node in ast.walk(function):
        if isinstance(node, ast.For | ast.comprehension):
            names |= {one.id for one in ast.walk(node.target) if isinstance(one, ast.Name)}
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            names |= {one.id for one in node.targets[0].elts if isinstance(one, ast.Name)}
    return names


def _returned(function: ast.FunctionDef) -> list[ast.expr]:
    return [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value is not None]


def _texts_under(node: ast.AST) -> Iterator[ast.expr]:
    """The largest expressions of text under a node."""
    if isinstance(node, ast.JoinedStr | ast.BinOp | ast.IfExp) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    ):
        if not isinstance(node, ast.BinOp | ast.IfExp) or any(
            isinstance(one, ast.JoinedStr | ast.Constant) for one in ast.iter_child_nodes(node)
        ):
            yield node
        if isinstance(node, ast.JoinedStr | ast.Constant):
            return
    for child in ast.iter_child_nodes(node):
        yield from _texts_under(child)
