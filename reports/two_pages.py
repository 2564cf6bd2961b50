"""Writes the summary for managers as HTML that prints on two pages of A4; a browser makes the PDF of it."""

from __future__ import annotations

from markupsafe import Markup

from reports.html import asset, policy, prose, template, url_writer
from reports.model import Report
from reports.options import ReportOptions
from reports.summary import action_of, summary_of
from reports.translate import translated
from reports.words import Words

MOST_CAUSES = 16
_CIRCLE = 226.2  # circumference of the ring in its drawing


def two_pages(report: Report, words: Words, options: ReportOptions) -> str:
    """The two pages. Each has the height of a sheet, so that there are never three; long texts end in an ellipsis."""
    report = translated(report, words)
    brand = options.brand
    style = asset("summary.css") + (f":root{{--accent:{brand.color}}}\n" if brand.color else "")
    others = [cause for cause in report.causes if cause not in report.first]
    return template("summary.html").render(
        found=summary_of(report, words, options),
        causes=[action_of(cause, words) for cause in others[:MOST_CAUSES]],
        more_causes=max(0, len(others) - MOST_CAUSES),
        t=words,
        lang=options.lang,
        direction=words.direction,
        options=options,
        name=brand.name or "Marsad",
        logo=brand.logo_address,
        style=Markup(style),  # noqa: S704 - our own file and a colour that was checked
        policy=policy(style, ""),
        ring=lambda score: round(score / 100 * _CIRCLE, 1),
        url=url_writer(report),
        prose=prose,
    )
