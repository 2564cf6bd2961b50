"""Pages that a search engine's bot is sent finished, and visitors are not."""

from collections.abc import Iterator
from typing import Any

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Passes, Reviews, Severity, site_rule
from audits.site import SiteView
from store.model import Outcome


def _probe(ours: list[int], bots: list[int]) -> dict[str, Any]:
    return {
        "kind": "search-bot",
        "url": "/",
        "data": {
            "ours": [{"status": 200, "title": "A", "words": words} for words in ours],
            "bots": [{"status": 200, "title": "A", "words": words} for words in bots],
        },
    }


def _words(looks: Any) -> list[int]:
    """The words of each answer; empty where one of them was no page."""
    found = [dict(look) for look in looks or ()]
    if any(look.get("status") != 200 or look.get("wall") or "words" not in look for look in found):
        return []
    return [int(look["words"]) for look in found]


@site_rule(
    id="js-dynamic-rendering",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:dynamic-rendering"],
    title="Bots are sent a finished page, visitors are not",
    message="Under the name of Googlebot the server sends a finished page, to others a nearly empty one.",
    why="Google calls this a workaround: two versions must be kept alike, and AI services mostly see the empty one.",
    fix="Ask your developers whether the finished page can be sent to everybody.",
    fix_developer="Render on the server or at build time for all visitors, and hydrate in the browser.",
    effort=Effort.SITE,
    settings={
        "most_words": "words of the main text that others are sent, up to which the page is nearly empty",
        "minimum_words": "words of the main text that the bot is sent, from which the page is finished",
    },
    examples=[
        Reviews({"/": "<div id=app></div>"}, at=["/"], probes=[_probe([0, 20], [150, 150])]),
        Passes({"/": "<div id=app></div>"}, probes=[_probe([0, 21], [300, 300])], note="the page has some text"),
        Passes({"/": "<div id=app></div>"}, probes=[_probe([5, 5], [149, 149])]),
        Passes({"/": "<div id=app></div>"}, probes=[_probe([0, 0], [300, 5])], note="not each time"),
        Passes({"/": "<p>Cats</p>"}, probes=[_probe([400], [400])]),
        Passes({"/": "<p>Cats</p>"}, note="not asked"),
    ],
)
def js_dynamic_rendering(site: SiteView, *, most_words: int = 20, minimum_words: int = 150) -> Iterator[Evidence]:
    """Yield each asked page that the bot was sent finished every time and others never, for review."""
    for probe in site.probes_of("search-bot"):
        ours, bots = _words(probe.data.get("ours")), _words(probe.data.get("bots"))
        if not ours or not bots or max(ours) > most_words or min(bots) < minimum_words:
            continue
        message = f"Googlebot's name was sent {min(bots):,} words of main text, ours {max(ours):,}."
        facts = {"words_for_bots": min(bots), "words_for_others": max(ours)}
        yield site.evidence(probe.url, message, outcome=Outcome.REVIEW, group="rendered for bots", facts=facts)
