"""Bots of AI services that are asked for money."""

from collections.abc import Iterator

from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome


@site_rule(
    id="ai-pay-per-crawl",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:9110#section-15.5.3"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Bots of AI services are asked for money",
    message="The server answers 402 Payment Required to bots of AI services.",
    why="Bots that do not pay stay away, and the site with them from that service's answers. Fine if that is the plan.",
    fix="Check that the list of bots says what you want.",
    fix_developer="The setting stands with the content network (pay per crawl); search bots can be let in free.",
    applies=lambda site: bool(site.probes_of("ai-agents")),
    examples=[
        Reviews(
            {"/": "<p>A</p>"},
            at=["/"],
            probes=[
                {
                    "kind": "ai-agents",
                    "url": "/",
                    "data": {
                        "agents": {"GPTBot": [{"status": 402, "price": "USD 0.01"}], "Claude-User": [{"status": 200}]}
                    },
                }
            ],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[{"kind": "ai-agents", "url": "/", "data": {"agents": {"GPTBot": [{"status": 403}]}}}],
        ),
        Inapplicable({"/": "<p>A</p>"}, note="nobody asked"),
    ],
)
def ai_pay_per_crawl(site: SiteView) -> Iterator[Evidence]:
    """Yield the front page once, with the bots that are to pay and the price where it is told."""
    for probe in site.probes_of("ai-agents"):
        agents = probe.data.get("agents", {})
        paying = [name for name, told in agents.items() if told and all(one.get("status") == 402 for one in told)]
        if paying:
            price = next((str(one["price"]) for name in paying for one in agents[name] if one.get("price")), "")
            said = f" ({price})" if price else ""
            message = f"{', '.join(paying)} {'is' if len(paying) == 1 else 'are'} asked for money{said}."
            facts = {"bots": paying, "price": price}
            yield site.evidence(probe.url, message, facts=facts, outcome=Outcome.REVIEW)
