"""What looking for cycles rarely leaves behind."""

from __future__ import annotations

import gc

import pytest

from marsad.few_collections import THRESHOLDS, few_collections


def test_the_thresholds_hold_inside_and_what_was_before_holds_again_after_an_error() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="inside"), few_collections():
        assert gc.get_threshold() == THRESHOLDS
        raise ValueError("inside")
    assert gc.get_threshold() == before
