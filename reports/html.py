"""Writes the report as one HTML file that carries its own style and script and loads nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import Any

from babel import Locale, UnknownLocaleError
from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from reports import charts, tables
from reports.build import TILES
from reports.catalogue import Catalogue
from reports.checks import said_reason
from reports.compiled import compiled_templates
from reports.links import day
from reports.model import CauseView, Report
from reports.options import ReportOptions
from reports.snippets import indented
from reports.text import code_lines, host_of, is_web_address, plain, shown_url
from reports.translate import translated
from reports.waiting import Waiting
from reports.words import Said, Words, name_of_language
from store.countries import country_code
from store.model import CauseState, EvidenceClass, Owner, Severity

_IMAGES = {"iVBORw0KGgo": "png", "UklGR": "webp", "/9j/": "jpeg"}
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_LEAST_URLS = 5
_TEMPLATE_CHOICES = 200
SEVERITIES = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.INFO)
_SKIP_REASONS = 3
_WHOLE_CAUSES, _MOST_CAUSES = 10, 60
"""Causes of each list that a browser reads at once, and those that stand in the HTML at all.

The details of those between wait in `noscript`; whole causes beyond wait in packed blocks (see `reports.waiting`).
"""
STRIP = {
    CauseState.NEW: "fail",
    CauseState.STILL: "fail",
    CauseState.REGRESSED: "fail",
    CauseState.IGNORED: "none",
    CauseState.FIXED: "good",
    CauseState.NOT_RETESTED: "unknown",
}
"""How the strip of a cause's runs draws each state."""
_DECIDES = ("html.py", "text.py")  # hold the filters of the templates
_SCRIPTS = ("blocks.js", "report.js", "causes.js")
_SCRIPT_WORDS = ("filter.rows", "filter.count", "sort", "verify.copied", "verify.copy", "table.cause", "table.old",
                 "table.details")  # fmt: skip


def render(
    report: Report,
    options: ReportOptions | None = None,
    catalogue: dict[str, str] | None = None,
    beside: Mapping[str, str] | None = None,
    texts: Catalogue | None = None,
    versions: Mapping[str, str] | None = None,
) -> str:
    """The whole report as HTML text; `catalogue` translates the report's own words (see `reports.words`).

    `texts` stands in for the catalogue of the language's own file. `beside` names the files that lie beside it by what
    they hold ("pages", "links", …); none: it is alone. `versions` names the files of the same report in several
    languages, by language, for the switch between them.
    """
    options = options or ReportOptions()
    words = Words(options.lang, catalogue, options.dir, texts)
    report = translated(report, words)
    style, script = asset("report.css") + options.brand.style(), "".join(asset(name) for name in _SCRIPTS)
    shown = _shown_urls(report, options.urls_per_cause, options.urls_in_total)
    rows = tables.in_order(report.pages, options.table_rows)
    pages_block = tables.pages_block(report, rows, words.texts)
    room = max(0, options.table_bytes - len(pages_block))
    more_block, is_whole = tables.more_block(report, rows, words.texts, room)
    environment = _environment()
    return environment.get_template("report.html").render(
        report=report,
        is_first=report.is_first,  # once: it goes through all causes
        options=options,
        t=words,
        direction=words.direction,
        host=plain(options.title or report.host),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy=policy(style, script),
        logo=options.brand.logo_address,
        beside=beside or {},
        versions=[(lang, name_of_language(lang), file) for lang, file in (versions or {}).items()],
        shown=shown,
        chapters=_chapters(report),
        standings=charts.bar_parts(report.accessibility.shares) if report.accessibility else [],
        skip_reasons=_skip_reasons(report, words),
        choices=_choices(report),
        crops=_crops(report, options.screenshot_bytes),
        pages_block=pages_block,
        more_block=more_block,
        is_whole=is_whole,
        checks_block=tables.checks_block(report, words),
        said_reason=partial(said_reason, words=words),
        links_block=tables.links_block(report.links, _link_words(words), options.table_rows),
        cause_block=tables.cause_pages_block(report, rows),
        worst_pages=tables.worst_pages(report, options.rows_without_script),
        status_of=tables.status_of,
        link_day=day,
        iso_day=lambda text: words.date(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()),
        script_words=_json_block({**{key: words.template(key) for key in _SCRIPT_WORDS}, **_separators(words)}),
        bar=charts.bar_parts(_bar(report)),
        asked=_asked(report, words),
        places=_places(report),
        waiting=Waiting(),
        whole_causes=_WHOLE_CAUSES,
        most_causes=_MOST_CAUSES,
        shares=lambda name: _shares(report, name, words),
        strip_of=lambda life: [STRIP[state] for _, _, state, _ in life.runs],
        found_in=lambda life: sum(STRIP[state] == "fail" for _, _, state, _ in life.runs),
        country=country_code,
        word=_word_writer(words),
        by_title=_by_title,
        named={one.id: one for one in (*report.causes, *report.reviews)},
        every={one.id: one for one in report.all_causes},
        spoken={lang.split("-")[0] for lang, _ in report.international.lang_attributes if lang}
        if report.international
        else set(),
        language_name=partial(_language_name, words),
        url=url_writer(report),
        prose=prose,
        code=_code,
    )


def _separators(words: Words) -> dict[str, str]:
    """What stands between thousands, and before decimals, so that the script writes numbers as the page does."""
    return {"number.group": words.number(1_234_567)[1], "number.decimal": words.number(1.5, 1)[1]}


def _chapters(report: Report) -> list[str]:
    """The parts of the report that the navigation names, in their order; a part without data is left out."""
    parts: list[tuple[str, bool]] = [
        ("causes", True),
        ("changes", report.changes is not None),
        ("goals", report.goals is not None),
        ("search", report.search is not None),
        ("accessibility", report.accessibility is not None),
        ("keyboard", bool(report.tab_order)),
        ("speed", report.speed is not None or bool(report.loads)),
        ("structure", report.structure is not None),
        ("international", report.international is not None),
        ("structured", report.structured is not None),
        ("links", True),
        ("templates", True),
        ("pages", True),
        ("availability", report.availability is not None),
        ("checks", report.check_list is not None),
        ("honesty", True),
        ("method", True),
    ]
    return [name for name, is_drawn in parts if is_drawn]


def _language_name(words: Words, code: str) -> str:
    """What the report's language calls a language or region; empty where the code is none that CLDR knows."""
    try:
        return str(Locale.parse(code, sep="-").get_display_name(words.locale) or "")
    except (ValueError, UnknownLocaleError):
        return ""


def _by_title(causes: Iterable[CauseView]) -> list[tuple[str, list[CauseView]]]:
    """Causes of one title together, in the order in which the titles are first met."""
    found: dict[str, list[CauseView]] = {}
    for cause in causes:
        found.setdefault(cause.title, []).append(cause)
    return list(found.items())


def _bar(report: Report) -> list[tuple[str, int]]:
    seen = report.coverage
    return [("crawled", seen.crawled), ("failed", seen.failed), ("skipped", seen.skipped_total), ("left", seen.left)]


def _skip_reasons(report: Report, words: Words) -> str:
    said = []
    for reason, number in report.coverage.skipped[:_SKIP_REASONS]:
        name = words.texts.get(f"skip.{reason}", plain(reason))
        said.append(f"{words.number(number)} {name}")
    return words.texts["list.separator"].join(said) + ("…" if len(report.coverage.skipped) > _SKIP_REASONS else "")


def _asked(report: Report, words: Words) -> str:
    """The services that told something, the first two with the last day they told of."""
    asked = [one for one in (report.search.services if report.search else ()) if one.is_asked]
    named = [
        words("coverage.service", name=Said(words(f"service.{one.key}")), day=one.last)
        if one.last
        else words(f"service.{one.key}")
        for one in asked[:2]
    ]
    said, more = words.texts["list.separator"].join(named), len(asked) - len(named)
    return words("coverage.services", services=said, n=more) if more else said


def _shares(report: Report, name: str, words: Words) -> str:
    """How many causes have each severity or owner, in words: the most severe first, the busiest first."""
    counts = Counter(getattr(cause, name).value for cause in report.causes)
    order = [one.value for one in SEVERITIES] if name == "severity" else [one for one, _ in counts.most_common()]
    return words.texts["list.separator"].join(
        words("causes.share", name=words(f"{name}.{one}").lower(), n=counts[one]) for one in order if counts[one]
    )


def _places(report: Report) -> dict[str, int]:
    """Cause id -> its place in its list."""
    lists = (report.causes, report.reviews, report.information, report.settled)
    return {cause.id: place for causes in lists for place, cause in enumerate(causes)}


def _choices(report: Report) -> dict[str, list[str]]:
    """For each filter of the causes: the values that occur, in their natural order."""
    orders: dict[str, Iterable[StrEnum]] = {
        "category": TILES,
        "severity": SEVERITIES,
        "owner": Owner,
        "state": CauseState,
        "evidence_class": EvidenceClass,
    }
    choices = {
        name: [one.value for one in order if any(getattr(cause, name) is one for cause in report.causes)]
        for name, order in orders.items()
    }
    templates = Counter(name for cause in report.causes for name, _ in cause.by_template)
    return {
        **choices,
        "segment": [name.replace("|", " ") for name in report.segments],
        "template": [name.replace("|", " ") for name, _ in templates.most_common(_TEMPLATE_CHOICES)],
    }


def _link_words(words: Words) -> dict[str, str]:
    return {key.removeprefix("link."): text for key, text in words.texts.items() if key.startswith("link.")}


@cache
def asset(name: str) -> str:
    return files("reports").joinpath("assets", name).read_text(encoding="utf-8").strip() + "\n"


@cache
def _environment() -> Environment:
    folder = files("reports").joinpath("templates")
    environment = Environment(
        loader=FunctionLoader(lambda name: folder.joinpath(name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=compiled_templates(files("reports").joinpath(name).read_bytes() for name in _DECIDES),
    )
    environment.globals["charts"] = charts
    environment.filters["plain"] = _kept_plain
    environment.filters["as_image"] = as_image
    return environment


def template(name: str) -> Template:
    """One of the report's templates, with all that is escaped and filtered alike."""
    return _environment().get_template(name)


def as_image(drawing: str) -> str:
    """An SVG drawing as an address for an image: what is drawn is one picture, with one text alternative.

    Checkers cannot measure the contrast of words that stand in a drawing itself.
    """
    return "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()


def policy(style: str, script: str) -> str:
    """The content security policy: nothing may load or run but this style and this script."""

    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return (
        f"default-src 'none'; script-src 'sha256-{digest(script)}'; style-src 'sha256-{digest(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _json_block(value: Any) -> Markup:
    text = json.dumps(value, ensure_ascii=False)
    for letter, code in (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e"), ("\u2028", "\\u2028")):
        text = text.replace(letter, code)
    return Markup(text)  # noqa: S704 - no markup is left in it


def _shown_urls(report: Report, each: int, total: int) -> dict[str, int]:
    """How many URLs of each cause stand in the HTML: the causes to mend first have the room."""
    shown: dict[str, int] = {}
    for cause in report.all_causes:
        wanted = min(each, len(cause.page_ids) or len(cause.urls))
        shown[cause.id] = min(wanted, max(_LEAST_URLS, total))
        total = max(0, total - shown[cause.id])
    return shown


def _crops(report: Report, room: int) -> dict[str, str]:
    """Pictures of elements as data URIs by cause, as many as there is room for, the causes to mend first before."""
    chosen: dict[str, str] = {}
    for cause in report.all_causes:
        crop = cause.proof.crop if cause.proof else ""
        kind = next((kind for magic, kind in _IMAGES.items() if crop.startswith(magic)), "")
        if kind and len(crop) <= room and _BASE64.fullmatch(crop):
            chosen[cause.id] = f"data:image/{kind};base64,{crop}"
            room -= len(crop)
    return chosen


def url_writer(report: Report) -> Callable[..., Markup]:
    own = report.host or host_of(report.run.start_url)

    @lru_cache(maxsize=16_384)  # the same few addresses stand with many causes
    def write(address: str, short: bool = True) -> Markup:
        """A URL as a link where it is one of the web, else as text; never markup, always left to right."""
        shown = f'<bdi dir="ltr">{escape(shown_url(address, own if short else ""))}</bdi>'
        if is_web_address(address):
            shown = f'<a href="{escape(address)}" rel="noopener noreferrer nofollow">{shown}</a>'
        return Markup(shown)  # noqa: S704 - all that is not ours is escaped

    return write


def prose(text: str) -> Markup:
    """A rule's or a cause's sentence: `code` between backticks becomes code, all else is text."""
    return _prose(str(text), text.lang if isinstance(text, Said) else None)


@lru_cache(maxsize=16_384)  # causes of one rule say much the same
def _prose(text: str, lang: str | None) -> Markup:
    """`lang` is that of a text of ours, empty where it is the report's; None: the text is not ours."""
    pieces = (text if lang is not None else plain(text)).split("`")
    if len(pieces) % 2 == 0:
        pieces = ["`".join(pieces)]
    written = "".join(
        f'<code dir="ltr">{escape(piece)}</code>' if number % 2 else escape(piece)
        for number, piece in enumerate(pieces)
    )
    if lang is None:
        written = f"<bdi>{written}</bdi>"
    elif lang:
        written = f'<bdi lang="{escape(lang)}" dir="ltr">{written}</bdi>'
    return Markup(written)  # noqa: S704 - all that is not ours is escaped


def _word_writer(words: Words) -> Callable[[str, str], Markup]:
    """Writes a technical word of a list, such as a role or a device, by its key; one without a key stays English."""

    def write(kind: str, value: str) -> Markup:
        key = f"{kind}.{value.lower()}"
        if not value or words.has(key):
            return escape(words(key) if value else words("none"))
        return Markup('<bdi lang="en" dir="ltr">{}</bdi>').format(plain(value))

    return write


def _kept_plain(value: object) -> str:
    """The text without what turns the writing direction; our own texts know what they isolate."""
    return str(value) if isinstance(value, Said) else plain(str(value))


def _code(text: str, line: int | None, fault: str, label: str) -> Markup:
    """A snippet with line numbers and its fault marked, also in words for those who do not see the mark."""
    written, said = Markup(""), False
    for number, parts in enumerate(code_lines(indented(text), fault)):
        # The store folds a snippet into one line of the source: what is laid out below it has no number of its own.
        shown = line if number == 0 else ""
        gutter = Markup('<span class="line-number">{}</span>').format(shown) if line else Markup("")
        body = Markup("")
        for part in parts:
            if part.is_fault:
                hint = Markup("") if said else Markup('<span class="unseen">{} </span>').format(label)
                body += Markup("<mark>{}{}</mark>").format(hint, part.text)
                said = True
            else:
                body += escape(part.text)
        written += Markup('<span class="code-line">{}<span>{}</span>\n</span>').format(gutter, body)
    return written
