"""Pages that answer us and with which Bing's crawler had trouble."""

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
from audits.searching.views import BING
from audits.site import SiteView

_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": "<p>Mats</p>"}


@site_rule(
    id="bing-crawl-issues",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["bing:webmaster-guidelines", "bing:crawl-control"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Bing's crawler had trouble with a page that answers",
    message="Bing reports trouble with this page, while it answers us.",
    why="What Bing cannot fetch is found neither there nor at Yahoo.",
    fix="Look in Bing Webmaster Tools when it was, and ask whoever runs the server to let Bingbot in.",
    needs_source=BING,
    examples=[
        Fails(_SITE, at=["/mats"], bing={"issues": {"/mats": "server error (5xx)"}}),
        Passes(_SITE, bing={"issues": {}}),
        Passes({**_SITE, "/mats": Answer(status=500)}, bing={"issues": {"/mats": "server error (5xx)"}}),
        Passes(_SITE, bing={"issues": {"/mats": "moved permanently (301)"}}, note="it moved once and is back"),
    ],
)
def bing_crawl_issues(site: SiteView) -> Iterator[Evidence]:
    """Yield each such page; the kinds of trouble apart."""
    issues = site.bing.issues if site.bing is not None else {}
    for page in site.content:
        words = issues.get(page.url, "")
        if words and not words.startswith("moved"):
            yield site.evidence(page.url, f"Bing reports: {words}.", group=words, facts={"issues": words})
