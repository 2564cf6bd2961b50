"""The options of the gate, and `marsad gate`: writing a baseline, holding a stored run against a gate again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from marsad.cli_options import nested, numbers_of_runs, shared
from marsad.console import Console
from marsad.gate_notes import Notes
from marsad.gate_options import FAIL_ON, KINDS

Function = TypeVar("Function", bound=Callable[..., Any])
_NAMES = (
    "fail_on", "fail_on_goals", "min_pages", "min_score", "max_score_drop", "max_causes", "baseline", "annotate",
    "code_quality",
)  # fmt: skip


class _Condition(click.ParamType[str]):
    """A severity, or new: or regressed: and one; several may stand with commas between them."""

    name = "condition"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        for one in str(value).split(","):
            if FAIL_ON.fullmatch(one.strip()) is None:
                self.fail(
                    f"{one.strip()!r} is no condition; say critical, high, medium or low, alone or after new: or "
                    "regressed:", param, ctx,
                )  # fmt: skip
        return str(value)


class _Bound(click.ParamType[tuple[str, float]]):
    """N for the whole, or CATEGORY=N."""

    name = "bound"

    def __init__(self, *, is_whole: bool = False) -> None:
        self.is_whole = is_whole

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, float]:
        kind, _, text = str(value).rpartition("=")
        if (kind or "all") not in KINDS:
            self.fail(f"{kind!r} is no category; there are: {', '.join(KINDS)}", param, ctx)
        try:
            number = float(int(text)) if self.is_whole else float(text)
        except ValueError:
            number = -1.0
        if not 0 <= number < float("inf"):
            self.fail(f"{text!r} is no number of 0 or above", param, ctx)
        return kind or "all", number


def gate_options(function: Function) -> Function:
    """Give a command the options of the gate, as one argument `gate`: nested options under "gate", and the rest."""

    @wraps(function)
    def with_gate(**values: Any) -> Any:
        given = {name: values.pop(name) for name in _NAMES}
        return function(**values, gate=given)

    made: Any = with_gate
    options = [
        click.option("--fail-on", multiple=True, type=_Condition(), metavar="[STATE:]SEVERITY",
                     help="Exit with 1 if a problem of this severity or above is found: critical, high, medium, low; "
                          "after new: or regressed: only those that are. May be repeated."),
        click.option("--fail-on-goal", "fail_on_goals", multiple=True,
                     type=click.Choice(["missed", "at-risk", "unknown"]),
                     help="Exit with 1 if a goal stands so. May be repeated."),
        click.option("--min-pages", type=click.IntRange(min=1), metavar="N",
                     help="Exit with 1 if fewer pages were audited."),
        click.option("--min-score", multiple=True, type=_Bound(), metavar="[CATEGORY=]N",
                     help="Exit with 1 if health is below N, of the whole or of a category. May be repeated."),
        click.option("--max-score-drop", multiple=True, type=_Bound(), metavar="[CATEGORY=]N",
                     help="Exit with 1 if health fell by more than N points."),
        click.option("--max-causes", multiple=True, type=_Bound(is_whole=True), metavar="[CATEGORY=]N",
                     help="Exit with 1 if there are more problems. May be repeated."),
        click.option("--baseline", metavar="FILE|last-green",
                     help="What stood in this file of `marsad gate baseline`, or in the last run whose gate held, "
                          "fails nothing."),
        click.option("--annotate", type=click.Choice(["auto", "github", "none"]), default="auto", show_default=True,
                     help="Write notes that GitHub shows beside the run; auto: where GITHUB_ACTIONS is set."),
        click.option("--code-quality", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
                     help="Write GitLab's code quality report."),
    ]  # fmt: skip
    for option in reversed(options):
        made = option(made)
    return made  # type: ignore[no-any-return]


def gate_overrides(gate: dict[str, Any]) -> dict[str, Any]:
    """What the command line says of the gate, as the tables of marsad.toml."""
    conditions = tuple(one.strip() for text in gate["fail_on"] for one in text.split(","))
    bounds = {name: dict(gate[name]) for name in ("min_score", "max_score_drop")}
    most = {kind: int(number) for kind, number in gate["max_causes"]}
    return nested(
        gate__fail_on=conditions, gate__goals=gate["fail_on_goals"], gate__min_pages=gate["min_pages"],
        gate__min_score=bounds["min_score"] or None, gate__max_score_drop=bounds["max_score_drop"] or None,
        gate__max_causes=most or None, gate__baseline=gate["baseline"],
    )  # fmt: skip


def notes_of(gate: dict[str, Any]) -> Notes:
    """What the command line says of notes for build services."""
    return Notes(gate["annotate"], gate["code_quality"])


@click.group("gate")
def gate_group() -> None:
    """The gate of a build: keep what stands as a baseline, or hold a stored run against a gate again.

    \b
    Examples:
      marsad gate baseline
      marsad gate check --fail-on high
    """


@gate_group.command("baseline")
@click.argument("run", required=False, type=int, shell_complete=numbers_of_runs)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              default=Path("marsad-baseline.json"), show_default=True, help="Where to write it.")  # fmt: skip
@shared
def write(
    run: int | None,
    output: Path,
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> None:
    """Write what stands in a run (the last one, if none is named) to a file for --baseline.

    The file has one line a problem: keep it with the code, and review what changes in it.

    \b
    Examples:
      marsad gate baseline
      marsad gate baseline 12 --output ci/baseline.json
    """
    from marsad.gate_baseline import write_baseline
    from marsad.gate_runs import judged_run
    from marsad.stored import open_store

    with open_store(config_path, data, store_url) as store:
        found, verdict = judged_run(store, run)
        number = write_baseline(output, found, verdict)
    Console(log_format, quiet=quiet).log("gate", f"{number} problems of run {found.id} are the baseline")
    click.echo(str(output))


@gate_group.command("check")
@click.argument("run", required=False, type=int, shell_complete=numbers_of_runs)
@gate_options
@shared
def check(
    run: int | None,
    gate: dict[str, Any],
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> int:
    """Hold a stored run (the last one, if none is named) against a gate, without auditing again.

    \b
    Examples:
      marsad gate check --fail-on new:high
      marsad gate check 12 --min-score 80 --max-causes accessibility=0
    """
    from marsad.config import load_config
    from marsad.gate_check import check_gate
    from marsad.gate_runs import judged_run, say_gate
    from marsad.run import known_store

    over = {**nested(data=str(data) if data else None, store__url=store_url), **gate_overrides(gate)}
    config = load_config(config_path, over)
    with known_store(config) as store:
        found, verdict = judged_run(store, run)
        checked = check_gate(store, found, verdict, config.gate, found.coverage)
    say_gate(checked, verdict, Console(log_format, quiet=quiet), notes_of(gate))
    return 1 if checked.reasons else 0
