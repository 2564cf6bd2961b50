"""Lists the link targets of a run with every place that links to them, for people, programs and spreadsheets."""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from marsad.console import printable
from marsad.run import stored_run
from reports.cells import cell
from reports.links import BROKEN, UNVERIFIED
from reports.load import link_rows
from reports.model import LinkRow
from store.database import Store
from store.errors import ConfigError, RunError
from store.model import Place, Run

SHOWN = 5
"""Places that the text form lists for one target; the other forms list all."""
MAX_PLACES = 10_000


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one link stands."""

    url: str
    line: int  # 1-based; 0: not known
    text: str
    place: str  # landmark of the page: "nav", "footer", ...


def write_links(store: Store, run_id: int | None, states: Collection[str], form: str, output: Path | None) -> None:
    """Write the targets of a run whose verdict is one of `states` as text, JSON lines or CSV.

    Raises ConfigError where there is no such run, RunError where the file cannot be written.
    """
    run = stored_run(store, run_id)
    found = chosen(store, run, states)
    write = {"text": _write_text, "jsonl": _write_jsonl, "csv": _write_csv}[form]
    with _opened(output) as out:
        write(found, out)


def chosen(store: Store, run: Run, states: Collection[str]) -> Iterator[tuple[LinkRow, list[Standing]]]:
    """The targets with the wanted verdicts, the worst and the most linked first, each with its places."""
    wanted = set(states)
    if "broken" in wanted:
        wanted.update(map(str, BROKEN))
    if "unverified" in wanted:
        wanted.update(map(str, UNVERIFIED))
    table = store.links(run.id)
    urls = store.urls(run.id)
    ids = {url: number for number, url in urls.items()}
    order = np.argsort(table.target, kind="stable")
    targets = table.target[order]
    for row in link_rows(store, run.id, None, table):
        if row.verdict not in wanted:
            continue
        if row.target not in ids:  # a place on a page
            yield row, [Standing(url, 0, row.text, Place.OTHER.name.lower()) for url in row.examples]
            continue
        low, high = np.searchsorted(targets, [ids[row.target], ids[row.target] + 1])
        places = [
            Standing(
                urls.get(int(table.source[at]), ""),
                int(table.line[at]),
                table.texts[int(table.text[at])],
                Place(int(table.place[at])).name.lower(),
            )
            for at in order[low:high][:MAX_PLACES].tolist()
        ]
        yield row, places


def urls_of_cause(store: Store, cause_id: str) -> list[str]:
    """The targets that a cause of the last run is about. Raises ConfigError where there is none."""
    run = stored_run(store, None)
    verdict = store.verdict(run.id)
    found = next((one for one in verdict.causes if one.id.startswith(cause_id)), None) if verdict else None
    if found is None:
        raise ConfigError(f"run {run.id} has no cause {cause_id!r}; `marsad export causes` lists them with their ids")
    named = [found.target, *(one.evidence.target or str(one.evidence.facts.get("linked", "")) for one in found.samples)]
    urls = [url for url in dict.fromkeys(named) if url.startswith(("http://", "https://"))]
    if not urls:
        raise ConfigError(f"the cause {cause_id!r} ({found.rule}) names no link target; test it with `marsad page`")
    return urls


@contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    try:
        with output.open("w", encoding="utf-8", newline="") as out:
            yield out
    except OSError as error:
        raise RunError(f"{output}: cannot be written ({error.strerror}); choose another file with --output") from error


Found = Iterator[tuple[LinkRow, Sequence[Standing]]]


def _write_text(found: Found, out: TextIO) -> None:
    number = 0
    for row, places in found:
        number += 1
        answer = f" {row.status or row.detail}" if row.status or row.detail else ""
        out.write(printable(f"{row.verdict}{answer}  {row.target}") + "\n")
        if row.final_url:
            out.write(printable(f"    ends at {row.final_url}{'; link there' if row.replacement else ''}") + "\n")
        if since := _since(row):
            out.write(f"    {since}\n")
        for one in places[:SHOWN]:
            line = f" line {one.line}" if one.line else ""
            where = f" ({one.place})" if one.place != "other" else ""
            out.write(printable(f'    on {one.url}{line}{where} "{one.text}"') + "\n")
        if len(places) > SHOWN:
            out.write(f"    and {len(places) - SHOWN} more\n")
    if not number:
        out.write("no such links in this run\n")


def _since(row: LinkRow) -> str:
    said = []
    if row.failures:
        said.append(f"{row.failures} failures in a row" if row.failures > 1 else "1 failure")
    if row.last_ok:
        said.append(f"last worked {_day(row.last_ok)}")
    elif row.first_seen and row.failures:
        said.append(f"first seen {_day(row.first_seen)}, never seen to work")
    return ", ".join(said)


def _day(moment: float) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(moment))


def _write_jsonl(found: Found, out: TextIO) -> None:
    for row, places in found:
        line: dict[str, Any] = {
            "url": row.target,
            "verdict": row.verdict,
            "state": row.state.value,
            "status": row.status,
            "detail": row.detail,
            "final": row.final_url or row.target,
            "replacement": row.replacement,
            "method": row.method,
            "checked_at": row.checked_at,
            "first_seen": row.first_seen,
            "last_ok": row.last_ok,
            "failures": row.failures,
            "pages": row.sources,
            "links": [asdict(one) for one in places],
        }
        out.write(json.dumps(line, ensure_ascii=False) + "\n")


def _write_csv(found: Found, out: TextIO) -> None:
    """One line a link, ready to be worked off: cells that a spreadsheet would take for formulas are defused."""
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(["from", "line", "text", "place", "old_url", "verdict", "status", "new_url"])
    for row, places in found:
        for one in places:
            values = (one.url, one.line or "", one.text, one.place, row.target, row.verdict,
                      row.status or row.detail, row.replacement)  # fmt: skip
            writer.writerow([cell(value) for value in values])
