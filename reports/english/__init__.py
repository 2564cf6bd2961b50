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
    checks,
    forms,
    goals,
    international,
    language,
    portal,
    report,
    search,
    speed,
    structure,
    structured,
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
    **checks.TEXTS,
    **forms.TEXTS,
    **goals.TEXTS,
    **international.TEXTS,
    **language.TEXTS,
    **portal.TEXTS,
    **report.TEXTS,
    **search.TEXTS,
    **speed.TEXTS,
    **structure.TEXTS,
    **structured.TEXTS,
    **tables.TEXTS,
}

__all__ = ["ENGLISH"]
