"""marsad.toml and the command line composed into typed options; every fault names its line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from audits.custom import ExtractOptions, JavascriptOptions, Scoped, SearchOptions, slug
from audits.goal_options import GoalOptions
from audits.ignoring import IgnoreOptions
from audits.options import JudgeOptions
from audits.searching.options import AnalysisOptions
from audits.segments import SegmentOptions
from crawler.admission import Admission
from crawler.browser.options import BrowserOptions
from crawler.host_policy import HostPolicy
from crawler.link_options import LinkOptions
from crawler.login_options import LoginOptions
from crawler.options import CrawlOptions
from integrations.measure_options import (
    AnalyticsOptions,
    BingOptions,
    CruxOptions,
    IndexNowOptions,
    PagespeedOptions,
)
from integrations.search_options import SearchConsoleOptions
from marsad.alert_options import AlertOptions
from marsad.budget_options import BudgetOptions
from marsad.cli_options import note_host, site_asked
from marsad.gate_options import GateOptions
from marsad.schedule_options import KeepOptions, ScheduleOptions
from marsad.sites import SHARED, SiteOptions, fault_of_sites, host_of, site_called, unknown_site
from marsad.watch_options import WatchOptions
from reports.options import ReportOptions
from store.errors import ConfigError

FILE_NAME = "marsad.toml"
_MAY_BE_SECRET = frozenset({"alerts", "login", "headers", "cookies", "basic_auth"})
LEDGER_NAME = "marsad-ignore.toml"


class StoreOptions(BaseModel):
    """Where everything is kept."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field("", description="database URL or SQLite path; empty: marsad.db in the data folder")


class SampleOptions(BaseModel):
    """Which pages a real browser loads."""

    model_config = ConfigDict(extra="forbid")

    pages_per_template: int = Field(2, ge=1, description="pages of each template that a browser loads")
    max_pages: int = Field(40, ge=0, description="pages that a browser loads in all; 0: none")
    phones: bool = Field(True, description="load the pages that stand for their templates as a phone too")
    every_page: bool = Field(
        False, description="load every page in a browser, about a second each; walks stay a sample"
    )
    keep_days: float = Field(
        7, ge=0, description="days for which what a browser saw of an unchanged page holds; 0: load it in every run"
    )
    keep_speed_days: float = Field(1, ge=0, description="the same for its loads in the lab")


class RulesOptions(BaseModel):
    """Rules of your own."""

    model_config = ConfigDict(extra="forbid")

    folders: tuple[Path, ...] = Field((), description="folders with Python files of rules, seen from marsad.toml")
    packages: bool = Field(True, description="whether rules of installed packages (entry points) are asked")
    seconds: float = Field(
        2.0, gt=0, description="seconds that a rule of your own, a search or an extraction may take on one page"
    )


class Ledger(BaseModel):
    """The file of what is ignored."""

    model_config = ConfigDict(extra="forbid")

    ignore: tuple[IgnoreOptions, ...] = Field((), description="what a team has decided not to mend now")


class Config(BaseModel):
    """Everything that can be set; each table of marsad.toml belongs to one room."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field("", description="the site to audit, where the command line names none")
    name: str = Field("", description="what the site is called in messages; empty: its host")
    data: Path = Field(Path("marsad-data"), description="folder for the database and the reports")
    store: StoreOptions = Field(default_factory=StoreOptions)
    crawl: CrawlOptions = Field(default_factory=CrawlOptions)
    host: tuple[HostPolicy, ...] = Field((), description="how single hosts are asked, and what is fine there")
    links: LinkOptions = Field(default_factory=LinkOptions)
    login: LoginOptions = Field(default_factory=LoginOptions)
    browser: BrowserOptions = Field(default_factory=BrowserOptions)
    sample: SampleOptions = Field(default_factory=SampleOptions)
    judge: JudgeOptions = Field(default_factory=JudgeOptions)
    report: ReportOptions = Field(default_factory=ReportOptions)
    schedule: ScheduleOptions = Field(default_factory=ScheduleOptions)
    keep: KeepOptions = Field(default_factory=KeepOptions)
    analytics: AnalyticsOptions = Field(default_factory=AnalyticsOptions)
    bing: BingOptions = Field(default_factory=BingOptions)
    crux: CruxOptions = Field(default_factory=CruxOptions)
    pagespeed: PagespeedOptions = Field(default_factory=PagespeedOptions)
    indexnow: IndexNowOptions = Field(default_factory=IndexNowOptions)
    rules: RulesOptions = Field(default_factory=RulesOptions)
    search_console: SearchConsoleOptions = Field(default_factory=SearchConsoleOptions)
    alerts: AlertOptions = Field(default_factory=AlertOptions)
    watch: WatchOptions = Field(default_factory=WatchOptions)
    analysis: AnalysisOptions = Field(default_factory=AnalysisOptions)
    search: tuple[SearchOptions, ...] = Field((), description="what pages must have, or must not have")
    extract: tuple[ExtractOptions, ...] = Field((), description="values taken from pages, as columns")
    javascript: tuple[JavascriptOptions, ...] = Field((), description="scripts that rendered pages are asked")
    segment: tuple[SegmentOptions, ...] = Field((), description="parts of the site with expectations of their own")
    budget: tuple[BudgetOptions, ...] = Field((), description="how slow or heavy pages may be: the gate fails beyond")
    gate: GateOptions = Field(default_factory=GateOptions)
    goal: tuple[GoalOptions, ...] = Field((), description="what the owner wants to reach, by when")
    ignore: tuple[IgnoreOptions, ...] = Field((), description="what a team has decided not to mend now")
    ignore_file: Path = Field(
        Path(LEDGER_NAME), description="file with more `[[ignore]]` tables, seen from marsad.toml"
    )
    site: tuple[SiteOptions, ...] = Field((), description="the sites, where there are several")

    _admission: Admission | None = PrivateAttr(default=None)

    @property
    def admission(self) -> Admission | None:
        """What opens the site while it is audited; no setting, and never written down."""
        return self._admission

    @admission.setter
    def admission(self, admission: Admission | None) -> None:
        self._admission = admission

    @property
    def store_url(self) -> str:
        """The database URL that counts."""
        return self.store.url or str(self.data / "marsad.db")


def load_config(path: Path | None, overrides: Mapping[str, Any], site: str | None = None) -> Config:
    """Read marsad.toml (the given one, or the one in this folder) and lay the command line's values over it.

    `overrides` is a nested mapping of the options that were given by hand. `site` is the name of a [[site]] whose own
    settings count; None: the one that --site names, else the only one there is; empty: none, and `Config.site` lists
    them.

    Raises ConfigError: no such file, not TOML (with line and column), an unknown key or a wrong value (with line), no
    such site.
    """
    file = path or Path(FILE_NAME)
    text = _text_of(file, "check the path given with --config") if path is not None or file.exists() else ""
    values = _values_of(file, text)
    base = _validated(_merged(values, overrides), file, text)
    if base.site and base.url and "url" in values:
        where = _where(["url"], file, text)
        raise ConfigError(f"{where}: url stands beside [[site]] tables; move it into a [[site]] of its own")
    if (fault := fault_of_sites(base.site)) is not None:
        number, key, why, other = fault
        also = f" (the other: {_where(['site', str(other), key], file, text)})" if other is not None else ""
        raise ConfigError(f"{_where(['site', str(number), key], file, text)}: site[{number + 1}].{key} {why}{also}")
    configs = [_config_of(one, number, values, overrides, file, text) for number, one in enumerate(base.site)]
    chosen = _chosen(base, site_asked() if site is None else site, file)
    note_host(chosen if isinstance(chosen, str) else chosen.host if chosen is not None and site != "" else "")
    if isinstance(chosen, SiteOptions):
        own = configs[base.site.index(chosen)]
        own.site = base.site  # the page of all sites calls each by its name
        return own
    return _completed(base, values, overrides, file, is_used=not base.site)


def _chosen(base: Config, wanted: str | None, file: Path) -> SiteOptions | str | None:
    """The site that counts; a host where the file has no [[site]]; None where all do. Raises ConfigError."""
    if wanted is None:
        return base.site[0] if len(base.site) == 1 and not base.url else None
    if wanted == "":
        return None
    if (found := site_called(wanted, base.site)) is not None:
        return found
    host = host_of(base.url)
    if wanted == base.name and host:
        return host
    if base.site or (host and host_of(wanted) != host):
        raise (
            unknown_site(wanted, file, base.site)
            if base.site
            else ConfigError(
                f"{file}: the site here is {base.name or host}, not {wanted!r}; add a [[site]] or leave out --site"
            )
        )
    return host_of(wanted)


def _config_of(
    site: SiteOptions, number: int, values: Mapping[str, Any], overrides: Mapping[str, Any], file: Path, text: str
) -> Config:
    """What counts for one of several sites."""
    top = {key: value for key, value in values.items() if key not in ("site", "name", "url")}
    own = _merged(_expanded(top), {**_expanded(site.overrides), "name": site.name, "url": site.url})
    config = _validated(_merged(own, overrides), file, text, (number, frozenset(site.overrides)))
    return _completed(config, own, overrides, file)


def _expanded(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same with what is said in short as its table, so that tables can be merged key by key."""
    short = values.get("schedule")
    return {**values, "schedule": {"cron": short}} if isinstance(short, str) else dict(values)


def _validated(
    values: Mapping[str, Any], file: Path, text: str, site: tuple[int, frozenset[str]] | None = None
) -> Config:
    """The values as a Config. `site` says which [[site]] some keys come from. Raises ConfigError."""
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        raise ConfigError(_explained(error, file, text, site=site)) from error


def _completed(
    config: Config, values: Mapping[str, Any], overrides: Mapping[str, Any], file: Path, *, is_used: bool = True
) -> Config:
    """The same with what stands in other places: hosts, folders seen from the file, the ledger. Raises ConfigError."""
    if config.host:
        config.crawl = config.crawl.model_copy(update={"hosts": (*config.host, *config.crawl.hosts)})
    given = (overrides.get("rules") or {}).get("folders") or ()
    folders = (values.get("rules") or {}).get("folders") or ()
    config.rules.folders = (*(file.parent / one for one in folders), *(Path(one) for one in given))
    if config.report.brand.logo is not None:
        config.report.brand.logo = file.parent / config.report.brand.logo
    config.ignore += _ledger(file.parent / config.ignore_file, is_named="ignore_file" in values)
    _check_names(config, file)
    if is_used:  # what is only the ground of several sites may lack what each of them adds
        _check_goals(config, file)
    return config


def _ledger(file: Path, *, is_named: bool) -> tuple[IgnoreOptions, ...]:
    """What the team's ledger ignores; nothing where there is none and none was named."""
    if not is_named and not file.exists():
        return ()
    text = _text_of(file, "check ignore_file in marsad.toml")
    try:
        return Ledger.model_validate(_values_of(file, text)).ignore
    except ValidationError as error:
        raise ConfigError(_explained(error, file, text, Ledger)) from error


def _check_names(config: Config, file: Path) -> None:
    """Raise ConfigError where two have one name, or a name is used that nothing has."""
    tables: dict[str, Sequence[SearchOptions | ExtractOptions | SegmentOptions]] = {
        "search": config.search, "extract": config.extract, "segment": config.segment,
    }  # fmt: skip
    for table, ones in tables.items():
        met: set[str] = set()
        for one in ones:
            if slug(one.name) in met:
                raise ConfigError(f"{file}: two [[{table}]] tables are named {one.name!r}; give each its own name")
            met.add(slug(one.name))
    known = {one.name for one in config.segment}
    asked: list[Scoped] = [*config.search, *config.extract, *config.javascript]
    for wanted in asked:
        for name in wanted.segment:
            if name not in known:
                raise ConfigError(
                    f"{file}: {wanted.name!r} is for the segment {name!r}, which no [[segment]] table names"
                )


def _check_goals(config: Config, file: Path) -> None:
    """Raise ConfigError where two goals have one name, or the service that measures one is not asked at all."""
    met: set[str] = set()
    for number, goal in enumerate(config.goal, 1):
        where = f"{file}: goal[{number}] {goal.name!r}"
        if goal.name.casefold() in met:
            raise ConfigError(f"{where}: an earlier [[goal]] has that name; give each its own")
        met.add(goal.name.casefold())
        source = goal.measured.source
        if source == "analytics" and not config.analytics.property:
            raise ConfigError(f"{where}: {goal.metric} is measured by Analytics; set property in [analytics]")
        if source == "search_console" and not config.search_console.enabled:
            raise ConfigError(
                f"{where}: {goal.metric} is measured by Search Console; set enabled = true in [search_console]"
            )
        if source == "crux" and not (config.crux.enabled and config.crux.history_weeks):
            raise ConfigError(
                f"{where}: {goal.metric} needs the history of the Chrome UX Report; switch it on in [crux]"
            )


def _text_of(file: Path, how: str) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror}); {how}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: is not UTF-8 text; save it as UTF-8") from error


def _values_of(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: is not valid TOML: {error}") from error


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        known = merged.get(key)
        merged[key] = _merged(known, value) if isinstance(value, Mapping) and isinstance(known, Mapping) else value
    return merged


def _explained(
    error: ValidationError,
    file: Path,
    text: str,
    root: type[BaseModel] = Config,
    site: tuple[int, frozenset[str]] | None = None,
) -> str:
    """One line for the first fault: file, line, key, what is wrong, and what is allowed."""
    fault = error.errors()[0]
    keys = [str(part) for part in fault["loc"]]
    if site is not None and keys and keys[0] in site[1]:
        keys = ["site", str(site[0]), *keys]
    where = _where(keys, file, text)
    name = _name_of(keys)
    if fault["type"] == "extra_forbidden":
        known = ", ".join(sorted(_known_keys(keys[:-1], root))) or "none"
        return f"{where}: {name} is not a known key; known keys here: {known}"
    given = fault.get("input")
    if fault["type"] == "missing":
        return f"{where}: {name} is missing; say it"
    if fault["type"] == "value_error":
        return f"{where}: {name} is wrong: {fault['msg'].removeprefix('Value error, ')}"
    shown = name if _MAY_BE_SECRET & set(keys) else f"{name} = {given!r}"
    return f"{where}: {shown} is wrong: {fault['msg'].lower()}"


def _where(keys: list[str], file: Path, text: str) -> str:
    line = _line_of(keys, text)
    return f"{file}, line {line}" if line else ("the command line" if not text else str(file))


def _name_of(keys: list[str]) -> str:
    """The path of a key as people count: search[2].css for the second [[search]] table."""
    name = ""
    for key in keys:
        name += f"[{int(key) + 1}]" if key.isdigit() else f".{key}" if name else key
    return name


def _known_keys(path: list[str], root: type[BaseModel]) -> list[str]:
    model = root
    if path[:1] == ["site"]:
        path = path[2:]
        if not path:
            return [field.alias or name for name, field in root.model_fields.items() if name not in SHARED] + ["name"]
    for part in path:
        if part.isdigit():
            continue
        field = model.model_fields.get(part)
        annotation = field.annotation if field else None
        inner = get_args(annotation)
        if inner and isinstance(inner[0], type):
            annotation = inner[0]
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return [field.alias or name for name, field in model.model_fields.items()]


def _line_of(keys: list[str], text: str) -> int | None:
    """The 1-based line where a key stands, following [table] headings; None where it is not in the file."""
    table: list[str] = []
    best: int | None = None
    met: dict[tuple[str, ...], int] = {}  # how often each [[table]] came before, inside the one it stands in
    for number, line in enumerate(text.splitlines(), start=1):
        heading = re.match(r"\s*(\[+)\s*([^\]]+?)\s*\]+", line)
        if heading:
            parts = [part.strip().strip("\"'") for part in heading[2].split(".")]
            table = _path_of(parts, met, is_new=heading[1] == "[[")
            if table == keys[: len(table)]:
                best = number
            continue
        pair = re.match(r"""\s*([A-Za-z0-9_."'-]+)\s*=""", line)
        if pair:
            path = table + [part.strip().strip("\"'") for part in pair[1].split(".")]
            if path == keys[: len(path)] and len(path) > len(table):
                return number
    return best


def _path_of(parts: list[str], met: dict[tuple[str, ...], int], *, is_new: bool) -> list[str]:
    """The path of a heading with the positions of the [[tables]] it stands in: site.crawl -> site, 1, crawl."""
    path: list[str] = []
    for number, part in enumerate(parts, start=1):
        path.append(part)
        key = tuple(path)
        if is_new and number == len(parts):
            met[key] = met.get(key, -1) + 1
        if key in met:
            path.append(str(met[key]))
    return path
