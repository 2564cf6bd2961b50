"""Findings, cards and templates in short, for the tests of the engine."""

from __future__ import annotations

from typing import Any

from store.model import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Finding,
    Outcome,
    Owner,
    RuleCard,
    Severity,
)


def card_of(rule: str = "image-alt-missing", **fields: Any) -> RuleCard:
    given: dict[str, Any] = {
        "id": rule,
        "group": "images",
        "category": Category.ACCESSIBILITY,
        "severity": Severity.MEDIUM,
        "certainty": Certainty.DEFECT,
        "evidence_class": EvidenceClass.STANDARD,
        "title": "Image has no text alternative",
        "message": "This image has no `alt` attribute.",
        "why": "It is lost.",
        "fix_editor": "Say it.",
        "fix_developer": "",
        "owner": Owner.CONTENT,
        "effort": Effort.PAGE,
    }
    return RuleCard(**{**given, **fields})


def finding_of(page: int | None = 1, *, rule: str = "image-alt-missing", **fields: Any) -> Finding:
    evidence = {
        name: fields.pop(name) for name in ("place", "target", "group", "line", "facts", "selector") if name in fields
    }
    url = fields.pop("url", f"https://example.com/{page}")
    given: dict[str, Any] = {
        "outcome": Outcome.FAIL,
        "severity": Severity.MEDIUM,
        "certainty": Certainty.DEFECT,
        "message": "This image has no `alt` attribute.",
    }
    given |= fields
    return Finding(rule=rule, url=url, page_id=page, evidence=Evidence(url=url, **evidence), **given)
