"""Bots of AI services that the server refuses although robots.txt lets them in."""

from collections.abc import Iterator, Mapping
from typing import Any

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
from store.model import Outcome, Probe

_BLOCKED = frozenset({401, 403, 405, 406, 429, 451, 503})
_FINE = {"status": 200, "wall": "", "failure": "", "price": ""}


def _asked(*told: Mapping[str, Any], browser: Mapping[str, Any] = _FINE) -> Mapping[str, Any]:
    """A probe for the examples: what GPTBot was told, and what a browser was."""
    return {"kind": "ai-agents", "url": "/", "data": {"browser": [browser, browser], "agents": {"GPTBot": list(told)}}}


@site_rule(
    id="ai-bot-blocked-by-waf",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:9309"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="The server refuses bots that robots.txt lets in",
    message="A visitor by the name of an AI service's bot is likely refused.",
    why="The site then is missing from that service's answers, although its robots.txt says otherwise.",
    fix="If you want to appear there, ask the operator of the firewall; if not, say so in robots.txt.",
    fix_developer="Look up the bot's verified addresses in the firewall's log: one that only borrows the name, as this "
    "audit does, may be refused rightly.",
    applies=lambda site: any(_can_tell(probe) for probe in site.probes_of("ai-agents")),
    examples=[
        Reviews({"/": "<p>A</p>"}, at=["GPTBot"], probes=[_asked({**_FINE, "status": 403}, {**_FINE, "status": 403})]),
        Reviews(
            {"/": "<p>A</p>"}, at=["GPTBot"], probes=[_asked({**_FINE, "wall": "AWS WAF"}, {**_FINE, "status": 403})]
        ),
        Passes({"/": "<p>A</p>"}, probes=[_asked(_FINE)]),
        Passes({"/": "<p>A</p>"}, probes=[_asked({**_FINE, "status": 503}, _FINE)], note="passed the second time"),
        Passes({"/": "<p>A</p>"}, probes=[_asked({**_FINE, "status": 402}, {**_FINE, "status": 402})], note="for sale"),
        Inapplicable(
            {"/": "<p>A</p>"},
            probes=[
                _asked({**_FINE, "status": 403}, {**_FINE, "status": 403}, browser={**_FINE, "wall": "Cloudflare"})
            ],
            note="browsers are stopped too: not a matter of the name",
        ),
        Inapplicable({"/": "<p>A</p>"}, note="nobody asked"),
    ],
)
def ai_bot_blocked_by_waf(site: SiteView) -> Iterator[Evidence]:
    """Yield each bot that was refused twice, while a browser was let in before and after."""
    for probe in site.probes_of("ai-agents"):
        if not _can_tell(probe):
            continue
        for name, told in probe.data.get("agents", {}).items():
            if len(told) > 1 and all(one.get("wall") or one.get("status") in _BLOCKED for one in told):
                said = told[-1].get("wall") or told[-1].get("status")
                message = f"{name} is likely refused ({said}), while a browser is let in."
                facts = {"bot": name, "answers": [one.get("status") for one in told], "wall": told[-1].get("wall")}
                yield Evidence(message, probe.url, target=name, facts=facts, outcome=Outcome.REVIEW)


def _can_tell(probe: Probe) -> bool:
    browser = probe.data.get("browser", ())
    return bool(browser) and all(one.get("status") == 200 and not one.get("wall") for one in browser)
