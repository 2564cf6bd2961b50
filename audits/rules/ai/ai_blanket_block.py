"""Search bots of AI services that a rule for everybody keeps out."""

from collections.abc import Iterator

from audits.robots_text import caught_by_blanket, robots_of
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
from store.urls import split


@site_rule(
    id="ai-blanket-block",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:9309#section-2.2.1"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="A rule for everybody keeps out search bots of AI services",
    message="The group for all bots keeps out search bots of AI services too.",
    why="The file names the bots that train models, so it seems to be about them; but bots that find pages for answers "
    "with links fall under the rule for everybody.",
    fix="If you want to appear in such answers, have the search bots allowed by name.",
    fix_developer="Give `OAI-SearchBot`, `Claude-SearchBot`, `PerplexityBot` and `bingbot` a group with `Allow: /`.",
    applies=lambda site: robots_of(site).file(site.start_url) is not None,
    examples=[
        Reviews(
            {"/": "<p>A</p>"},
            at=["/"],
            robots="User-agent: Googlebot\nAllow: /\n\nUser-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow: /",
        ),
        Passes(
            {"/": "<p>A</p>"},
            robots="User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow: /private/",
            note="search bots may come in",
        ),
        Passes(
            {"/": "<p>A</p>"},
            robots="User-agent: Googlebot\nAllow: /\n\nUser-agent: *\nDisallow: /",
            note="nothing says that it is about training: told by ai-search-bot-blocked",
        ),
        Passes(
            {"/": "<p>A</p>"},
            robots="User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow: /",
            note="the whole site is shut, told by itself",
        ),
        Inapplicable({"/": "<p>A</p>"}, note="no robots.txt"),
    ],
)
def ai_blanket_block(site: SiteView) -> Iterator[Evidence]:
    """Yield the front page once, with the search bots that the rule for everybody keeps out."""
    home = split(site.start_url)
    root = f"{home.scheme}://{home.netloc}/"
    file = robots_of(site).file(root)
    caught = caught_by_blanket(file, root) if file is not None else []
    if file is not None and caught:
        deciding = file.deciding(caught[0], root)
        line = deciding.line if deciding is not None else None
        where = f"line {line.number}, `{line.text}`" if line is not None else "the group for everybody"
        message = f"{where[0].upper()}{where[1:]}, keeps out {', '.join(caught)}."
        yield site.evidence(site.start_url, message, facts={"bots": caught}, outcome=Outcome.REVIEW)
