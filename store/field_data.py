"""How fast pages were for people (Chrome UX Report): which pass the Core Web Vitals, and who answered for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from store.measures import Measures

THRESHOLDS: dict[str, tuple[float, float]] = {
    "lcp_ms": (2_500, 4_000),
    "inp_ms": (200, 500),
    "cls": (0.1, 0.25),
    "fcp_ms": (1_800, 3_000),
    "ttfb_ms": (800, 1_800),
}
"""Good up to the first, poor above the second, at the 75th percentile. Source: web.dev/articles/vitals."""


class FieldSpeed(NamedTuple):
    """What people with Chrome met on one page, or on the whole site, with one kind of device."""

    answered_by: str  # "page", or "origin" where the page has too little traffic
    p75: Mapping[str, float | None]  # metric -> value that three quarters of visits stay below

    @property
    def passes(self) -> bool | None:
        """Whether LCP, INP and CLS are good; INP may be missing where few people act. None: cannot be told."""
        needed = [_is_good("lcp_ms", self.p75.get("lcp_ms")), _is_good("cls", self.p75.get("cls"))]
        acted = _is_good("inp_ms", self.p75.get("inp_ms"))
        if False in needed or acted is False:
            return False
        return None if None in needed else True


def field_speed(table: Measures) -> dict[tuple[str, str], FieldSpeed]:
    """(address or origin, form factor) -> speed, from the table `field`."""
    found: dict[tuple[str, str], dict[str, float | None]] = defaultdict(dict)
    answered: dict[tuple[str, str], str] = {}
    for (target, answered_by, form, metric), value in table.column("p75").items():
        found[target, form][metric] = value
        answered[target, form] = answered_by
    return {key: FieldSpeed(answered[key], values) for key, values in found.items()}


def pass_rate(table: Measures, form_factor: str) -> tuple[int, int]:
    """How many pages pass the Core Web Vitals, and of how many that can be told by their own visits."""
    speeds = field_speed(table)
    own = [one for (_, form), one in speeds.items() if form == form_factor and one.answered_by == "page"]
    told = [one.passes for one in own if one.passes is not None]
    return sum(told), len(told)


def _is_good(metric: str, value: float | None) -> bool | None:
    return None if value is None else value <= THRESHOLDS[metric][0]
