"""Made-up searches and visits of the sample shop: the same numbers for the same day, with weeks, trends and chance."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from marsad.demo.words import CATEGORIES, GUIDES, LANGUAGES, PREFIX, PRODUCTS

EPOCH = date(2024, 1, 1)
_WEEKDAY = (1.0, 1.05, 1.02, 0.98, 0.9, 0.72, 0.8)
_CTR = (0.28, 0.15, 0.1, 0.07, 0.05, 0.035, 0.026, 0.02, 0.016, 0.012)
_COUNTRIES = {
    "en": (("usa", 0.6), ("gbr", 0.4)),
    "sl": (("svn", 0.9), ("aut", 0.1)),
    "ar": (("sau", 0.6), ("are", 0.4)),
}
_GROWTH = {"en": 0.0008, "sl": 0.003, "ar": 0.0004}  # of a day
_DEVICES = (("MOBILE", 0.62), ("DESKTOP", 0.33), ("TABLET", 0.05))


class Search(NamedTuple):
    """One row of searches. `query` None: one that is not named."""

    path: str
    query: str | None
    country: str
    device: str
    clicks: int
    impressions: int
    position: float


class _Shown(NamedTuple):
    """What a page is shown for, about so often a day, at about this place."""

    path: str
    lang: str
    query: str | None
    a_day: float
    position: float


def _shown() -> list[_Shown]:
    found = [_Shown("/", "en", "lipa tea house", 60, 1.1), _Shown("/", "en", "lipa tea", 30, 1.2),
             _Shown("/sl/", "sl", "čajnica lipa", 55, 1.0), _Shown("/ar/", "ar", "بيت شاي ليبا", 9, 1.4)]  # fmt: skip
    for place, lang in enumerate(LANGUAGES):
        weight = (1.0, 0.8, 0.35)[place]
        for slug, names in CATEGORIES.items():
            found.append(_Shown(f"{PREFIX[lang]}/{slug}/", lang, names[place].lower(), 90 * weight, 8.4 + place))
        for number, one in enumerate(PRODUCTS):
            path = f"{PREFIX[lang]}/{one.category}/{one.slug}"
            found.append(_Shown(path, lang, one.names[place].lower(), (70 - 6 * number) * weight, 3 + number * 1.4))
            found.append(_Shown(path, lang, None, 16 * weight, 6.0))
    for number, (slug, title, _) in enumerate(GUIDES):
        found.append(_Shown(f"/guides/{slug}", "en", title.lower(), 120 - 30 * number, 4.2 + 4 * number))
    found += [
        _Shown("/guides/steep-mint-tea", "en", "mint tea", 40, 11.0),  # beside the product: two pages for one search
        _Shown("/tea/mint-tea", "en", "how long to steep mint tea", 30, 13.0),
        _Shown("/tea/spring-offer", "en", "tea offer", 12, 6.5),  # nothing links to it
        _Shown("/tea/winter-offer", "en", "winter tea offer", 10, 7.0),  # it is gone
    ]
    return found


SHOWN = _shown()


@lru_cache(maxsize=1_000)
def searches_of(day: str) -> tuple[Search, ...]:
    """Every row of one day (ISO date)."""
    chance = random.Random(f"searches {day}")  # noqa: S311 - made-up numbers, not secrets
    number = (date.fromisoformat(day) - EPOCH).days
    week = _WEEKDAY[number % 7]
    found: list[Search] = []
    for one in SHOWN:
        rate = one.a_day * week * (1 + _GROWTH[one.lang]) ** (number - 800) * chance.uniform(0.85, 1.15)
        if one.path == "/guides/descale-a-kettle":
            rate *= max(0.35, 1.6 - (number - 800) / 400)  # it loses ground
        ctr = _CTR[min(9, int(one.position) - 1)] * (
            0.3 if one.path == "/kettles/" else 1.0
        )  # a title that says little
        for country, part in _COUNTRIES[one.lang]:
            for device, share in _DEVICES:
                shown = _whole(rate * part * share, chance)
                if shown:
                    clicks = min(shown, sum(chance.random() < ctr for _ in range(shown)))
                    place = max(1.0, one.position + chance.uniform(-0.6, 0.6))
                    found.append(Search(one.path, one.query, country, device, clicks, shown, round(place, 1)))
    return tuple(found)


def _whole(value: float, chance: random.Random) -> int:
    return int(value) + (chance.random() < value - int(value))


# --- visits ----------------------------------------------------------------------------------------------------------

CHANNELS = {"Organic Search": 0.52, "Direct": 0.24, "Paid Search": 0.11, "Email": 0.08, "Referral": 0.05}
SOURCES = {"google / organic": 0.44, "bing / organic": 0.08, "(direct) / (none)": 0.24, "google / cpc": 0.11,
           "newsletter / email": 0.08, "blog.example / referral": 0.05}  # fmt: skip
COUNTRIES = {"SI": 0.44, "US": 0.2, "GB": 0.14, "SA": 0.1, "AT": 0.07, "AE": 0.05}
DEVICES = {"mobile": 0.6, "desktop": 0.35, "tablet": 0.05}
_ACTS = {"Organic Search": 1.1, "Direct": 1.2, "Paid Search": 0.8, "Email": 1.6, "Referral": 0.7,
         "SA": 0.5, "AE": 0.5, "mobile": 0.8, "desktop": 1.35}  # fmt: skip
EVENTS = {"view_item": 0.61, "add_to_cart": 0.12, "begin_checkout": 0.05, "generate_lead": 0.012}
"""Events -> how many a session has on average; purchases follow from the visits."""


class Day(NamedTuple):
    """The visits of a day."""

    sessions: float
    purchases: float
    revenue: float
    bounce: float


@lru_cache(maxsize=1_000)
def visits_of(day: str) -> Day:
    """One day's sums; more sessions with time, and orders that grow dearer but not more frequent."""
    chance = random.Random(f"visits {day}")  # noqa: S311 - made-up numbers, not secrets
    number = (date.fromisoformat(day) - EPOCH).days
    sessions = round(420 * _WEEKDAY[number % 7] * 1.0012 ** (number - 800) * chance.uniform(0.9, 1.1))
    rate = 0.021 * chance.uniform(0.85, 1.15) * (1 - 0.00006 * (number - 800))
    purchases = round(sessions * rate)
    value = (36 + 0.012 * (number - 800)) * chance.uniform(0.93, 1.07)
    return Day(sessions, purchases, round(purchases * value, 2), 0.47 * chance.uniform(0.95, 1.05))


def metrics_of(days: Iterable[str], share: float = 1.0, acts: float = 1.0) -> dict[str, str]:
    """What Analytics tells of some days, or of a part of their visits that buys `acts` times as often; all texts."""
    told = [visits_of(day) for day in days]
    sessions = round(sum(one.sessions for one in told) * share)
    purchases = round(sum(one.purchases for one in told) * share * acts)
    whole = sum(one.purchases for one in told)
    revenue = round(sum(one.revenue for one in told) * purchases / whole, 2) if whole else 0.0
    bounce = sum(one.bounce * one.sessions for one in told) / (sum(one.sessions for one in told) or 1)
    keys = round(sessions * 0.012) + purchases
    users = round(sessions * 0.79)
    values: Mapping[str, float] = {
        "sessions": sessions, "totalUsers": users, "newUsers": round(users * 0.64), "activeUsers": users,
        "engagedSessions": round(sessions * (1 - bounce)), "userEngagementDuration": sessions * 41,
        "screenPageViews": round(sessions * 2.7), "keyEvents": keys,
        "sessionKeyEventRate": keys / sessions if sessions else 0.0, "ecommercePurchases": purchases,
        "purchaseRevenue": revenue, "bounceRate": bounce, "averageSessionDuration": 74.5,
        "screenPageViewsPerSession": 2.7, "userKeyEventRate": keys / users if users else 0.0,
        "transactions": purchases, "averagePurchaseRevenue": revenue / purchases if purchases else 0.0,
        "averageRevenuePerUser": revenue / users if users else 0.0, "totalRevenue": revenue,
        "eventCount": sessions * 6,
    }  # fmt: skip
    return {name: f"{value:.6g}" if isinstance(value, float) and value < 1 else f"{value:.2f}".removesuffix(".00")
            for name, value in values.items()}  # fmt: skip


def acts(name: str) -> float:
    """How often a part of the visits buys, against all."""
    return _ACTS.get(name, 1.0)


def landing_shares() -> dict[str, float]:
    """Path -> its part of all sessions, by what searches show of it."""
    weights: dict[str, float] = {}
    for one in SHOWN:
        if one.path != "/ar/tea/":  # a landing page that carries no tag
            weights[one.path] = weights.get(one.path, 0.0) + one.a_day / (one.position + 1)
    total = sum(weights.values()) / 0.93  # the rest has no landing page
    return {path: weight / total for path, weight in weights.items()}
