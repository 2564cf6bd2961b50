"""Makes the mail that tells of a run: subject, plain text, and HTML that mail programs understand."""

from __future__ import annotations

from typing import NamedTuple

from reports.brand import DEFAULT
from reports.html import template
from reports.model import Report
from reports.options import ReportOptions
from reports.summary import Summary, summary_of
from reports.text import is_web_address
from reports.translate import translated
from reports.words import Words

MOST_SUBJECT = 150


class Mail(NamedTuple):
    """One mail. `html` carries its styles inline, has no script, and loads nothing but what it brings along."""

    subject: str
    text: str
    html: str


def summary_mail(report: Report, words: Words, link: str = "", options: ReportOptions | None = None) -> Mail:
    """The mail of a run: what stands how, what changed, what to mend first, what was not done, and where to read on.

    `link` is where the whole report lies: an address of the web becomes a link, anything else is shown as text.
    """
    options = options or ReportOptions()
    found = summary_of(translated(report, words), words, options)
    subject = words("summary.subject", host=found.host, sentence=found.sentence)
    return Mail(
        subject if len(subject) <= MOST_SUBJECT else f"{subject[: MOST_SUBJECT - 1]}…",
        "\n".join(_text(found, words, link)) + "\n",
        _html(found, words, link, options),
    )


def _lines(found: Summary, words: Words) -> list[str]:
    """The five lines that matter."""
    first = next(iter(found.actions), None)
    lines = [
        f"{found.sentence[:1].upper()}{found.sentence[1:]}.",
        found.changes,
        words("summary.one_action", title=first.title, pages=first.pages) if first else words("summary.nothing"),
        f"{found.seen[0]}.",
    ]
    gaps = [what for what, _ in found.gaps]
    lines.append(f"{words('coverage.gap')} {'; '.join(gaps[:3])}" if gaps else words("summary.no_gaps"))
    return lines


def _text(found: Summary, words: Words, link: str) -> list[str]:
    lines = [found.title, found.date, "", *_lines(found, words), ""]
    if found.actions:
        lines.append(f"{words('summary.heading.first')}:")
        lines += [
            f"{number}. {one.title} ({one.severity_said}, {one.pages}, {one.owner})"
            for number, one in enumerate(found.actions, 1)
        ]
        lines.append("")
    if link:
        lines += [f"{words('summary.read')}: {link}", ""]
    return [*lines, found.made]


def _html(found: Summary, words: Words, link: str, options: ReportOptions) -> str:
    """The mail as HTML: tables and inline styles only, which every mail program draws."""
    return template("mail.html").render(
        found=found,
        lines=_lines(found, words),
        t=words,
        lang=options.lang,
        direction=words.direction,
        side="right" if words.direction == "rtl" else "left",
        accent=options.brand.color or DEFAULT["light"],
        name=options.brand.name or "Marsad",
        link=link,
        is_address=is_web_address(link),
    )
