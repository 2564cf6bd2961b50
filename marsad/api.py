"""The names that a rule of your own may import; they stay as they are from release to release.

from marsad.api import Category, Certainty, EvidenceClass, Fails, Passes, Severity, page_rule
"""

from __future__ import annotations

from audits.page import PageView, SiteFacts
from audits.rule import (
    Answer,
    ArtifactKind,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Example,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Rule,
    Severity,
    page_rule,
    site_rule,
)
from audits.site import Edge, SiteView
from audits.structured import Item
from store.document import Element, text_of
from store.model import Facts, Link, LinkKind, LinkState, Outcome, Page, Place, Target

__all__ = [
    "Answer",
    "ArtifactKind",
    "Category",
    "Certainty",
    "Edge",
    "Effort",
    "Element",
    "Evidence",
    "EvidenceClass",
    "Example",
    "Facts",
    "Fails",
    "Inapplicable",
    "Item",
    "Link",
    "LinkKind",
    "LinkState",
    "Outcome",
    "Owner",
    "Page",
    "PageView",
    "Passes",
    "Place",
    "Reviews",
    "Rule",
    "Severity",
    "SiteFacts",
    "SiteView",
    "Target",
    "page_rule",
    "site_rule",
    "text_of",
]
