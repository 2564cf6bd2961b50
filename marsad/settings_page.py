"""The reference page of every setting in marsad.toml, from the options themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from marsad.config import Config

_OF_SITES = (
    "One of several sites. Beside these keys it may hold any table of this page, which then counts for this site "
    'alone: `[site.crawl]`, `[[site.goal]]`, `schedule = "weekly"`. Tables are merged with those of the file key by '
    "key; lists and `[[…]]` tables replace them. `data` and `store` are said at the top alone."
)


def settings_page() -> str:
    """Return docs/reference/configuration.md as text."""
    lines = [
        "# Configuration",
        "",
        "Every key of `marsad.toml`, written by `make docs` from the options themselves. The command line lays its "
        "values over the file's. An unknown key or a wrong value ends the command with exit code 2 and names the line.",
    ]
    for table, model in _tables():
        lines += ["", f"## `{table}`" if table else "## At the top", ""]
        if table == "[[site]]":
            lines += [_OF_SITES, ""]
        lines += ["| key | default | meaning |", "|---|---|---|"]
        lines += [f"| `{name}` | {_default_of(field)} | {_meaning_of(field)} |" for name, field in _plain(model)]
    return "\n".join(lines) + "\n"


def _tables() -> Iterator[tuple[str, type[BaseModel]]]:
    yield "", Config
    yield from _tables_of(Config, "")
    for name, field in Config.model_fields.items():
        if (model := _model_of_each(field)) is not None:
            yield f"[[{name}]]", model


def _tables_of(model: type[BaseModel], path: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """The tables of a model, each followed by the tables inside it."""
    for name, field in model.model_fields.items():
        if _is_table(field):
            assert isinstance(field.annotation, type)
            yield f"[{path}{name}]", field.annotation
            yield from _tables_of(field.annotation, f"{path}{name}.")
        elif path and (model_of_each := _model_of_each(field)) is not None:
            yield f"[[{path}{name}]]", model_of_each


def _plain(model: type[BaseModel]) -> list[tuple[str, FieldInfo]]:
    return [
        (field.alias or name, field)
        for name, field in model.model_fields.items()
        if not _is_table(field) and _model_of_each(field) is None
    ]


def _is_table(field: FieldInfo) -> bool:
    return isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)


def _model_of_each(field: FieldInfo) -> type[BaseModel] | None:
    """The model of each table, where a field is a row of [[tables]]."""
    inner = get_args(field.annotation)
    return inner[0] if inner and isinstance(inner[0], type) and issubclass(inner[0], BaseModel) else None


def _default_of(field: FieldInfo) -> str:
    value: Any = field.get_default(call_default_factory=True, validated_data={})
    if value is PydanticUndefined:
        return "-"
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, (tuple, list)):
        return f"`[{', '.join(repr(one) for one in value)}]`".replace("'", '"')
    if isinstance(value, dict):
        return "none"
    return f'`"{value}"`' if not isinstance(value, (int, float)) else f"`{value}`"


def _meaning_of(field: FieldInfo) -> str:
    return " ".join((field.description or "").replace("|", "\\|").split())
