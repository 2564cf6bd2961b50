"""A robots.txt that cannot be read."""

from collections.abc import Iterator

from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView


@site_rule(
    id="robots-5xx",
    category=Category.SEARCH,
    severity=Severity.CRITICAL,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec", "rfc:9309"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt cannot be read",
    message="The robots.txt does not answer.",
    why="While it fails, Google stops crawling the site for twelve hours and then works from an old copy.",
    fix="Tell whoever runs the server at once.",
    fix_developer="Answer 200 with the rules, or 404 where there are none; never let the application handle this path.",
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/robots.txt"], robots=Answer(status=500)),
        Fails({"/": "<p>A</p>"}, at=["/robots.txt"], robots=Answer(status=429)),
        Fails({"/": "<p>A</p>"}, at=["/robots.txt"], robots=Answer(failure="timeout")),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nAllow: /"),
        Passes({"/": "<p>A</p>"}, note="404 means that there are no rules"),
        Passes({"/": "<p>A</p>"}, robots=Answer(status=403), note="Google reads a 4xx as no rules"),
    ],
)
def robots_5xx(site: SiteView) -> Iterator[Evidence]:
    """Yield the file of each host that fails."""
    for probe in site.probes_of("robots"):
        if probe.status >= 500 or probe.status == 429 or (probe.status == 0 and probe.failure is not None):
            answer = str(probe.status) if probe.status else (probe.failure.value if probe.failure else "nothing")
            message = f"{probe.url} answers {answer}."
            yield Evidence(message, probe.url, target=probe.url, facts={"status": probe.status, "answer": answer})
