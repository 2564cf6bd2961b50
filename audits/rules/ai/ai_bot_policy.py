"""Which bots of AI services may read the site."""

from collections.abc import Iterator

from audits.robots_text import robots_of
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from audits.standards.ai_bots import BOTS
from store.model import Outcome
from store.urls import split


@site_rule(
    id="ai-bot-policy",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:9309", "google:ai-features"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="What robots.txt allows to bots of AI services",
    message="Some bots of AI services are kept out by robots.txt.",
    why="Keeping out training bots is a choice; keeping out search bots also hides the site from answers with links.",
    fix="Check that the list says what you want.",
    fix_developer="Name each bot in a group of its own; the group for `*` binds those that are not named.",
    examples=[
        Reviews({"/": "<p>A</p>"}, at=["/"], robots="User-agent: GPTBot\nDisallow: /"),
        Reviews({"/": "<p>A</p>"}, at=["/"], robots="User-agent: *\nDisallow: /"),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nDisallow: /private/", note="all may come in"),
        Passes({"/": "<p>A</p>"}, note="no robots.txt"),
    ],
)
def ai_bot_policy(site: SiteView) -> Iterator[Evidence]:
    """Yield one table for the site, where any bot is kept out."""
    file = robots_of(site).file(site.start_url)
    if file is None:
        return
    home = split(site.start_url)
    root = f"{home.scheme}://{home.netloc}/"
    shut = {bot.token: not file.allows(bot.token, root) for bot in BOTS}
    if any(shut.values()):
        table = [
            [bot.token, bot.operator, bot.purpose, "forbidden" if shut[bot.token] else "allowed", file.names(bot.token)]
            for bot in BOTS
        ]
        names = [bot.token for bot in BOTS if shut[bot.token]]
        message = f"robots.txt keeps out {len(names)} of {len(BOTS)} known bots of AI services: {', '.join(names)}."
        yield site.evidence(site.start_url, message, facts={"bots": table}, outcome=Outcome.REVIEW)
