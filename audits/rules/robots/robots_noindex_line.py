"""Index rules in robots.txt, where they have no effect."""

from collections.abc import Iterator

from audits.robots_text import robots_of
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView

_DEAD = ("noindex", "nofollow", "noarchive")


@site_rule(
    id="robots-noindex-line",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt tries to keep pages out of the index",
    message="The robots.txt has a line that search engines do not support.",
    why="The line has no effect: pages that were meant to be kept out of search can be found.",
    fix="Ask for a noindex on the pages themselves.",
    fix_developer='Use `<meta name="robots" content="noindex">` or `X-Robots-Tag: noindex`, and do not forbid those '
    "pages in robots.txt, or the directive is never seen.",
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/robots.txt"], robots="User-agent: *\nNoindex: /private/"),
        Fails({"/": "<p>A</p>"}, at=["/robots.txt"], robots="User-agent: *\nNofollow: /private/"),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nDisallow: /noindex/"),
    ],
)
def robots_noindex_line(site: SiteView) -> Iterator[Evidence]:
    """Yield each such line."""
    for probe in site.probes_of("robots"):
        file = robots_of(site).file(probe.url)
        for line in file.lines if file else ():
            if line.key in _DEAD:
                message = f"Line {line.number} of {probe.url} (`{line.key}: {line.value[:80]}`) has no effect."
                yield Evidence(message, probe.url, line=line.number, target=probe.url, facts={"key": line.key})
