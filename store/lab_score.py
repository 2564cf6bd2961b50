"""Lab score: five load figures on the log-normal curves that Lighthouse 13 publishes, weighted as it weighs them.

It is no PageSpeed score: that one comes from a simulated slow network and counts Speed Index too, whose weight is left
to the other five here. Curves and weights: Lighthouse 13.5, `core/config/default-config.js` and
`core/audits/metrics/*.js`.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from typing import NamedTuple


class Curve(NamedTuple):
    """Values that score 0.9 (`p10`) and 0.5 (`median`), and the weight of the metric."""

    p10: float
    median: float
    weight: int


CURVES: dict[str, dict[str, Curve]] = {
    "mobile": {
        "fcp_ms": Curve(1800, 3000, 10),
        "si_ms": Curve(3387, 5800, 10),
        "lcp_ms": Curve(2500, 4000, 25),
        "tbt_ms": Curve(200, 600, 30),
        "cls": Curve(0.1, 0.25, 25),
    },
    "desktop": {
        "fcp_ms": Curve(934, 1600, 10),
        "si_ms": Curve(1311, 2300, 10),
        "lcp_ms": Curve(1200, 2400, 25),
        "tbt_ms": Curve(150, 350, 30),
        "cls": Curve(0.1, 0.25, 25),
    },
}
NEEDED = ("fcp_ms", "lcp_ms", "tbt_ms", "cls")
_SLOPE = 0.9061938024368232  # the quantile of the error function at 0.8
_BELOW_ONE = 0.8999999999999999
_BELOW_HALF = 0.4999999999999999


def metric_score(value: float, p10: float, median: float) -> float:
    """Score of one metric, 0.0 to 1.0 in hundredths: 0.9 at `p10`, 0.5 at `median`."""
    if value <= 0:
        return 1.0
    x = math.log(max(value / median, sys.float_info.min)) * _SLOPE / -math.log(p10 / median)
    score = (1 - math.erf(x)) / 2
    if value <= p10:
        score = min(1.0, max(0.9, score))
    elif value <= median:
        score = min(_BELOW_ONE, max(0.5, score))
    else:
        score = min(_BELOW_HALF, max(0.0, score))
    if score > 0.9:
        score += 0.05 * (score - 0.9)
    return math.floor(score * 100) / 100


def lab_score(metrics: Mapping[str, float | None], device: str = "mobile") -> float | None:
    """Weighted mean of the metrics that are known, 0.0 to 1.0 in hundredths; None where one that counts is missing.

    `metrics` holds fcp_ms, lcp_ms, tbt_ms and cls, and si_ms where it was measured.
    """
    if any(metrics.get(name) is None for name in NEEDED):
        return None
    total = weights = 0.0
    for name, curve in CURVES[device].items():
        value = metrics.get(name)
        if value is not None:
            total += curve.weight * metric_score(value, curve.p10, curve.median)
            weights += curve.weight
    return math.floor(total / weights * 100 + 0.5) / 100
