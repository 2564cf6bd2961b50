"""The command line: commands, options and exit codes, nothing else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from marsad import __version__
from marsad.cli_alerts import alerts
from marsad.cli_compare import compare
from marsad.cli_completion import completion
from marsad.cli_connect import connect
from marsad.cli_demo import demo
from marsad.cli_gate import gate_group, gate_options, gate_overrides, notes_of
from marsad.cli_ignore import ignore
from marsad.cli_indexnow import indexnow
from marsad.cli_init import init
from marsad.cli_links import links
from marsad.cli_login import login
from marsad.cli_options import PagesInBrowser, nested, numbers_of_runs, sample_options, shared
from marsad.cli_report import report
from marsad.cli_runs import runs
from marsad.cli_schedule import schedule
from marsad.cli_verify import verify
from marsad.cli_watch import watch
from marsad.console import Console
from marsad.identity import check_rooms
from marsad.language_option import language_option, language_values
from reports.form_names import USES
from store.errors import ConfigError, MarsadError

EXIT_CODES = """
\b
Exit codes:
  0    done, and the gate holds
  1    done, and the gate failed (--fail-on and the other options of the gate, budgets)
  2    wrong command or configuration
  3    the run could not be done
  130  stopped by hand; go on with --resume
"""


class _Group(click.Group):
    """A group whose errors are one line and whose exit codes are ours."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["standalone_mode"] = False
        arguments = list(sys.argv[1:] if not args or args[0] is None else args[0])
        console = Console("json" if "json" in _log_format(arguments) else "text")
        try:
            code = super().main(*args, **kwargs)
        except click.exceptions.Abort:
            sys.exit(130)
        except KeyboardInterrupt:
            console.error("stopped", 130)
            sys.exit(130)
        except click.ClickException as error:
            console.error(" ".join(error.format_message().split()) + _usage_hint(error), 2)
            sys.exit(2)
        except MarsadError as error:
            console.error(str(error), error.exit_code)
            sys.exit(error.exit_code)
        except BrokenPipeError:
            # The reader of our output (head, less) has gone: that is no failure of ours.
            sys.stderr.close()
            sys.exit(0)
        except OSError as error:
            console.error(f"{error.filename or 'the system'}: {error.strerror or error}; nothing stored was lost", 3)
            sys.exit(3)
        sys.exit(code if isinstance(code, int) else 0)


def _log_format(arguments: list[str]) -> str:
    for number, argument in enumerate(arguments):
        if argument == "--log-format" and number + 1 < len(arguments):
            return arguments[number + 1]
        if argument.startswith("--log-format="):
            return argument.partition("=")[2]
    return "text"


def _usage_hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f" (see `{context.command_path} --help`)" if context is not None else ""


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="marsad")
def main() -> None:
    """Marsad audits a web site: what is wrong, what to mend first, and the proof.

    \b
    Examples:
      marsad init                          write marsad.toml, by four questions
      marsad audit https://example.com     crawl, judge, write the report
      marsad demo                          the same for a sample shop on this machine
      marsad doctor                        what is installed and what is missing
    """
    check_rooms()


_own_rules = click.option(
    "--rules-folder", "rules_folders", multiple=True, type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="Folder with rules of your own, beside those of the configuration. May be repeated.",
)  # fmt: skip
_config_file = click.option(
    "--config", "config_path", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Configuration file. [default: marsad.toml here, if there is one]",
)  # fmt: skip


def _texts(paths: tuple[Path, ...]) -> tuple[str, ...]:
    return tuple(str(path) for path in paths)


@main.command(epilog=EXIT_CODES)
@click.argument("url", required=False)
@click.option("--all", "every", is_flag=True, help="Audit every [[site]] of the configuration, one after the other.")
@click.option("--resume", is_flag=True, help="Go on with the last unfinished run of this site.")
@click.option("--scope", type=click.Choice(["host", "subdomains", "prefix"]),
              help="What belongs to the site: its host, its subdomains too, or only what lies below the URL's path. "
                   "[default: host]")  # fmt: skip
@click.option("--include", multiple=True, metavar="REGEX", help="Crawl only URLs that match. May be repeated.")
@click.option("--exclude", multiple=True, metavar="REGEX", help="Leave out URLs that match. May be repeated.")
@click.option("--max-pages", type=click.IntRange(min=1), metavar="N", help="Fetch at most N pages.")
@click.option("--max-depth", type=click.IntRange(min=0), metavar="N", help="Go at most N clicks deep.")
@click.option(
    "--max-time", "max_seconds", type=click.FloatRange(min=1), metavar="SECONDS", help="Crawl at most so long."
)
@click.option("--concurrency", type=click.IntRange(min=1), metavar="N", help="Requests to one host at the same time.")
@click.option("--delay", type=click.FloatRange(min=0), metavar="SECONDS", help="Pause between requests to one host.")
@click.option("--ignore-robots", is_flag=True, help="Crawl what robots.txt forbids. Only for your own site.")
@click.option("--user-agent", metavar="TEXT", help="User-Agent header.")
@click.option("--external/--no-external", "check_external", default=None, help="Ask external links how they are.")
@click.option("--fresh", is_flag=True, help="Ask every link to another site again, whatever earlier runs found.")
@click.option("--full", is_flag=True, help="Read, judge and browse everything anew, unchanged pages too.")
@click.option("--browser", type=click.Choice(["auto", "always", "never"]),
              help="Load a sample of pages in Chromium, or not; auto: if there is one. [default: auto]")  # fmt: skip
@click.option("--browser-pages", type=PagesInBrowser(), metavar="N|all", help="Pages to load in Chromium in all.")
@click.option("--lab/--no-lab", "lab", default=None,
              help="Measure the speed of a few pages on a slow phone, or not. [default: --lab]")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Folder for this report. [default: a folder of its own under the data folder]")  # fmt: skip
@click.option("--report-format", "forms", multiple=True, type=click.Choice(list(USES)), metavar="NAME",
              help="Form of the report; see `marsad report --help`. May be repeated. [default: html]")  # fmt: skip
@language_option
@gate_options
@_own_rules
@shared
def audit(
    url: str | None,
    every: bool,
    resume: bool,
    scope: str | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    max_pages: int | None,
    max_depth: int | None,
    max_seconds: float | None,
    concurrency: int | None,
    delay: float | None,
    ignore_robots: bool,
    user_agent: str | None,
    check_external: bool | None,
    fresh: bool,
    full: bool,
    browser: str | None,
    browser_pages: int | None,
    lab: bool | None,
    out: Path | None,
    forms: tuple[str, ...],
    langs: tuple[str, ...],
    gate: dict[str, Any],
    rules_folders: tuple[Path, ...],
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> int:
    """Audit the site at URL: crawl it, judge it, and write the report.

    \b
    Examples:
      marsad audit https://example.com
      marsad audit https://example.com/shop/ --scope prefix --max-pages 500
      marsad audit https://example.com --fail-on new:high --min-pages 20      (in a build)
      marsad audit --site shop                             one of several sites of marsad.toml
      marsad audit --all                                   every one of them
    """
    from marsad.config import load_config
    from marsad.run import audit_site

    overrides = nested(
        crawl__scope=scope, crawl__include=include, crawl__exclude=exclude, crawl__max_pages=max_pages,
        crawl__max_depth=max_depth, crawl__max_seconds=max_seconds, crawl__concurrency=concurrency,
        crawl__delay_s=delay, crawl__obey_robots=False if ignore_robots else None, crawl__user_agent=user_agent,
        crawl__check_external=check_external, links__fresh=fresh or None, browser__enabled=browser,
        crawl__incremental="never" if full else None,
        browser__lab__enabled=lab, **sample_options(browser_pages), data=str(data) if data else None,
        store__url=store_url,
        rules__folders=_texts(rules_folders), report__forms=forms, **language_values(langs),
    )  # fmt: skip
    overrides = {**overrides, **gate_overrides(gate)}
    console = Console(log_format, quiet=quiet)
    if every:
        return _audit_every(url, config_path, overrides, console, resume=resume, out=out, notes=notes_of(gate))
    config = load_config(config_path, overrides)
    wanted = url or config.url
    if not wanted and config.site:
        names = ", ".join(one.name for one in config.site)
        raise ConfigError(f"several sites are configured ({names}); say --site NAME, or --all for every one of them")
    if not wanted:
        raise ConfigError("no site was named; say `marsad audit https://example.com` or set url in marsad.toml")
    ended = audit_site(wanted, config, console, resume=resume, out=out, notes=notes_of(gate))
    if ended.report is not None:
        click.echo(str(ended.report))
    return ended.exit_code


def _audit_every(url: str | None, path: Path | None, overrides: dict[str, Any], console: Console, **how: Any) -> int:
    """Audit every site; the worst exit code of them."""
    from marsad.cli_options import site_asked
    from marsad.every_site import audit_all

    if url or site_asked():
        raise click.UsageError("--all is for every site of the configuration: leave URL and --site out")
    worst = 0
    for ended in audit_all(path, overrides, console, **how):
        if ended.report is not None:
            click.echo(str(ended.report))
        worst = max(worst, ended.exit_code)
    return worst


@main.command(epilog=EXIT_CODES)
@click.argument("urls", nargs=-1, required=True, metavar="URL…")
@click.option("--rule", "rules", multiple=True, metavar="ID", help="Only this rule. May be repeated.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@click.option("--browser", type=click.Choice(["auto", "always", "never"]), help="As for `marsad audit`.")
@click.option("--user-agent", metavar="TEXT", help="User-Agent header.")
@click.option("--fail-on", type=click.Choice(["critical", "high", "medium", "low"]), help="As for `marsad audit`.")
@_own_rules
@shared
def page(
    urls: tuple[str, ...],
    rules: tuple[str, ...],
    form: str,
    browser: str | None,
    user_agent: str | None,
    fail_on: str | None,
    rules_folders: tuple[Path, ...],
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> int:
    """Test given pages with the page and browser rules, without a crawl.

    With --format jsonl, one line a finding: url, rule, outcome, severity, certainty, wcag, selector, message.

    \b
    Examples:
      marsad page https://example.com/ https://example.com/checkout
      marsad page https://example.com/ --rule contrast-too-low --format jsonl
    """
    from marsad.config import load_config
    from marsad.pages import test_pages

    overrides = nested(crawl__user_agent=user_agent, browser__enabled=browser, rules__folders=_texts(rules_folders))
    config = load_config(config_path, overrides)
    return test_pages(urls, config, Console(log_format, quiet=quiet), rules=rules, form=form, fail_on=fail_on)


main.add_command(alerts)
main.add_command(compare)
main.add_command(completion)
main.add_command(connect)
main.add_command(demo)
main.add_command(gate_group)
main.add_command(ignore)
main.add_command(indexnow)
main.add_command(init)
main.add_command(links)
main.add_command(runs)
main.add_command(schedule)
main.add_command(verify)
main.add_command(watch)
main.add_command(login)
main.add_command(report)


@main.command()
@click.argument("what", type=click.Choice(["pages", "links", "findings", "causes", "earl", "wcag-em"]))
@click.argument("run", required=False, type=int, shell_complete=numbers_of_runs)
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), help="Of rows; jsonl if not said.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write here instead of standard output.")  # fmt: skip
@click.option("--columns", metavar="A,B,…", help="Only these columns, in this order; extracted ones are custom:NAME.")
@shared
def export(
    what: str,
    run: int | None,
    form: str | None,
    output: Path | None,
    columns: str | None,
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> None:
    """Write the pages, links, findings or causes of a run (the last one, if none is named) as JSON lines or CSV.

    Of links, one line a target: url, verdict, status, final, sources. `earl` is what was tested for accessibility as
    W3C's EARL in JSON-LD; `wcag-em` a report after WCAG-EM in Markdown, filled in as far as a machine can.

    \b
    Examples:
      marsad export pages --format csv --output pages.csv
      marsad export causes 12 --columns rule,pages,message
      marsad export wcag-em --output evaluation.md
    """
    from marsad.stored import export_run, open_store

    with open_store(config_path, data, store_url) as store:
        chosen = [name.strip() for name in (columns or "").split(",") if name.strip()]
        export_run(store, run, what, form, output, chosen)


@main.group(invoke_without_command=True)
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("--group", metavar="NAME", help="Only the rules of this group.")
@_own_rules
@_config_file
@click.pass_context
def rules(
    context: click.Context, form: str, group: str | None, rules_folders: tuple[Path, ...], config_path: Path | None
) -> None:
    """List every rule: what it finds, how bad that is, who says so; yours among them.

    \b
    Examples:
      marsad rules
      marsad rules --group links --format json
      marsad rules test my-rules
    """
    from marsad.config import load_config
    from marsad.rulebook import print_rules

    if context.invoked_subcommand is None:
        print_rules(form, group, load_config(config_path, nested(rules__folders=_texts(rules_folders))))


@rules.command("test", epilog=EXIT_CODES)
@click.argument("what", required=False, metavar="[FOLDER|ID]")
@_own_rules
@_config_file
def test_rules(what: str | None, rules_folders: tuple[Path, ...], config_path: Path | None) -> int:
    """Run the examples of the rules in FOLDER, of the rule ID, or of all rules of your own.

    Each rule is also broken on purpose: examples that do not notice that are too few. Exit code 1: a rule does not
    keep what its examples promise.

    \b
    Examples:
      marsad rules test my-rules
      marsad rules test acme/price-markup
    """
    from marsad.config import load_config
    from marsad.rulebook import run_examples

    return run_examples(what, load_config(config_path, nested(rules__folders=_texts(rules_folders))))


@main.command(epilog=EXIT_CODES)
@click.argument("run", required=False, type=int, shell_complete=numbers_of_runs)
@click.option("--run", "run_id", type=int, metavar="N", hidden=True, help="The same as RUN.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="As for `marsad audit`.")
@language_option
@_own_rules
@shared
def judge(
    run: int | None,
    run_id: int | None,
    out: Path | None,
    langs: tuple[str, ...],
    rules_folders: tuple[Path, ...],
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> int:
    """Judge a stored run (the last one, if none is named) again, without the network, and write its report anew.

    \b
    Examples:
      marsad judge
      marsad judge 12
      marsad judge --site shop
    """
    from marsad.config import load_config
    from marsad.run import judge_again

    overrides = nested(
        data=str(data) if data else None, store__url=store_url, rules__folders=_texts(rules_folders),
        **language_values(langs),
    )  # fmt: skip
    config = load_config(config_path, overrides)
    ended = judge_again(run_id if run is None else run, config, Console(log_format, quiet=quiet), out=out)
    click.echo(str(ended.report))
    return ended.exit_code


@main.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@shared
def doctor(
    form: str,
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> int:
    """Say what is installed, what is missing, and how to get it.

    \b
    Examples:
      marsad doctor
      marsad doctor --format json
    """
    from marsad.config import load_config
    from marsad.doctor import examine

    overrides = nested(data=str(data) if data else None, store__url=store_url)
    return examine(load_config(config_path, overrides), form)
