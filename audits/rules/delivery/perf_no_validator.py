"""Hosts whose pages cannot be asked for changes only."""

from collections.abc import Iterator

from audits.headers import hosts_without
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

_LINKS = "".join(f"<a href=/{number}>{number}</a>" for number in range(10))
_PAGES = {f"/{number}": f"<p>{number}</p>" for number in range(10)}


@site_rule(
    id="perf-no-validator",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:large-site", "rfc:9110#section-8.8"],
    title="Pages cannot be asked whether they changed",
    message="No page of the host carries an ETag or a date of its last change.",
    why=(
        "Crawlers and browsers must load each page in full to see that nothing changed. "
        "That matters where there are very many pages."
    ),
    fix="Ask the operator of the server to send `ETag` or `Last-Modified`.",
    fix_developer="Send `ETag` or `Last-Modified` with pages, and answer 304 where nothing has changed.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={"minimum_pages": "pages of a host from which it matters; on fewer it is information"},
    examples=[
        Fails({"/": _LINKS, **_PAGES}, at=["/"], settings={"minimum_pages": 11}),
        Fails({"/": _LINKS, **_PAGES}, at=["/"], note="few pages: information only"),
        Passes({"/": Answer(html=_LINKS, headers={"ETag": '"1"'}), **_PAGES}, note="some pages have it"),
        Passes({"/": Answer(html="A", headers={"Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT"})}),
        Passes({"/": "<p>A site of one page</p>"}),
    ],
)
def perf_no_validator(site: SiteView, *, minimum_pages: int = 10_000) -> Iterator[Evidence]:
    """Yield each host without validators once, by its first page."""
    for host, pages in hosts_without(site, "etag", "last-modified"):
        if len(pages) > 1:
            message = f"None of the {len(pages):,} pages of {host} carries `ETag` or `Last-Modified`."
            severity = None if len(pages) >= minimum_pages else Severity.INFO
            facts = {"pages": len(pages)}
            yield site.evidence(pages[0].url, message, severity=severity, group=host, facts=facts)
