"""Writes a summary in Markdown for pull requests and tickets; no text of the site becomes markup, mention or link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO
from urllib.parse import quote

from reports.model import Report
from reports.options import ReportOptions
from reports.summary import Summary, action_of, flat, summary_of
from reports.text import is_web_address
from reports.words import Words

MOST_CAUSES = 50
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~$&@])")
_START = re.compile(r"^([-+=:]|[0-9]+(?=[.)]))")  # would begin a list, a heading or a definition
_AUTOLINK = re.compile(r"(?i)\b(https?|ftp|mailto|www)(?=[:.])")
_JOINER = "\u2060"  # keeps what is written around it from becoming a mention, an issue or a link


def write_markdown(report: Report, words: Words, options: ReportOptions, out: TextIO) -> None:
    """Write the document."""
    for line in _lines(summary_of(report, words, options), report, words):
        out.write(line + "\n")


def escaped(text: str) -> str:
    """Text of a site for one line of Markdown: nothing in it marks up, links, mentions or ends a table's cell.

    >>> escaped("a|b")
    'a\\\\|b'
    """
    text = flat(text)
    start = _START.match(text)
    safe = _SPECIAL.sub(r"\\\1", text)
    if start:
        safe = f"{start[0]}\\{safe[start.end() :]}" if start[0].isdigit() else f"\\{safe}"
    safe = _AUTOLINK.sub(lambda one: f"{one[0]}{_JOINER}", safe)
    return safe.replace("\\@", f"\\@{_JOINER}").replace("\\#", f"\\#{_JOINER}")


def code(text: str) -> str:
    """Text of a site as code on one line, fenced by more backticks than are in it."""
    text = flat(text)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text else ""


def linked(text: str, url: str) -> str:
    """Text with a link where the address is one of the web."""
    if not is_web_address(url):
        return escaped(text)
    return f"[{escaped(text)}](<{quote(url, safe=_SAFE_IN_LINK)}>)"


_SAFE_IN_LINK = "/:?#@!$&'*+,;=%~-._"


def _prose(text: str) -> str:
    """One of our own sentences: what stands between backticks is code, all else is text."""
    pieces = flat(text).split("`")
    if len(pieces) % 2 == 0:
        return escaped(text)
    return "".join(code(one) if number % 2 else _escaped_piece(one) for number, one in enumerate(pieces))


def _escaped_piece(text: str) -> str:
    """`escaped` that keeps the blanks at both ends."""
    if not text.strip():
        return text
    return f"{text[: len(text) - len(text.lstrip())]}{escaped(text)}{text[len(text.rstrip()) :]}"


def _lines(found: Summary, report: Report, words: Words) -> Iterator[str]:
    yield f"# {escaped(found.title)}"
    yield ""
    yield f"**{escaped(found.sentence)}.** {escaped(found.changes)}"
    yield ""
    yield f"## {words('summary.heading.first')}"
    yield ""
    for number, one in enumerate(found.actions, 1):
        facts = " · ".join(escaped(fact) for fact in (one.severity_said, one.pages, one.effort, one.owner, one.gain))
        yield f"{number}. **{_prose(one.title)}** ({facts})  "
        yield f"   {_prose(one.message)}  "
        if one.fix:
            yield f"   {words('summary.fix')}: {_prose(one.fix)}  "
        if one.command:
            yield f"   {words('summary.verify')}: {code(one.command)}"
    if not found.actions:
        yield words("summary.nothing")
    yield ""
    yield f"## {words('summary.heading.scores')}"
    yield ""
    yield f"| {words('summary.part')} | {words('summary.points')} | {words('summary.causes')} |"
    yield "|---|---:|---:|"
    for part in found.parts:
        yield f"| {escaped(part.name)} | {escaped(part.said)} | {words.number(part.causes)} |"
    yield ""
    yield from _causes(report, words)
    yield f"## {words('summary.heading.seen')}"
    yield ""
    yield from (f"- {escaped(line)}" for line in found.seen)
    for what, why in found.gaps:
        yield f"- {words('coverage.gap')} {escaped(what)}" + (f" ({escaped(why)})" if why else "")
    yield ""
    yield f"{escaped(found.made)}"


def _causes(report: Report, words: Words) -> Iterator[str]:
    """The causes to mend as a table, the first of them; the number of the others stands below it."""
    if not report.causes:
        return
    yield f"## {words('summary.heading.causes')}"
    yield ""
    columns = ("summary.cause", "summary.severity", "summary.pages", "summary.owner", "column.rule")
    yield "| " + " | ".join(words(key) for key in columns) + " |"
    yield "|---|---|---:|---|---|"
    for cause in report.causes[:MOST_CAUSES]:
        one = action_of(cause, words)
        yield f"| {_prose(one.title)} | {escaped(one.severity_said)} | {escaped(one.pages)} | {escaped(one.owner)} | " \
              f"{code(one.rule).replace('|', '')} |"  # fmt: skip
    if len(report.causes) > MOST_CAUSES:
        yield ""
        yield escaped(words("summary.more", n=len(report.causes) - MOST_CAUSES))
    yield ""
