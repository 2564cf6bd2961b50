"""Writes the JSON Schema of report.json from the report's own types: python scripts/report_schema.py

Types come from the dataclasses that `reports.machine` writes; meanings from the comments beside their fields, from
scripts/report_meanings.toml by "Class.field", or from there by the field's name alone. A field without a meaning ends
the script with its name, so that none is published undescribed.
"""

from __future__ import annotations

import dataclasses
import enum
import inspect
import json
import re
import sys
import tomllib
import types
import typing
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reports import (  # noqa: E402
    accessibility,
    availability,
    changes,
    checks,
    international,
    machine,
    model,
    search,
    speed,
    structure,
    structured,
)
from store import goal_model, life_model  # noqa: E402
from store import model as nouns  # noqa: E402

FILES = (ROOT / "reports" / "assets" / "report.schema.json", ROOT / "docs" / "reference" / "report.schema.json")
MEANINGS: dict[str, str] = tomllib.loads((ROOT / "scripts" / "report_meanings.toml").read_text("utf-8"))
Schema = dict[str, Any]
missing: list[str] = []


def schema() -> Schema:
    """The whole schema; raises SystemExit that names fields without a meaning."""
    definitions: dict[str, Schema] = {}
    text = _object("Report", _top(definitions), closed=True)
    text = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:marsad:report:{machine.SCHEMA}",
        "title": "report.json of Marsad",
        "description": "What one audit of a site found. Keys are only ever added; a changed meaning raises `schema`.",
        **text,
        "$defs": definitions,
    }
    if missing:
        raise SystemExit("say in scripts/report_meanings.toml what these mean:\n" + "\n".join(dict.fromkeys(missing)))
    return text


def _top(known: dict[str, Schema]) -> Mapping[str, Schema]:
    def many(kind: type, leave: Sequence[str] = (), /, **other: Any) -> Schema:
        return {"type": "array", "items": _class(kind, known, leave, **other)}

    cause = {
        "proof": _or_null(_class(model.Proof, known, ("crop",), facts={"type": "object"})),
        "effort": {"enum": [one.name.lower() for one in nouns.Effort]},
        "kind": {"enum": ["cause", "review", "information", "settled"]},
        "priority_parts": _values({"type": "number"}), "by_template": _values({"type": "integer"}),
        "verify": {"type": "string"},
    }  # fmt: skip
    dropped = _unwritten(model.CauseView, machine._cause)
    criterion = {
        "number": {"type": "string"}, "name": {"type": "string"}, "level": {"type": "string"},
        "en_301_549_v3": {"type": "string"}, "en_301_549_v4": {"type": "string"}, "section_508": {"type": "string"},
        "standing": {"enum": [one.value for one in accessibility.Standing]}, "pages": {"type": "integer"},
        "causes": _texts(), "reviews": _texts(), "checks": {"type": "integer"}, "not_run": {"type": "integer"},
    }  # fmt: skip
    reached = {
        "browsed": {"type": "integer"}, "pages": {"type": "integer"}, "practice": _texts(),
        "criteria": {"type": "array", "items": _object("Criterion", criterion)},
    }  # fmt: skip
    whole, number = {"type": "integer"}, {"type": "number"}
    seen = {"crawled": whole, "skipped": _values(whole), "seconds": _values(number)}
    page = {"causes": {"type": "integer"}, "segments": _texts(), "columns": _values(_texts())}
    no_page = _unwritten(model.PageRow, machine._page)
    template = {"causes": {"type": "integer"}, "inside": many(model.Difference)}
    drawings = ("frames", "frames_url", "waterfall", "trend")
    history = {"type": "array", "items": _class(speed.FieldHistory, known, ("chart",))}
    part = {
        one: _or_null(_class(kind, known, ("chart",))) for one, kind in
        (("google", search.GooglePart), ("visits", search.VisitsPart))
    }  # fmt: skip
    dots = {"type": "array", "items": {"type": "array"}}
    return {
        "schema": {"const": machine.SCHEMA},
        "host": {"type": "string"},
        "generated_at": {"type": "number"},
        "run": _class(nouns.Run, known, ("coverage",)),
        "scores": many(nouns.Score),
        "coverage": _class(model.Coverage, known, **seen),
        "causes": {"type": "array", "items": _class(model.CauseView, known, dropped, **cause)},
        "counts": many(nouns.RuleCount),
        "templates": many(nouns.Template, **template),
        "pages": many(model.PageRow, no_page, **page),
        "links": many(model.LinkRow),
        "loads": many(model.LoadRow),
        "speed": _or_null(_class(speed.SpeedChapter, known, drawings, history=history)),
        "accessibility": _or_null(_object("Accessibility", reached)),
        "goals": many(goal_model.GoalResult, points=dots, forecast=dots),
        "search": _or_null(_class(search.SearchChapter, known, chances=_texts(), **part)),
        "rules": _values(_class(nouns.RuleCard, known)),
        "notes": _texts(),
        "score_without_ignored": {"type": "boolean"},
        "life": _or_null(_class(life_model.LifeCounts, known)),
        "before": _or_null(_class(life_model.TrendPoint, known)),
        "trend": many(life_model.TrendPoint),
        "changes": _or_null(_class(changes.ChangesChapter, known)),
        "availability": _or_null(_class(availability.AvailabilityChapter, known)),
        "structure": _or_null(_class(structure.StructureChapter, known)),
        "international": _or_null(_class(international.InternationalChapter, known)),
        "structured": _or_null(_class(structured.StructuredChapter, known)),
        "checks": {"type": "array", "items": _object("Check", _check())},
    }


def _check() -> dict[str, Schema]:
    categories: Schema = {"enum": [one.value for one in nouns.Category]}
    return {
        "rule": {"type": "string"}, "outcome": {"enum": [one.value for one in checks.CheckOutcome]},
        "category": _or_null(categories), "group": {"type": "string"}, "causes": _texts(),
    }  # fmt: skip


def _class(kind: type, known: dict[str, Schema], leave: Sequence[str] = (), /, **changes: Schema) -> Schema:
    """A reference to the definition of a dataclass, without the fields `leave`, with `changes` in their place."""
    if kind.__name__ not in known:
        known[kind.__name__] = {}  # a class may hold itself
        hints = typing.get_type_hints(kind, vars(sys.modules[kind.__module__]) | _names())
        fields = {
            one.name: changes.get(one.name) or _of(hints[one.name], known)
            for one in dataclasses.fields(kind)
            if one.name not in leave
        }
        fields.update({name: value for name, value in changes.items() if name not in fields})
        known[kind.__name__] = _object(kind.__name__, fields, _comments(kind), inspect.getdoc(kind) or "")
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _unwritten(kind: type, writer: Any) -> tuple[str, ...]:
    """The fields that the function which writes the class leaves out."""
    written = set(re.findall(r'^ +"(\w+)":', inspect.getsource(writer), re.M))
    return tuple(one.name for one in dataclasses.fields(kind) if one.name not in written)


@cache
def _names() -> dict[str, Any]:
    """Names that modules import for type checkers alone."""
    return {"CauseView": model.CauseView}


def _of(hint: Any, known: dict[str, Schema]) -> Schema:
    simple = {str: "string", int: "integer", float: "number", bool: "boolean"}
    if hint in simple:
        return {"type": simple[hint]}
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _or_null(_of(next(one for one in inner if one is not type(None)), known))
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return {"type": "array", "items": _of(inner[0], known)}
    if origin is tuple:
        return {"type": "array", "prefixItems": [_of(one, known) for one in inner], "items": False}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _values(_of(inner[1], known))
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return {"enum": [one.value for one in hint]}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _class(hint, known)
    return {}


def _object(name: str, fields: Mapping[str, Schema], comments: Mapping[str, str] | None = None, about: str = "",
            closed: bool = True) -> Schema:  # fmt: skip
    described = {}
    for key, value in fields.items():
        said = (comments or {}).get(key) or MEANINGS.get(f"{name}.{key}") or MEANINGS.get(key)
        if not said:
            missing.append(f"{name}.{key}")
        described[key] = {**value, "description": said or ""}
    found: Schema = {"type": "object", "properties": described, "required": list(fields)}
    if about:
        found = {"description": " ".join(about.split()), **found}
    return {**found, "additionalProperties": False} if closed else found


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _values(schema: Schema) -> Schema:
    return {"type": "object", "additionalProperties": schema}


def _texts() -> Schema:
    return {"type": "array", "items": {"type": "string"}}


def _comments(kind: type) -> dict[str, str]:
    """What the source says beside each field of a dataclass."""
    found = re.findall(r"^    (\w+): [^#\n]*# (.+)$", inspect.getsource(kind), re.M)
    return {name: said[:1].upper() + said[1:] for name, said in found if not said.startswith("noqa")}


def main() -> None:
    """Write the schema to its two places."""
    text = json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
    for file in FILES:
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
