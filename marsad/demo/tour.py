"""Audits the sample shop twice, as it was four weeks ago and as it is now, with goals that stand in every state."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from integrations.pacific import pacific_day
from marsad.config import Config
from marsad.console import Console
from marsad.demo.consoles import shop_with_consoles
from marsad.demo.shop import Shop
from marsad.run import STOPPED_BY_HAND, Ended, audit_site

WEEKS_AGO = 4
PROPERTY = "100000001"
GO_ON = "The sample shop is gone with its servers: begin anew with `marsad demo`"


def tour(
    data: Path,
    console: Console,
    *,
    browser: str = "auto",
    pages: int = 6,
    days: int = 70,
    langs: Sequence[str] = (),
) -> Ended:
    """Show Marsad at work; gives how the second audit ended, with the place of its report.

    `browser` is as for an audit, `pages` how many it loads, `days` how many days of searches are pulled by page,
    `langs` the languages of the report (none: English). Raises MarsadError where the audits cannot be done.
    """
    now = time.time()
    shop = Shop(is_earlier=True)
    with shop_with_consoles(shop, pacific_day(now)) as origin:
        console.log("demo", f"a sample shop is at {origin}; all its searches and visits are made up")
        console.log("demo", f"first the shop as it was {WEEKS_AGO} weeks ago")
        quick = _config(data, origin, browser, max(1, pages // 3), days=0)
        first = audit_site(origin, quick, console, began_at=now - WEEKS_AGO * 7 * 86_400, how_to_go_on=GO_ON)
        if first.exit_code == STOPPED_BY_HAND:
            return first
        console.log("demo", "now the shop as it is today, with its consoles asked")
        shop.is_earlier = False
        config = _config(data, origin, browser, pages, days=days)
        config.report.lang, config.report.languages = (langs[0] if langs else "en"), tuple(langs)
        config.goal = Config.model_validate({"goal": goals(datetime.fromtimestamp(now, UTC).date())}).goal
        return audit_site(origin, config, console, how_to_go_on=GO_ON)


def _config(data: Path, origin: str, browser: str, pages: int, *, days: int) -> Config:
    """What both audits are set to; without `days` no service is asked."""
    return Config.model_validate({
        "data": str(data),
        "browser": {"enabled": browser, "lab": {"enabled": days > 0, "max_pages": 1, "devices": ["mobile"], "runs": 1}},
        "sample": {"pages_per_template": 1, "max_pages": pages},
        "search_console": {"enabled": days > 0, "property": f"{origin}/", "months": 9, "days_per_run": days,
                           "inspections": 6, "quota_wait_s": 0},
        "analytics": {"property": PROPERTY if days else "", "days": 28, "history_days": 300},
        "bing": {"enabled": days > 0, "url_info": 2},
        "crux": {"enabled": days > 0, "form_factors": ["PHONE"], "pages": 6, "history_weeks": 40},
        "pagespeed": {"enabled": days > 0, "pages": 2},
        "analysis": {"brand": ["lipa", "čajnica lipa", "بيت شاي ليبا"]},
        "report": {"title": "Lipa Tea House (demo)"},
    })  # fmt: skip


def goals(today: date) -> list[dict[str, Any]]:
    """Goals of the sample shop, seen from a day: one in every state."""
    soon, later = (today + timedelta(days=days) for days in (63, 112))
    start = today - timedelta(days=84)

    def goal(name: str, metric: str, target: float, **more: Any) -> dict[str, Any]:
        return {"name": name, "metric": metric, "target": target, "start": start, "deadline": soon, **more}

    return [
        goal("More visitors from Slovenia", "search-clicks", 2_050, country="SI", owner="Maja, search"),
        goal("Be found in Arabic", "search-clicks", 400, language="ar", owner="Samir, content"),
        goal("More visits from searches", "sessions", 7_200, channel="Organic Search"),
        goal("More orders for each visit", "conversion-rate", 4.5, owner="Ana, shop"),
        goal("Dearer baskets", "order-value", 39.9, owner="Ana, shop"),
        goal("Fast on phones", "core-web-vitals-pass-rate", 90, device="mobile", deadline=later),
        goal(
            "Nobody shut out",
            "accessibility-causes",
            0,
            owner="Luka, templates",
            start=today - timedelta(days=7 * WEEKS_AGO),
        ),
        goal("Fewer visits that end at once", "bounce-rate", 40, baseline=48, deadline=today - timedelta(days=9)),
    ]
