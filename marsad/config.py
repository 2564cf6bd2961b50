"""marsad.toml and the command line composed into typed options; every fault names its line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audits.options import JudgeOptions
from crawler.browser.options import BrowserOptions
from crawler.link_options import LinkOptions
from crawler.options import CrawlOptions
from reports.options import ReportOptions
from store.errors import ConfigError

FILE_NAME = "marsad.toml"


class StoreOptions(BaseModel):
    """Where everything is kept."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field("", description="database URL or SQLite path; empty: marsad.db in the data folder")


class SampleOptions(BaseModel):
    """Which pages a real browser loads."""

    model_config = ConfigDict(extra="forbid")

    pages_per_template: int = Field(2, ge=1, description="pages of each template that a browser loads")
    max_pages: int = Field(40, ge=0, description="pages that a browser loads in all; 0: none")


class Config(BaseModel):
    """Everything that can be set; each table of marsad.toml belongs to one room."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field("", description="the site to audit, where the command line names none")
    data: Path = Field(Path("marsad-data"), description="folder for the database and the reports")
    store: StoreOptions = Field(default_factory=StoreOptions)
    crawl: CrawlOptions = Field(default_factory=CrawlOptions)
    links: LinkOptions = Field(default_factory=LinkOptions)
    browser: BrowserOptions = Field(default_factory=BrowserOptions)
    sample: SampleOptions = Field(default_factory=SampleOptions)
    judge: JudgeOptions = Field(default_factory=JudgeOptions)
    report: ReportOptions = Field(default_factory=ReportOptions)

    @property
    def store_url(self) -> str:
        """The database URL that counts."""
        return self.store.url or str(self.data / "marsad.db")


def load_config(path: Path | None, overrides: Mapping[str, Any]) -> Config:
    """Read marsad.toml (the given one, or the one in this folder) and lay the command line's values over it.

    `overrides` is a nested mapping of the options that were given by hand.

    Raises ConfigError: no such file, not TOML (with line and column), an unknown key or a wrong value (with line).
    """
    text = ""
    file = path or Path(FILE_NAME)
    if path is not None or file.exists():
        try:
            text = file.read_text(encoding="utf-8")
        except OSError as error:
            raise ConfigError(
                f"{file}: cannot be read ({error.strerror}); check the path given with --config"
            ) from error
        except UnicodeDecodeError as error:
            raise ConfigError(f"{file}: is not UTF-8 text; save it as UTF-8") from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: is not valid TOML: {error}") from error
    try:
        return Config.model_validate(_merged(values, overrides))
    except ValidationError as error:
        raise ConfigError(_explained(error, file, text)) from error


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        known = merged.get(key)
        merged[key] = _merged(known, value) if isinstance(value, Mapping) and isinstance(known, Mapping) else value
    return merged


def _explained(error: ValidationError, file: Path, text: str) -> str:
    """One line for the first fault: file, line, key, what is wrong, and what is allowed."""
    fault = error.errors()[0]
    keys = [str(part) for part in fault["loc"]]
    line = _line_of(keys, text)
    where = f"{file}, line {line}" if line else ("the command line" if not text else str(file))
    name = ".".join(keys)
    if fault["type"] == "extra_forbidden":
        known = ", ".join(sorted(_known_keys(keys[:-1]))) or "none"
        return f"{where}: {name} is not a known key; known keys here: {known}"
    given = fault.get("input")
    return f"{where}: {name} = {given!r} is wrong: {fault['msg'].lower()}"


def _known_keys(path: list[str]) -> list[str]:
    model: type[BaseModel] = Config
    for part in path:
        field = model.model_fields.get(part)
        annotation = field.annotation if field else None
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return list(model.model_fields)


def _line_of(keys: list[str], text: str) -> int | None:
    """The 1-based line where a key stands, following [table] headings; None where it is not in the file."""
    table: list[str] = []
    best: int | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        heading = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
        if heading:
            table = [part.strip().strip("\"'") for part in heading[1].split(".")]
            if table == keys[: len(table)]:
                best = number
            continue
        pair = re.match(r"""\s*([A-Za-z0-9_."'-]+)\s*=""", line)
        if pair:
            path = table + [part.strip().strip("\"'") for part in pair[1].split(".")]
            if path == keys[: len(path)] and len(path) > len(table):
                return number
    return best
