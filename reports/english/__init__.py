"""Every word that the report itself says, by chapter, ready for translation; rules bring their own words."""

from __future__ import annotations

from reports.english import (
    accessibility,
    alerts,
    availability,
    browser,
    causes,
    changes,
    charts,
    forms,
    goals,
    language,
    portal,
    report,
    search,
    speed,
    tables,
)

ENGLISH: dict[str, str] = {
    **accessibility.TEXTS,
    **alerts.TEXTS,
    **availability.TEXTS,
    **browser.TEXTS,
    **causes.TEXTS,
    **changes.TEXTS,
    **charts.TEXTS,
    **forms.TEXTS,
    **goals.TEXTS,
    **language.TEXTS,
    **portal.TEXTS,
    **report.TEXTS,
    **search.TEXTS,
    **speed.TEXTS,
    **tables.TEXTS,
}

__all__ = ["ENGLISH"]
