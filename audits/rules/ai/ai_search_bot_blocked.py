"""Search bots of AI services that robots.txt keeps out."""

from collections.abc import Iterator

from audits.robots_text import caught_by_blanket, robots_of
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
    id="ai-search-bot-blocked",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:9309"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Search bots of AI services are kept out",
    message="The robots.txt keeps out a bot that finds pages for answers with links.",
    why="The site does not appear among the sources of that service's answers. Fine if that is what you want.",
    fix="If you want to appear there, have the bot allowed; training bots can stay forbidden.",
    fix_developer="Give the bot a group of its own with `Allow: /`.",
    examples=[
        Reviews({"/": "<p>A</p>"}, at=["OAI-SearchBot"], robots="User-agent: OAI-SearchBot\nDisallow: /"),
        Reviews(
            {"/": "<p>A</p>"},
            at=["Claude-SearchBot", "PerplexityBot"],
            robots="User-agent: Claude-SearchBot\nUser-agent: PerplexityBot\nDisallow: /",
        ),
        Passes({"/": "<p>A</p>"}, robots="User-agent: GPTBot\nDisallow: /", note="trains, and searches nothing"),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nDisallow: /", note="the whole site is shut, told by itself"),
        Passes({"/": "<p>A</p>"}, robots="User-agent: OAI-SearchBot\nDisallow: /private/"),
        Passes(
            {"/": "<p>A</p>"},
            robots="User-agent: Googlebot\nAllow: /\n\nUser-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow: /",
            note="by the rule for everybody: told by ai-blanket-block",
        ),
        Passes({"/": "<p>A</p>"}),
    ],
)
def ai_search_bot_blocked(site: SiteView) -> Iterator[Evidence]:
    """Yield each search bot that is kept out by its own name, or with everybody but Googlebot."""
    file = robots_of(site).file(site.start_url)
    home = split(site.start_url)
    root = f"{home.scheme}://{home.netloc}/"
    if file is None or not file.allows("googlebot", root):
        return
    told = caught_by_blanket(file, root)  # by ai-blanket-block, once for all
    for bot in BOTS:
        deciding = file.deciding(bot.token, root)
        if bot.purpose == "search" and bot.token not in told and deciding is not None and not deciding.allows:
            message = f"`{deciding.line.text}` keeps out {bot.token} of {bot.operator}."
            facts = {"bot": bot.token, "rule": deciding.line.text, "line": deciding.line.number}
            yield Evidence(message, site.start_url, target=bot.token, facts=facts, outcome=Outcome.REVIEW)
