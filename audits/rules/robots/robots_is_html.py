"""A robots.txt that is a web page."""

import re
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

_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)


@site_rule(
    id="robots-is-html",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt is a web page",
    message="The address of robots.txt answers with a web page.",
    why="Search engines find no rules in it, so what should be closed is open, and sitemaps named there are not seen.",
    fix="Ask whoever runs the server for a plain text file, or a 404.",
    fix_developer="Serve a static file as `text/plain`, or answer 404; do not let the application's front page answer.",
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/robots.txt"],
            robots=Answer("<!doctype html><title>Shop</title>", content_type="text/html"),
        ),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nDisallow: /private/"),
        Passes(
            {"/": "<p>A</p>"},
            robots=Answer("User-agent: *\nDisallow: /private/", content_type="text/html"),
            note="rules under a wrong label are read all the same",
        ),
        Passes({"/": "<p>A</p>"}, robots=Answer("<!doctype html>", status=404)),
    ],
)
def robots_is_html(site: SiteView) -> Iterator[Evidence]:
    """Yield the file of each host that is a page."""
    for probe in site.probes_of("robots"):
        text = str(probe.data.get("text", ""))
        if probe.status == 200 and _MARKUP.match(text.removeprefix("\ufeff")):
            message = f"{probe.url} answers 200 with a web page."
            facts = {"content_type": probe.data.get("content_type", ""), "begins": text[:80]}
            yield Evidence(message, probe.url, target=probe.url, facts=facts)
