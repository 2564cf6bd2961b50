"""Test sites that anybody can read."""

import re
from collections.abc import Iterator

from audits.hosts import is_public_host
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
from store.urls import registrable_domain, split

_NAME = re.compile(r"(?:^|[.-])(?:staging|stage|dev|test|testing|preview|preprod|uat|qa)\d*(?=[.-])", re.IGNORECASE)


@site_rule(
    id="index-staging-open",
    category=Category.SECURITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:block-indexing", "rfc:9110"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Test site is open to everybody",
    message="A host that looks like a test site answers without a login or noindex.",
    why="Search engines index the copy, and visitors find unfinished pages, prices or data.",
    fix="Ask for a login before the test site.",
    fix_developer="Ask for a password on the whole host; `X-Robots-Tag: noindex` alone keeps out search engines only.",
    examples=[
        Fails({"https://staging.example.com/": "<p>A</p>"}, at=["https://staging.example.com/"]),
        Fails(
            {"/": '<a href="https://neu.example.com/">N</a>', "https://neu.example.com/": "<p>A</p>"},
            at=["https://neu.example.com/"],
            site_options={"staging_hosts": ("neu.example.com",), "hosts": ("neu.example.com",)},
        ),
        Passes({"https://staging.example.com/": '<meta name="robots" content="noindex"><p>A</p>'}),
        Passes({"https://staging.example.com/": Answer(status=401)}),
        Passes(
            {"https://staging.example.com/": '<meta name="robots" content="noindex"><p>A</p>'},
            site_options={
                "staging_hosts": ("staging.example.com",),
                "start_url": "https://staging.example.com/",
            },
            note="the staging site itself is audited",
        ),
        Passes({"https://www.example.com/": "<p>A</p>"}),
        Passes({"https://devices.example.com/": "<p>A</p>"}, note="a word that begins alike"),
        Passes({"https://test.de/": "<p>A</p>"}, note="the registered name itself"),
        Passes({"http://dev.shop.test/": "<p>A</p>"}, note="not on the open web"),
    ],
)
def index_staging_open(site: SiteView) -> Iterator[Evidence]:
    """Yield the first open page of each such host."""
    told: set[str] = set()
    for page in site.indexable:
        host = split(page.url).host
        below = host.removesuffix(registrable_domain(host))
        is_staging = host in site.facts.staging_hosts or (is_public_host(host) and _NAME.search(below) is not None)
        if is_staging and host not in told and not site.view(page).is_noindex:
            told.add(host)
            yield site.evidence(page.url, f"{host} answers without a login or noindex.", group=host)
