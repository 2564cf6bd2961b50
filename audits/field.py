"""What the Chrome UX Report says of how fast a site's pages were for people, as site rules see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from store.field_data import THRESHOLDS, FieldSpeed
from store.model import Evidence, Severity

if TYPE_CHECKING:
    from audits.site import SiteView

DEVICES = {"PHONE": "phones", "DESKTOP": "computers", "TABLET": "tablets"}


class FieldView(NamedTuple):
    """The last window of 28 days. Only what Google told is here: a page with little traffic stands for nothing."""

    origin: str
    speeds: Mapping[tuple[str, str], FieldSpeed]  # (address or origin, form factor) -> speed
    first_day: str = ""
    last_day: str = ""
    source: str = "Chrome UX Report"


class Slow(NamedTuple):
    """One page, or the whole site, that was not good for people in one metric."""

    url: str  # a page, or the origin
    form: str
    value: float  # at the 75th percentile
    is_poor: bool
    is_origin: bool

    @property
    def whose(self) -> str:
        """What was slow, for a sentence."""
        return "the whole site" if self.is_origin else "this page"

    @property
    def group(self) -> str:
        """Name of what is one defect: the site, or a page, on a kind of device."""
        return f"{'site' if self.is_origin else self.url} on {DEVICES.get(self.form, self.form)}"

    @property
    def facts(self) -> dict[str, float | str]:
        """The figure, and where it is from."""
        return {"p75": self.value, "device": self.form, "answered_by": "origin" if self.is_origin else "page"}


def slow_ones(field: FieldView, metric: str, good: float, poor: float) -> Iterator[Slow]:
    """The origin, then pages with an answer of their own, each device by itself, where the metric is above good."""
    for (target, form), speed in sorted(field.speeds.items(), key=lambda item: (item[0][0] != field.origin, item[0])):
        is_origin = target == field.origin
        value = speed.p75.get(metric)
        if value is None or value <= good or (not is_origin and speed.answered_by != "page"):
            continue
        yield Slow(target, form, value, value > poor, is_origin)


def told_by_visits(
    site: SiteView, metric: str, good: float, poor: float, said: Callable[[float], str]
) -> Iterator[Evidence]:
    """The evidence of `slow_ones`: `said` says what a quarter of the visits met, with the figure."""
    field = site.field_speed
    assert field is not None
    for one in slow_ones(field, metric, good, poor):
        message = (
            f"Of the visits on {DEVICES.get(one.form, one.form)} to {one.whose}, a quarter {said(one.value)} "
            f"(Chrome UX Report, {field.first_day} to {field.last_day})."
        )
        severity = Severity.HIGH if one.is_poor else Severity.MEDIUM
        url = site.start_url if one.is_origin else one.url
        yield site.evidence(url, message, severity=severity, group=one.group, facts=one.facts)


__all__ = ["DEVICES", "THRESHOLDS", "FieldView", "Slow", "slow_ones", "told_by_visits"]
