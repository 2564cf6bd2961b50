"""Every word that the report itself says, by chapter, ready for translation; rules bring their own words."""

from __future__ import annotations

from reports.english import accessibility, browser, causes, goals, report, search, speed, tables

ENGLISH: dict[str, str] = {
    **accessibility.TEXTS,
    **browser.TEXTS,
    **causes.TEXTS,
    **goals.TEXTS,
    **report.TEXTS,
    **search.TEXTS,
    **speed.TEXTS,
    **tables.TEXTS,
}

__all__ = ["ENGLISH"]
