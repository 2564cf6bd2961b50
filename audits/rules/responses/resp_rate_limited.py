"""A server that tells the crawler to slow down."""

from collections.abc import Iterator

from audits.linking import says_later
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
from store.model import Failure, Outcome


@site_rule(
    id="resp-rate-limited",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:6585", "google:http-network-errors"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Server asks to be asked less often",
    message="The server told the crawler to slow down, so parts of the site may be unseen.",
    why="What was not answered could not be checked. Search engines also slow down when they meet these answers.",
    fix="Run the audit slower or at a quieter hour, and see whether search engines meet the same limit.",
    fix_developer="Raise the limit for known crawlers, and answer 429 or 503 with `Retry-After`.",
    settings={"min_share": "share of requests answered 429, or 503 with Retry-After, from which on it is told"},
    examples=[
        Reviews(
            {"/": "".join(f'<a href="/p{n}">P</a>' for n in range(99)), "/p0": Answer(status=429)}
            | {f"/p{n}": "<p>Fine</p>" for n in range(1, 99)},
            at=["/"],
            note="one of a hundred",
        ),
        Reviews({"/": '<a href="/a">A</a>', "/a": Answer(status=503, headers={"Retry-After": "60"})}, at=["/"]),
        Passes(
            {"/": "".join(f'<a href="/p{n}">P</a>' for n in range(100)), "/p0": Answer(status=429)}
            | {f"/p{n}": "<p>Fine</p>" for n in range(1, 100)},
            note="one of a hundred and one",
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=503)}, note="a server error, no request to wait"),
    ],
)
def resp_rate_limited(site: SiteView, *, min_share: float = 0.01) -> Iterator[Evidence]:
    """Yield one piece of evidence for the site."""
    limited = [page for page in site.pages if says_later(page) and page.failure is not Failure.CHALLENGE]
    if limited and len(limited) >= min_share * len(site.pages):
        message = f"{len(limited)} of {len(site.pages)} requests were answered with a request to slow down."
        facts = {"limited": len(limited), "requests": len(site.pages), "sample": limited[0].url}
        yield site.evidence(site.start_url, message, facts=facts, outcome=Outcome.REVIEW)
