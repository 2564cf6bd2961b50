"""Every word that the report itself says, by chapter, ready for translation; rules bring their own words."""

from __future__ import annotations

from reports.english import accessibility, browser, causes, charts, goals, report, search, speed, tables

ENGLISH: dict[str, str] = {
    **accessibility.TEXTS,
    **browser.TEXTS,
    **causes.TEXTS,
    **charts.TEXTS,
    **goals.TEXTS,
    **report.TEXTS,
    **search.TEXTS,
    **speed.TEXTS,
    **tables.TEXTS,
}

__all__ = ["ENGLISH"]
