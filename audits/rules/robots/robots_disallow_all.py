"""A robots.txt that shuts the whole site."""

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
from store.model import Outcome
from store.robots import Robots


@site_rule(
    id="robots-disallow-all",
    category=Category.SEARCH,
    severity=Severity.CRITICAL,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec", "rfc:9309"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt shuts the whole site to search engines",
    message="The robots.txt forbids the whole site to search engines.",
    why="Search engines stop reading the site, and its pages fall out of the results. Right for a test site only.",
    fix="If the site is public, have the line taken out at once.",
    fix_developer="Take out `Disallow: /`, which often comes along from the test site's configuration.",
    examples=[
        Reviews({"/": "<p>A</p>"}, at=["/robots.txt"], robots="User-agent: *\nDisallow: /"),
        Reviews({"/": "<p>A</p>"}, at=["/robots.txt"], robots="User-agent: Googlebot\nDisallow: /"),
        Reviews(
            {"/": "<p>A</p>"},
            at=["/robots.txt"],
            robots="User-agent: *\nDisallow: /\n\nUser-agent: Googlebot\nAllow: /",
            note="all but the bots that are named: told as low",
        ),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nDisallow: /private/"),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nDisallow:"),
        Passes({"/": "<p>A</p>"}, robots="User-agent: GPTBot\nDisallow: /"),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nDisallow: /\nAllow: /$\nAllow: /shop", note="parts are open"),
        Passes({"/": "<p>A</p>"}, note="no robots.txt"),
    ],
)
def robots_disallow_all(site: SiteView) -> Iterator[Evidence]:
    """Yield the file of each host that shuts everything."""
    for probe in site.probes_of("robots"):
        file = robots_of(site).file(probe.url)
        if file is None:
            continue
        google, everybody = _shutting(file, "googlebot"), _shutting(file, "*")
        line = google or everybody
        if line:
            who = "Googlebot" if google else "every bot that it does not name"
            message = f"`{line}` in {probe.url} forbids the whole site to {who}."
            severity = None if google else Severity.LOW
            yield Evidence(
                message, probe.url, target=probe.url, facts={"line": line}, severity=severity, outcome=Outcome.REVIEW
            )


def _shutting(file: Robots, agent: str) -> str:
    rules = file.rules(agent)
    shut = [rule for rule in rules if not rule.allows and rule.path in ("/", "/*", "*")]
    return shut[0].line.text if shut and not any(rule.allows for rule in rules) else ""
