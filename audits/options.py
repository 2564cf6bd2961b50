"""How a run is judged: thresholds, severities, what is left out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from store.errors import ConfigError
from store.model import Severity

if TYPE_CHECKING:
    from audits.rule import Rule


class JudgeOptions(BaseModel):
    """Settings of the judging stage."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    workers: int = Field(0, ge=0, description="processes that judge pages; 0: one for each core")
    disabled: tuple[str, ...] = Field((), description="ids of rules that are not asked")
    severity: dict[str, Severity] = Field(default_factory=dict, description="severity by rule id, where yours differs")
    rules: dict[str, dict[str, Any]] = Field(default_factory=dict, description="thresholds by rule id and name")
    blocked_hosts: tuple[str, ...] = Field((), description="hosts that no page may link to, e.g. known bad ones")
    staging_hosts: tuple[str, ...] = Field(
        (), description="hosts that no public page may link to; where one is audited itself, its noindex is no fault"
    )
    score: Literal["with-ignored", "without-ignored"] = Field(
        "with-ignored",
        description="whether ignored causes take their points from the score; the report says so if they do not",
    )

    def check(self, rules: Iterable[Rule], place: str = "") -> None:
        """Compare the settings with the rules. Raises ConfigError where one names a rule or threshold that is none.

        `place` is what the message calls the table of severities, where it is not `judge.severity`.
        """
        known = {rule.id: rule.settings for rule in rules}
        for name, ids in (("disabled", self.disabled), ("severity", self.severity), ("rules", self.rules)):
            for rule_id in ids:
                if rule_id not in known:
                    raise ConfigError(
                        f"{place or f'judge.{name}'}: there is no rule {rule_id!r}{_near(rule_id, known)}"
                    )
        for rule_id, values in self.rules.items():
            for name, value in values.items():
                _check_threshold(rule_id, name, value, known[rule_id])


def _check_threshold(rule_id: str, name: str, value: Any, defaults: Mapping[str, Any]) -> None:
    if name not in defaults:
        names = ", ".join(defaults) or "none"
        raise ConfigError(f"judge.rules.{rule_id}: {name!r} is no threshold of this rule; it has: {names}")
    default = defaults[name]
    wanted = (int, float) if isinstance(default, (int, float)) and not isinstance(default, bool) else type(default)
    if default is not None and not isinstance(value, (list, tuple) if isinstance(default, tuple) else wanted):
        raise ConfigError(f"judge.rules.{rule_id}.{name} = {value!r} is wrong: it must be like the default {default!r}")


def _near(rule_id: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(rule_id, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else "; `marsad rules` lists them all"
