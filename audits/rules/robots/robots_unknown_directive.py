"""Keys in robots.txt that no bot knows."""

from collections.abc import Iterator

from audits.robots_text import robots_of
from audits.rule import (
    Answer,
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

_TOLD_ELSEWHERE = frozenset({"", "user-agent", "allow", "disallow", "sitemap", "noindex", "nofollow", "noarchive"})
_YOUNG = frozenset({"license", "content-usage"})  # of agreements that few bots know yet


@site_rule(
    id="robots-unknown-directive",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec", "rfc:9309"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt uses a word that no bot knows",
    message="A line of robots.txt uses a word that no bot knows.",
    why="Bots leave the line out. If it was meant to close or open something, it does not.",
    fix="Tell whoever keeps the file which line it is.",
    fix_developer="Use `User-agent`, `Allow`, `Disallow` and `Sitemap`; look for a slip of the pen.",
    examples=[
        Reviews({"/": "<p>A</p>"}, at=["/robots.txt"], robots="User-agent: *\nDeny: /private/"),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nDisallow: /a\nCrawl-delay: 5\nHost: example.com"),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nNoindex: /a", note="told by itself"),
        Passes({"/": "<p>A</p>"}, robots=Answer("<!doctype html>\n<style>a: b</style>"), note="told as a web page"),
    ],
)
def robots_unknown_directive(site: SiteView) -> Iterator[Evidence]:
    """Yield each line with an unknown key, at most 50 of a file."""
    for probe in site.probes_of("robots"):
        file = robots_of(site).file(probe.url)
        if file is None or str(probe.data.get("text", "")).lstrip("\ufeff \r\n\t").startswith("<"):
            continue
        for line in [one for one in file.lines if one.problem and one.key not in _TOLD_ELSEWHERE | _YOUNG][:50]:
            message = f"Line {line.number} of {probe.url} uses the unknown word `{line.key[:60]}`."
            facts = {"key": line.key, "value": line.value[:200]}
            yield Evidence(message, probe.url, line=line.number, target=probe.url, facts=facts, outcome=Outcome.REVIEW)
