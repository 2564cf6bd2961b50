"""What PageSpeed Insights measured of a few pages: Lighthouse's figures, which are not ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from store.measures import Measures

SHOWN = ("lcp_ms", "cls", "tbt_ms", "fcp_ms")
FORMS = {"MOBILE": "PHONE", "DESKTOP": "DESKTOP"}


@dataclass(frozen=True, slots=True)
class GoogleRow:
    """One page as one device."""

    url: str
    form: str
    score: float | None  # 0 to 1, Google's own
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class GooglePages:
    """All pages that were asked about, the lowest score first."""

    day: str
    lighthouse: str
    rows: tuple[GoogleRow, ...]


def google_pages(table: Measures | None) -> GooglePages | None:
    """Read the table `lab` of PageSpeed Insights; None where it told nothing."""
    if table is None:
        return None
    found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for (url, strategy, measure), (value,) in table.rows:
        if value is not None:
            found[url, strategy][measure] = value
    rows = [
        GoogleRow(url, FORMS.get(strategy, strategy), seen.get("performance_score"),
                  {name: seen[name] for name in SHOWN if name in seen})
        for (url, strategy), seen in found.items()
    ]  # fmt: skip
    rows.sort(key=lambda one: (one.score if one.score is not None else 2.0, one.url, one.form))
    versions = table.trust.get("lighthouse") or [""]
    return GooglePages(table.last_day, str(versions[-1]), tuple(rows)) if rows else None
