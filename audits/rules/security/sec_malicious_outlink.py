"""Links to hosts on a list of bad ones."""

from collections.abc import Iterator

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
from store.model import LinkKind, Outcome
from store.urls import split


@site_rule(
    id="sec-malicious-outlink",
    category=Category.SECURITY,
    severity=Severity.HIGH,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:spam-policies"],
    title="Link to a host on your list of bad ones",
    message="A page links to a host that your settings name as bad.",
    why="Visitors are led to a site that may harm them, and search engines may warn of yours.",
    fix="Take the link out, and find out how it came there: nobody of yours may have written it.",
    fix_developer="Search the database and the templates for the host; look for other signs of a break-in.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda site: bool(site.facts.blocked_hosts),
    examples=[
        Reviews(
            {"/": '<a href="https://casino.bad.example.net/x">Win</a>'},
            at=["https://casino.bad.example.net/x"],
            site_options={"blocked_hosts": ("bad.example.net",)},
        ),
        Reviews(
            {"/": '<script src="https://bad.example.net/x.js"></script>'},
            at=["https://bad.example.net/x.js"],
            site_options={"blocked_hosts": ("bad.example.net",)},
        ),
        Passes(
            {"/": '<a href="https://notbad.example.net/">A</a><a href="https://good.org/?u=bad.example.net">B</a>'},
            site_options={"blocked_hosts": ("bad.example.net",)},
        ),
        Inapplicable({"/": '<a href="https://bad.example.net/">A</a>'}, note="no list is configured"),
    ],
)
def sec_malicious_outlink(site: SiteView) -> Iterator[Evidence]:
    """Yield each URL of a listed host or of one below it, by the first page that links to it."""
    blocked = tuple(host.lower().strip().lstrip(".") for host in site.facts.blocked_hosts if host.strip())
    below = tuple(f".{host}" for host in blocked)
    for url in list(site.urls.values()):
        if not any(host in url for host in blocked):
            continue
        host = split(url).host
        if host not in blocked and not host.endswith(below):
            continue
        edges = site.edges_to(url, LinkKind)
        if edges:
            sources = sorted({edge.source for edge in edges})
            message = f"{len(sources)} pages lead to {url[:150]}." if len(sources) > 1 else f"Leads to {url[:150]}."
            facts = {"pages": sources[:50], "text": edges[0].text}
            yield Evidence(message, edges[0].source, target=url, facts=facts, outcome=Outcome.REVIEW)
