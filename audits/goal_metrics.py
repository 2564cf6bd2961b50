"""What a goal may be about: each metric with its unit, its better direction, its source, and what bears on it."""

from __future__ import annotations

from dataclasses import dataclass

from store.model import Category

MARKETS = ("country", "language", "channel", "device")
_SEARCH = ("country", "language", "device")
_VISITS = ("country", "language", "channel", "device")
_FOUND = (Category.SEARCH, Category.LINKS)
_ACTING = (Category.SPEED, Category.ACCESSIBILITY, Category.LINKS)
_ALL = tuple(Category)


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing that can be measured."""

    name: str
    source: str  # "search_console", "analytics", "crux" or "audits"
    unit: str
    is_lower_better: bool = False
    is_count: bool = False  # a number of things in a span of days, so that it has a rate per week
    markets: tuple[str, ...] = ()  # by which it can be divided, one at a time
    categories: tuple[Category, ...] = ()  # whose causes bear on it
    rules: tuple[str, ...] = ()  # starts of the ids of rules that bear on it, whatever their category
    only: bool = False  # only those rules
    high: float | None = None  # the largest value there is


def _percent(name: str, source: str, **more: object) -> Metric:
    return Metric(name, source, "percent", high=100.0, **more)  # type: ignore[arg-type]


_SEARCH_RULES = ("gsc-", "bing-")
_VISIT_RULES = ("ga-", "shop-", "form-")
METRICS: dict[str, Metric] = {
    one.name: one
    for one in (
        Metric("search-clicks", "search_console", "count", is_count=True, markets=_SEARCH, categories=_FOUND,
               rules=_SEARCH_RULES),
        Metric("search-impressions", "search_console", "count", is_count=True, markets=_SEARCH, categories=_FOUND,
               rules=_SEARCH_RULES),
        _percent("search-ctr", "search_console", markets=_SEARCH, rules=("gsc-", "title-", "desc-", "sd-"), only=True),
        Metric("search-position", "search_console", "position", is_lower_better=True, markets=_SEARCH,
               categories=_FOUND, rules=_SEARCH_RULES),
        Metric("indexed-pages", "search_console", "count", markets=("language",), categories=(Category.SEARCH,)),
        Metric("sessions", "analytics", "count", is_count=True, markets=_VISITS, categories=_FOUND, rules=("ga-",)),
        Metric("users", "analytics", "count", categories=_FOUND, rules=("ga-",)),
        _percent("returning-share", "analytics", categories=_ACTING),
        Metric("engaged-sessions", "analytics", "count", is_count=True, markets=_VISITS, categories=_ACTING),
        _percent("bounce-rate", "analytics", is_lower_better=True, markets=_VISITS, categories=_ACTING),
        _percent("conversion-rate", "analytics", markets=_VISITS, categories=_ACTING, rules=_VISIT_RULES),
        Metric("order-value", "analytics", "money", markets=_VISITS, categories=_ACTING, rules=_VISIT_RULES),
        Metric("revenue", "analytics", "money", is_count=True, markets=_VISITS, categories=(*_FOUND, *_ACTING),
               rules=_VISIT_RULES),
        Metric("purchases", "analytics", "count", is_count=True, markets=_VISITS, categories=(*_FOUND, *_ACTING),
               rules=_VISIT_RULES),
        Metric("key-events", "analytics", "count", is_count=True, markets=_VISITS, categories=(*_FOUND, *_ACTING),
               rules=_VISIT_RULES),
        Metric("leads", "analytics", "count", is_count=True, categories=(*_FOUND, *_ACTING), rules=_VISIT_RULES),
        _percent("core-web-vitals-pass-rate", "crux", markets=("device", "language"), categories=(Category.SPEED,)),
        Metric("lab-lcp", "audits", "ms", is_lower_better=True, markets=("language",), categories=(Category.SPEED,)),
        Metric("lab-tbt", "audits", "ms", is_lower_better=True, markets=("language",), categories=(Category.SPEED,)),
        Metric("lab-cls", "audits", "shift", is_lower_better=True, markets=("language",),
               categories=(Category.SPEED,)),
        Metric("accessibility-causes", "audits", "count", is_lower_better=True, markets=("language",),
               categories=(Category.ACCESSIBILITY,)),
        Metric("open-causes", "audits", "count", is_lower_better=True, markets=("language",), categories=_ALL),
        Metric("broken-links", "audits", "count", is_lower_better=True, markets=("language",),
               rules=("resp-internal-4", "resp-external-404", "resp-external-soft404", "resp-external-domain-dead",
                      "resp-resource-broken", "redir-to-broken", "link-fragment-missing"), only=True),
        Metric("health-score", "audits", "points", categories=_ALL, high=100.0),
    )
}  # fmt: skip
"""Every metric by its name in marsad.toml."""
