"""Pages that search engines are given in another form."""

from collections.abc import Iterator, Mapping, Sequence
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
from audits.visits import differs_always
from store.model import Outcome


def _seen(likeness: float = 1.0, **theirs: Any) -> Mapping[str, Any]:
    """A probe for the examples: the front page, as others and as the bot were given it."""
    look = {"status": 200, "wall": "", "title": "A", "canonical": [], "robots": [], "words": theirs.get("words", 80)}
    data = {"ours": [look, look], "bots": [{**look, **theirs}, {**look, **theirs}], "likeness": likeness}
    return {"kind": "search-bot", "url": "/", "data": data}


@site_rule(
    id="resp-ua-mismatch",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:spam-policies", "google:dynamic-rendering"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="A search engine's bot is given another page",
    message="A visitor who calls itself Googlebot is given another page than other visitors.",
    why="Showing search engines something else counts as cloaking, and a site that was broken into often does it.",
    fix="Ask the developer whether this is meant; if nobody knows of it, have the site searched for foreign code.",
    fix_developer="Look for rules by user agent in the server, the content network, plug-ins and `.htaccess`.",
    settings={
        "likeness": "share of the words that both texts must have in common",
        "words": "texts shorter than this are not compared, in words",
    },
    applies=lambda site: bool(site.probes_of("search-bot")),
    examples=[
        Reviews({"/": "<p>A</p>"}, at=["/"], probes=[_seen(likeness=0.49)]),
        Reviews({"/": "<p>A</p>"}, at=["/"], probes=[_seen(canonical=["https://example.org/"])]),
        Reviews({"/": "<p>A</p>"}, at=["/"], probes=[_seen(robots=["noindex"])]),
        Reviews({"/": "<p>A</p>"}, at=["/"], probes=[_seen(status=404)]),
        Passes({"/": "<p>A</p>"}, probes=[_seen()]),
        Passes({"/": "<p>A</p>"}, probes=[_seen(likeness=0.5)], note="half of it is the same"),
        Passes({"/": "<p>A</p>"}, probes=[_seen(likeness=0.1, words=10)], note="too short to compare"),
        Passes({"/": "<p>A</p>"}, probes=[_seen(status=403)], note="who only pretends to be Googlebot is refused"),
        Passes({"/": "<p>A</p>"}, probes=[_seen(wall="Cloudflare")], note="a bot wall says nothing"),
        Passes({"/": "<p>A</p>"}, probes=[_seen(status=0, failure="timeout")]),
        Inapplicable({"/": "<p>A</p>"}, note="nobody asked"),
    ],
)
def resp_ua_mismatch(site: SiteView, *, likeness: float = 0.5, words: int = 50) -> Iterator[Evidence]:
    """Yield each asked page on which both visits of the bot differ from both of ours."""
    for probe in site.probes_of("search-bot"):
        ours, bots = probe.data.get("ours", ()), probe.data.get("bots", ())
        if not ours or not bots or any(_says_nothing(look) for look in (*ours, *bots)):
            continue
        differs = [name for name in ("status", "canonical", "robots") if differs_always(ours, bots, name)]
        longest = max(int(look.get("words", 0)) for look in (*ours, *bots))
        if float(probe.data.get("likeness", 1.0)) < likeness and longest >= words and "status" not in differs:
            differs.append("text")
        if differs:
            shown = "; ".join(f"{name} {_value(ours, name)} and {_value(bots, name)}" for name in differs)
            message = f"Other visitors and “Googlebot” were given different answers: {shown}."
            facts = {"differs": differs, "likeness": probe.data.get("likeness")}
            yield site.evidence(probe.url, message, outcome=Outcome.REVIEW, facts=facts, group=",".join(differs))


def _says_nothing(look: Mapping[str, Any]) -> bool:
    """Whether a look tells of a refusal, an error or a wall, and not of a page that is there or gone."""
    return bool(look.get("wall")) or look.get("status") not in (200, 404, 410)


def _value(looks: Sequence[Mapping[str, Any]], name: str) -> str:
    if name == "text":
        return f"of {looks[0].get('words', 0)} words"
    value = looks[0].get(name)
    return ", ".join(map(str, value)) or "none" if isinstance(value, list | tuple) else str(value)
