"""Where a line leads: a robust straight trend with the band that its own scatter gives it.

- The trend is Theil-Sen's: the median of the slopes of all pairs of points, so that single odd weeks do not turn it.
- The scatter is the median absolute deviation of the points from the trend, times 1.4826 (which makes it the standard
  deviation of normal noise), with sqrt(n/(n-2)) for the two values that were fitted. Where most points lie on the
  trend, that is zero and says too little: then it is the plain standard deviation, and at least 2 % of the level,
  because what has not moved so far is not therefore certain to stay.
- The band holds 80 % of outcomes for the mean of `mean_of` further points: scatter x sqrt(1/mean_of + 1/n + distance
  of the day from the middle squared ÷ sum of squares), times Student's t. What neighbouring points have in common
  (autocorrelation r of the residuals, 0 to 0.8) widens it by sqrt((1 + r) ÷ (1 - r)).
- No season is known to it: a shop's December does not follow from its autumn.
Source: Sen 1968, J. Am. Stat. Assoc. 63; the band is that of linear regression with robust scale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

T_80 = (
    3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.350, 1.345, 1.341,
    1.337, 1.333, 1.330, 1.328, 1.325, 1.323, 1.321, 1.319, 1.318, 1.316, 1.315, 1.314, 1.313, 1.311, 1.310,
)  # fmt: skip
"""Student's t for a two-sided band of 80 %, by degrees of freedom from 1."""
T_80_MANY = 1.282
_MOST_COMMON = 0.8
_MAD = 1.4826
_LEAST = 0.02


@dataclass(frozen=True, slots=True)
class Trend:
    """A fitted line over days, with what its band needs."""

    slope: float  # of a day
    level: float  # at `center`
    center: float  # day number
    spread: float  # sum of squared distances of the days from their mean
    scatter: float  # standard deviation of a single point
    widening: float  # at least 1
    count: int

    def at(self, day: float, mean_of: int = 1) -> tuple[float, float, float]:
        """Low, middle and high for a day; `mean_of` points around it are averaged."""
        away = day - self.center
        middle = self.level + self.slope * away
        freedom = max(1, self.count - 2)
        t = T_80[freedom - 1] if freedom <= len(T_80) else T_80_MANY
        share = 1 / max(1, mean_of) + 1 / self.count + (away * away / self.spread if self.spread else 0.0)
        half = t * self.scatter * self.widening * math.sqrt(share)
        return middle - half, middle, middle + half


def fit(days: Sequence[float], values: Sequence[float]) -> Trend:
    """The trend of a line. Raises ValueError for fewer than three points or days that are not all different."""
    x, y = np.asarray(days, np.float64), np.asarray(values, np.float64)
    if len(x) < 3 or len(np.unique(x)) != len(x):
        raise ValueError("a trend needs three points on different days")
    first, second = np.triu_indices(len(x), 1)
    slope = float(np.median((y[second] - y[first]) / (x[second] - x[first])))
    center = float(x.mean())
    level = float(np.median(y - slope * (x - center)))
    left = y - level - slope * (x - center)
    scatter = _MAD * float(np.median(np.abs(left - np.median(left)))) * math.sqrt(len(x) / (len(x) - 2))
    if not scatter:
        scatter = max(float(np.std(left)), _LEAST * abs(level))
    common = _autocorrelation(left)
    widening = math.sqrt((1 + common) / (1 - common))
    return Trend(slope, level, center, float(((x - center) ** 2).sum()), scatter, widening, len(x))


def _autocorrelation(left: NDArray[np.float64]) -> float:
    """What neighbours among the residuals have in common, 0 to 0.8; odd points are cut so that they do not decide."""
    limit = 3 * _MAD * float(np.median(np.abs(left)))
    cut = np.clip(left, -limit, limit) - float(np.mean(np.clip(left, -limit, limit)))
    total = float((cut * cut).sum())
    if not total:
        return 0.0
    return min(_MOST_COMMON, max(0.0, float((cut[1:] * cut[:-1]).sum()) / total))
