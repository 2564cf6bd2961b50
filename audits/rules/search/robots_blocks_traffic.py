"""Addresses with visitors from search that robots.txt forbids."""

from collections.abc import Iterator

from audits.robots_text import robots_of
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.searching.queries import search_of
from audits.searching.views import SEARCH_CONSOLE
from audits.site import SiteView

_ROBOTS = "User-agent: *\nDisallow: /shop/"
_SITE = {"/": '<a href="/shop/mat">Mat</a>', "/shop/mat": "<p>Mat</p>"}


@site_rule(
    id="robots-blocks-traffic",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots", "google:block-indexing"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt forbids pages that people find by search",
    message="People find this address by search, and robots.txt forbids search engines to read it.",
    why="A page that cannot be read is shown without its text, falls behind, and noindex cannot take it out either.",
    fix="Allow the addresses, or, if they are to leave the search results, allow them and say noindex.",
    fix_developer="Narrow the Disallow line.",
    needs_source=SEARCH_CONSOLE,
    settings={
        "clicks": "clicks in the window from which on it is told",
        "impressions": "times shown in the window from which on it is told without a click",
    },
    examples=[
        Fails(_SITE, at=["/shop/mat"], robots=_ROBOTS, search={"pages": {"/shop/mat": (2, 30, 9.0)}}),
        Fails(_SITE, at=["/shop/old"], robots=_ROBOTS, search={"pages": {"/shop/old": (0, 130, 9.0)}}),
        Passes(_SITE, robots=_ROBOTS, search={"pages": {"/shop/mat": (0, 30, 9.0)}}, note="hardly shown"),
        Passes(_SITE, search={"pages": {"/shop/mat": (2, 30, 9.0)}}),
        Passes(_SITE, robots="User-agent: GPTBot\nDisallow: /", search={"pages": {"/shop/mat": (2, 30, 9.0)}}),
        Inapplicable(_SITE, robots=Answer(status=503), search={"pages": {"/shop/mat": (2, 30, 9.0)}}),
    ],
    applies=lambda site: bool(robots_of(site).files) or any(one.status == 404 for one in site.probes_of("robots")),
)
def robots_blocks_traffic(site: SiteView, *, clicks: int = 1, impressions: int = 100) -> Iterator[Evidence]:
    """Yield each such address; those of one line of robots.txt are one cause."""
    now = search_of(site).now
    robots = robots_of(site)
    for url, own in [*now.pages.items(), *now.elsewhere.items()]:
        if own.clicks < clicks and own.impressions < impressions:
            continue
        line = robots.forbidding(url) if site.is_internal(url) else ""
        if line:
            message = (
                f"`{line}` forbids {url}, which search showed {own.impressions:,} times and {own.clicks:,} people "
                f"clicked in {now.window.days} days."
            )
            facts = {"rule": line, "clicks": own.clicks, "impressions": own.impressions}
            yield site.evidence(url, message, group=line, facts=facts)
