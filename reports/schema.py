"""The published JSON Schema of report.json: read from the file that lies beside the report's other assets."""

from __future__ import annotations

from importlib.resources import files

SCHEMA_FILE = "report.schema.json"


def schema_text() -> str:
    """The schema as it is published, JSON Schema draft 2020-12."""
    return files("reports").joinpath("assets", SCHEMA_FILE).read_text(encoding="utf-8")
