"""A token of Google's that has nothing to do with search."""

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


@site_rule(
    id="ai-googlebot-extended-misread",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:googlebot", "google:ai-features"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Google-Extended is forbidden",
    message="The robots.txt forbids `Google-Extended`.",
    why="That keeps texts out of the training of Google's models. It changes nothing in search, nor in its AI answers.",
    fix="Nothing has to be mended; to stay out of AI answers in search, forbid snippets instead.",
    examples=[
        Reviews({"/": "<p>A</p>"}, at=["/"], robots="User-agent: Google-Extended\nDisallow: /"),
        Passes({"/": "<p>A</p>"}, robots="User-agent: GPTBot\nDisallow: /"),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nDisallow: /", note="not named"),
    ],
)
def ai_googlebot_extended_misread(site: SiteView) -> Iterator[Evidence]:
    """Yield one piece of evidence for the site."""
    file = robots_of(site).file(site.start_url)
    is_named = file is not None and file.names("google-extended")
    if file is not None and is_named and not file.allows("google-extended", site.start_url):
        yield site.evidence(site.start_url, outcome=Outcome.REVIEW)
