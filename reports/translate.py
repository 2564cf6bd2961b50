"""Makes of a report the same report in another language: rules, causes, messages and what was not done."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from reports.model import CauseView, Gap, Proof, Report
from reports.sentences import verdict
from reports.words import Said, Words
from store.model import RuleCard

__all__ = ["translated"]

_LEFT = frozenset(
    {"run", "scores", "pages", "page_findings", "links", "loads", "skipped", "urls", "custom", "tab_order"}
)
"""What of a report says nothing in our words and may be very long."""
_TOLD = frozenset({"notes", "trust", "doubts", "gaps", "missing", "reason", "why"})
"""Fields that hold sentences of the run."""
_FIELDS = ("title", "message", "why", "fix_editor", "fix_developer")
_ANSWERS = {"True": "fact.true", "False": "fact.false", "None": "fact.none"}


def translated(report: Report, words: Words) -> Report:
    """The report in the language of `words`; what nobody has translated stays English and says so (`Said.lang`)."""
    if words.is_english:
        return report
    translator = _Translator(words)
    changed = {
        one.name: translator.of(getattr(report, one.name), one.name)
        for one in dataclasses.fields(report)
        if one.name not in _LEFT
    }
    return dataclasses.replace(report, **changed)


class _Translator:
    def __init__(self, words: Words) -> None:
        self._words = words
        self._causes: dict[str, CauseView] = {}
        self._titles: dict[str, str] = {}
        self._labels = words.fact_labels()

    def of(self, value: Any, name: str = "") -> Any:
        """A value with all that stands in it; itself where nothing in it is a text of ours."""
        if isinstance(value, CauseView):
            return self._cause(value)
        if isinstance(value, Gap):
            return Gap(*(self._words.say_of_run(one) for one in (value.what, value.why, value.how)))
        if isinstance(value, RuleCard):
            said: dict[str, Any] = {one: self._words.rule_text(value.id, one, getattr(value, one)) for one in _FIELDS}
            return dataclasses.replace(value, **said)
        if isinstance(value, str):
            return self._words.say_of_run(value) if name in _TOLD and value and type(value) is str else value
        if isinstance(value, Mapping):
            return {key: self.of(one, name) for key, one in value.items()}
        if isinstance(value, tuple | list) and not hasattr(value, "_fields"):
            changed = [self.of(one, name) for one in value]
            return (
                type(value)(changed) if any(new is not old for new, old in zip(changed, value, strict=True)) else value
            )
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return self._parts(value)
        return value

    def _parts(self, value: Any) -> Any:
        changed = {}
        for one in dataclasses.fields(value):
            if one.init:
                old = getattr(value, one.name)
                new = self.of(old, one.name)
                if new is not old:
                    changed[one.name] = new
        return dataclasses.replace(value, **changed) if changed else value

    def _cause(self, cause: CauseView) -> CauseView:
        if cause.id not in self._causes:
            words = self._words
            message, brief = verdict(cause, words)
            self._causes[cause.id] = dataclasses.replace(
                cause,
                title=words.rule_text(cause.rule, "title", cause.title),
                message=message,
                brief=brief,
                why=words.rule_text(cause.rule, "why", cause.why),
                fix_editor=words.rule_text(cause.rule, "fix_editor", cause.fix_editor),
                fix_developer=words.rule_text(cause.rule, "fix_developer", cause.fix_developer),
                proof=self._proof(cause, message) if cause.proof else None,
            )
        return self._causes[cause.id]

    def _proof(self, cause: CauseView, message: Said) -> Proof | None:
        proof, words = cause.proof, self._words
        if proof is None:
            return None
        said = message if proof.message == cause.message else words.say_message(cause.rule, proof.message)
        facts = tuple((self._labels.get(name, name), self._answer(value)) for name, value in proof.facts)
        return dataclasses.replace(proof, message=said, facts=facts)

    def _answer(self, value: str) -> str:
        return self._words(_ANSWERS[value]) if value in _ANSWERS else value
