"""The lab score is what Lighthouse 13.5 prints for the same figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.lab_score import CURVES, lab_score, metric_score

# Figures and scores as Lighthouse 13.5.0 printed them, on a phone.
PRINTED = [
    ((822.211, 819, 822.211, 0, 0), 1.0),
    ((866.326, 7358, 7875.431, 3215.823, 0.0065), 0.39),
    ((154.752, 2334, 2407.01, 1455.808, 0.0065), 0.72),
    ((847.22, 1528, 847.22, 0, 0.4565), 0.8),
    ((915.11, 2459, 2560.48, 77.948, 0), 0.97),
    ((1517.376, 3035, 1517.376, 10937.017, 0.0042), 0.69),
    ((1731.896, 2042, 1731.896, 2213.071, 0), 0.71),
]


@pytest.mark.parametrize(("figures", "score"), PRINTED)
def test_the_score_is_the_one_that_lighthouse_prints(figures: tuple[float, ...], score: float) -> None:
    names = ("fcp_ms", "si_ms", "lcp_ms", "tbt_ms", "cls")
    assert lab_score(dict(zip(names, figures, strict=True))) == score


@pytest.mark.parametrize("device", ["mobile", "desktop"])
def test_a_curve_goes_through_its_two_points(device: str) -> None:
    for curve in CURVES[device].values():
        assert metric_score(curve.p10, curve.p10, curve.median) == 0.9
        assert metric_score(curve.median, curve.p10, curve.median) == 0.5
        assert metric_score(curve.median * 1.001, curve.p10, curve.median) < 0.5
        assert metric_score(0, curve.p10, curve.median) == 1


def test_without_speed_index_its_weight_is_left_to_the_others() -> None:
    assert lab_score({"fcp_ms": 3000, "lcp_ms": 4000, "tbt_ms": 600, "cls": 0.25}) == 0.5
    assert lab_score({"fcp_ms": 0, "lcp_ms": 4000, "tbt_ms": 600, "cls": 0.25}) == 0.56


def test_a_page_without_one_of_the_figures_has_no_score() -> None:
    assert lab_score({"fcp_ms": 1000, "lcp_ms": None, "tbt_ms": 0, "cls": 0}) is None
    assert lab_score({"fcp_ms": 1000, "tbt_ms": 0, "cls": 0}) is None


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_slower_page_never_scores_higher(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert metric_score(low, 1800, 3000) >= metric_score(high, 1800, 3000)
