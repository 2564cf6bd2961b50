"""The forms in which a report is written: which there are, what each is for, and its files in the report's folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from reports.earl import write_earl
from reports.folder import Folder
from reports.html import render
from reports.junit import write_junit
from reports.machine import export, write_json
from reports.mail import summary_mail
from reports.markdown import write_markdown
from reports.model import Report
from reports.options import ReportOptions
from reports.sarif import write_sarif
from reports.schema import SCHEMA_FILE, schema_text
from reports.summary import summary_of
from reports.tables_csv import ENCODING, TABLES, write_table
from reports.translate import translated
from reports.two_pages import two_pages
from reports.words import Words
from reports.xlsx import write_xlsx
from store.database import Store
from store.errors import ConfigError

HTML_NAME = "index.html"
JSON_NAME = "report.json"
EXPORTED = ("causes", "pages", "links", "findings")

Printer = Callable[[str], bytes]
"""Makes a PDF of an HTML text; raises RunError where there is no browser."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a form is written from."""

    report: Report
    store: Store
    run_id: int
    options: ReportOptions
    words: Words
    folder: Folder
    printer: Printer | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One form. `main` is the file to open first, its path in the folder."""

    name: str
    main: str
    write: Callable[[Telling], None]


def write_form(
    name: str,
    report: Report,
    store: Store,
    run_id: int,
    target: Path,
    options: ReportOptions | None = None,
    printer: Printer | None = None,
) -> list[Path]:
    """Write one form into the folder `target`; the paths of its files, the one to open first before the others.

    Raises ConfigError where there is no such form, RunError where it cannot be written.
    """
    return write_forms((name,), report, store, run_id, target, options, printer)


def write_forms(
    names: Sequence[str],
    report: Report,
    store: Store,
    run_id: int,
    target: Path,
    options: ReportOptions | None = None,
    printer: Printer | None = None,
) -> list[Path]:
    """Write several forms; what an earlier report left in the folder is removed. Raises as `write_form`."""
    for name in names:
        if name not in FORMS:
            raise ConfigError(f"there is no form {name!r} of the report; choose from {', '.join(FORMS)}")
    options = options or ReportOptions()
    folder = Folder(target, report)
    words = Words(options.lang, None, options.dir)
    telling = Telling(report, store, run_id, options, words, folder, printer)
    for name in dict.fromkeys(names):
        FORMS[name].write(telling)
    folder.tidy()
    return list(dict.fromkeys(folder.written))


def _html(telling: Telling) -> None:
    """The report with what it links to: its tables as CSV and its machine copy."""
    report = telling.report
    for what, path in TABLES.items():
        with telling.folder.text(path, ENCODING) as out:
            write_table(report, what, out)
    _json(telling)
    _in_languages(telling, {**TABLES, "json": JSON_NAME})


def _in_languages(telling: Telling, beside: Mapping[str, str]) -> None:
    """The report in each of its languages, linked to one another; the one in the main language comes first."""
    options = telling.options
    files = {options.lang: HTML_NAME}
    for lang in options.languages:
        files.setdefault(lang, HTML_NAME.replace(".html", f".{lang}.html"))
    for lang, name in reversed(files.items()):
        told = options.model_copy(update={"lang": lang})
        page = render(telling.report, told, beside=beside, versions=files if len(files) > 1 else {})
        with telling.folder.text(name) as out:
            out.write(page)
    telling.folder.written.insert(0, telling.folder.written.pop())


def _single_file(telling: Telling) -> None:
    _in_languages(telling, {})


def _json(telling: Telling) -> None:
    with telling.folder.binary(JSON_NAME) as out:
        write_json(telling.report, out)


def _json_with_schema(telling: Telling) -> None:
    _json(telling)
    with telling.folder.text(SCHEMA_FILE) as out:
        out.write(schema_text())


def _rows(form: str, encoding: str) -> Callable[[Telling], None]:
    def write(telling: Telling) -> None:
        wcag = {card.id: card.wcag for card in telling.report.cards.values()}
        for what in EXPORTED:
            with telling.folder.text(f"{form}/{what}.{form}", encoding) as out:
                export(telling.store, telling.run_id, what, form, out, wcag)

    return write


def _xlsx(telling: Telling) -> None:
    report = translated(telling.report, telling.words)
    summary = summary_of(report, telling.words, telling.options)
    with telling.folder.file("report.xlsx") as path:
        write_xlsx(report, summary, telling.store, telling.run_id, telling.words, path)


def _sarif(telling: Telling) -> None:
    with telling.folder.binary("report.sarif") as out:
        write_sarif(telling.report, telling.report.run.versions.get("marsad", ""), out)


def _junit(telling: Telling) -> None:
    with telling.folder.binary("junit.xml") as out:
        write_junit(translated(telling.report, telling.words), telling.words, out)


def _earl(telling: Telling) -> None:
    report = telling.report
    with telling.folder.text("earl.jsonld") as out:
        write_earl(telling.store, report.run, report.cards, report.run.versions.get("marsad", ""), out)


def _markdown(telling: Telling) -> None:
    with telling.folder.text("summary.md") as out:
        write_markdown(translated(telling.report, telling.words), telling.words, telling.options, out)


def _pdf(telling: Telling) -> None:
    if telling.printer is None:
        raise ConfigError("the two pages need a browser that prints; run `marsad report --format pdf`")
    printed = telling.printer(two_pages(telling.report, telling.words, telling.options))
    with telling.folder.binary("summary.pdf") as out:
        out.write(printed)


def _mail(telling: Telling) -> None:
    """The mail as a file that mail programs open, with nobody to send it to yet."""
    mail = summary_mail(telling.report, telling.words, options=telling.options)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = mail.subject
    message["X-Unsent"] = "1"
    message.set_content(mail.text, cte="base64")
    message.add_alternative(mail.html, subtype="html", cte="base64")
    with telling.folder.binary("mail.eml") as out:
        out.write(message.as_bytes())


FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form("html", HTML_NAME, _html),
        Form("single-file", HTML_NAME, _single_file),
        Form("json", JSON_NAME, _json_with_schema),
        Form("jsonl", "jsonl/causes.jsonl", _rows("jsonl", "utf-8")),
        Form("csv", "csv/causes.csv", _rows("csv", ENCODING)),
        Form("xlsx", "report.xlsx", _xlsx),
        Form("sarif", "report.sarif", _sarif),
        Form("junit", "junit.xml", _junit),
        Form("earl", "earl.jsonld", _earl),
        Form("markdown", "summary.md", _markdown),
        Form("pdf", "summary.pdf", _pdf),
        Form("mail", "mail.eml", _mail),
    )
}
"""Every form by its name; `reports.form_names` says what each is for."""

__all__ = ["FORMS", "HTML_NAME", "JSON_NAME", "Form", "Printer", "Telling", "write_form", "write_forms"]
