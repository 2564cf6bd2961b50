"""Sites whose http address does not lead to https."""

from collections.abc import Iterator

from audits.hosts import is_public_host
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.urls import split


@site_rule(
    id="sec-http-not-redirected",
    category=Category.SECURITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:301-redirects", "google:page-experience"],
    title="http does not lead to https",
    message="The http address of the site answers instead of leading to https.",
    why="Whoever types the address or follows an old link stays on the unprotected copy; search sees two sites.",
    fix="Ask the operator of the server to lead http to https.",
    fix_developer="Answer every request on port 80 with a 301 to the same path on https.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    applies=lambda site: split(site.start_url).scheme == "https" and is_public_host(split(site.start_url).host),
    examples=[
        Fails(
            {"/": "<p>Cats</p>"},
            at=["http://example.com/"],
            probes=[
                {
                    "kind": "host-variant",
                    "url": "http://example.com/",
                    "status": 200,
                    "data": {"hops": [["http://example.com/", 200]], "final_url": "http://example.com/"},
                }
            ],
        ),
        Passes(
            {"/": "<p>Cats</p>"},
            probes=[
                {
                    "kind": "host-variant",
                    "url": "http://example.com/",
                    "status": 301,
                    "data": {
                        "hops": [["http://example.com/", 301], ["https://example.com/", 200]],
                        "final_url": "https://example.com/",
                    },
                }
            ],
        ),
        Passes(
            {"/": "<p>Cats</p>"},
            probes=[{"kind": "host-variant", "url": "http://example.com/", "failure": "refused"}],
            note="no http at all",
        ),
        Inapplicable({"http://example.com/": "<p>Cats</p>"}),
    ],
)
def sec_http_not_redirected(site: SiteView) -> Iterator[Evidence]:
    """Yield the http form of the start host where it answers 200 itself."""
    host = split(site.start_url).host
    for probe in site.probes_of("host-variant"):
        final = str(probe.data.get("final_url") or probe.url)
        is_plain = probe.url.startswith("http:") and final.startswith("http:")
        hops = list(probe.data.get("hops") or ())
        status = hops[-1][1] if hops else probe.status
        if is_plain and status == 200 and split(probe.url).host == host:
            yield site.evidence(probe.url, f"{probe.url} answers 200 without leading to https.")
            return
