"""The comparison of two runs as a page of its own, in the report's language; it loads nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from markupsafe import Markup

from reports.changes import ChangesChapter
from reports.html import asset, policy, prose, template
from reports.options import ReportOptions
from reports.text import plain
from reports.words import Words
from store.model import Cause

SHOWN_CAUSES = 200


@dataclass(frozen=True, slots=True)
class _Named:
    message: str


def comparison_page(
    chapter: ChangesChapter, causes: Mapping[str, Sequence[Cause]], host: str, options: ReportOptions | None = None
) -> str:
    """The page as HTML text; `causes` are those that differ, by state."""
    options = options or ReportOptions()
    words = Words(options.lang, direction=options.dir)
    style = asset("report.css") + options.brand.style()
    page: str = template("comparison.html").render(
        report=SimpleNamespace(changes=chapter),
        causes={name: ones[:SHOWN_CAUSES] for name, ones in causes.items() if ones},
        totals={name: len(ones) for name, ones in causes.items()},
        named={one.id: _Named(one.message) for ones in causes.values() for one in ones},
        t=words,
        direction=words.direction,
        options=options,
        host=plain(host),
        url=lambda address: Markup('<bdi dir="ltr">{}</bdi>').format(plain(address)),
        prose=prose,
        style=Markup(style),  # noqa: S704 - our own files
        policy=policy(style, ""),
    )
    return page


__all__ = ["comparison_page"]
