"""Rules of robots.txt that contradict each other."""

from collections.abc import Iterator

from audits.linking import linking_edges
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
from store.model import Outcome
from store.robots import Robots, RobotsRule, path_of


@site_rule(
    id="robots-conflict",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec", "rfc:9309"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Two rules of robots.txt contradict each other",
    message="An `Allow` and a `Disallow` of the same length speak of the same linked address.",
    why="Google then takes the one that allows; other bots may take the other.",
    fix="Decide whether the address is open, and have the other rule taken out.",
    fix_developer="Leave one of the two lines, or make one path longer: the longest path wins everywhere.",
    examples=[
        Reviews(
            {"/": '<a href="/shop/a">A</a>', "/shop/a": "<p>A</p>"},
            at=["/shop/a"],
            robots="User-agent: *\nAllow: /shop/\nDisallow: /shop/",
        ),
        Reviews(
            {"/": '<a href="/shop/a.htm">A</a>', "/shop/a.htm": "<p>A</p>"},
            at=["/shop/a.htm"],
            robots="User-agent: *\nAllow: /shop\nDisallow: /*.ht",
        ),
        Passes(
            {"/": '<a href="/shop/a">A</a>', "/shop/a": "<p>A</p>"},
            robots="User-agent: *\nAllow: /shop/a\nDisallow: /shop/",
            note="the longer one wins",
        ),
        Passes(
            {"/": '<a href="/b">A</a>', "/b": "<p>A</p>"},
            robots="User-agent: *\nAllow: /shop/\nDisallow: /shop/",
            note="nothing of the kind is linked",
        ),
        Passes(
            {"/": '<a href="/shop/a">A</a>', "/shop/a": "<p>A</p>"},
            robots="User-agent: *\nDisallow: /shop/\n\nUser-agent: Googlebot\nAllow: /shop/",
            note="each binds another bot",
        ),
    ],
)
def robots_conflict(site: SiteView) -> Iterator[Evidence]:
    """Yield the first linked address of each pair of rules."""
    robots = robots_of(site)
    told: set[tuple[str, str]] = set()
    for url in site.urls.values() if any(map(_may_conflict, robots.files.values())) else ():
        file = robots.file(url) if site.is_internal(url) else None
        pair = _pair_of(file, url) if file is not None else None
        if pair is None or (key := (pair[0].line.text, pair[1].line.text)) in told or not linking_edges(site, url):
            continue
        told.add(key)
        message = f"`{key[0]}` and `{key[1]}` both speak of {url}, with the same weight."
        yield site.evidence(url, message, group=" / ".join(key), facts={"rules": list(key)}, outcome=Outcome.REVIEW)


def _may_conflict(file: Robots) -> bool:
    rules = file.rules("googlebot")
    return bool({rule.weight for rule in rules if rule.allows} & {rule.weight for rule in rules if not rule.allows})


def _pair_of(file: Robots, url: str) -> tuple[RobotsRule, RobotsRule] | None:
    """The rule that allows and that of the same weight that forbids, where both are the weightiest that match."""
    path = path_of(url)
    deciding = file.deciding("googlebot", url)
    if deciding is None or not deciding.allows:
        return None
    for rule in file.rules("googlebot"):
        if rule.weight == deciding.weight and not rule.allows and rule.matches(path):
            return deciding, rule
    return None
