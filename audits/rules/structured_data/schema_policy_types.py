"""Markup of returns, delivery and membership that lacks what Google requires."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.structured import Item


def _markup(json: str) -> str:
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", {json}}}</script>'


_KINDS = ("MerchantReturnPolicy", "ShippingService", "MemberProgram")


def _missing(item: Item) -> list[str]:
    if item.is_a("ShippingService"):
        return item.lacking(["shippingConditions"])
    if item.is_a("MemberProgram"):
        return item.lacking(["name", "description", "hasTiers", "hasTiers.name", "hasTiers.hasTierBenefit"])
    if item.has("merchantReturnLink"):
        return []
    missing = item.lacking(["applicableCountry", "returnPolicyCategory"])
    if "FiniteReturnWindow" in item.text("returnPolicyCategory"):
        missing += item.lacking(["merchantReturnDays"])
    return missing


@page_rule(
    id="schema-policy-types",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:return-policy", "google:shipping-policy", "google:loyalty-program"],
    title="Markup of a shop policy lacks what Google requires",
    message="The markup of returns, delivery or membership lacks required properties.",
    why="Google shows the terms beside the product only where all required properties are given.",
    fix="Tell the developer.",
    fix_developer=(
        "Give `MerchantReturnPolicy` a country and category (or a link), `ShippingService` its "
        "`shippingConditions`, `MemberProgram` name, description and tiers."
    ),
    applies=lambda page: page.is_content and bool(page.structured_data.of(*_KINDS)),
    examples=[
        Fails(_markup('"@type": "MerchantReturnPolicy", "applicableCountry": "SI"'), at=["script"]),
        Fails(
            _markup(
                '"@type": "MerchantReturnPolicy", "applicableCountry": "SI", "returnPolicyCategory": '
                '"https://schema.org/MerchantReturnFiniteReturnWindow"'
            ),
            at=["script"],
            note="how many days",
        ),
        Fails(_markup('"@type": "ShippingService", "name": "Post"'), at=["script"]),
        Fails(
            _markup(
                '"@type": "MemberProgram", "name": "A", "description": "B", "hasTiers": '
                '{"@type": "MemberProgramTier", "name": "Gold"}'
            ),
            at=["script"],
        ),
        Passes(_markup('"@type": "MerchantReturnPolicy", "merchantReturnLink": "https://example.com/returns"')),
        Passes(
            _markup(
                '"@type": "MerchantReturnPolicy", "applicableCountry": "SI", "returnPolicyCategory": '
                '"https://schema.org/MerchantReturnNotPermitted"'
            )
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_policy_types(page: PageView) -> Iterator[Evidence]:
    """Yield each policy that lacks something required, once for each type."""
    seen: set[str] = set()
    for item in page.structured_data.of(*_KINDS):
        missing = _missing(item)
        if missing and item.type not in seen:
            seen.add(item.type)
            message = f"{item.type} has no {', '.join(missing)}."
            yield page.evidence(item.element, message, group=item.type, facts={"missing": missing})
