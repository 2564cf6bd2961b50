"""A robots.txt behind too many redirects."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="robots-redirect-hops",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec", "rfc:9309"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt lies behind too many redirects",
    message="The robots.txt needs more redirects than search engines follow.",
    why="Google gives up after five hops and acts as if there were no rules.",
    fix="Ask for the file to answer directly.",
    fix_developer="Serve robots.txt on each host itself, or redirect in one step.",
    settings={"max_hops": "redirects that are still followed"},
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/robots.txt"],
            probes=[{"kind": "robots", "url": "/robots.txt", "status": 200, "data": {"text": "", "hops": 6}}],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[{"kind": "robots", "url": "/robots.txt", "status": 200, "data": {"text": "", "hops": 5}}],
        ),
    ],
)
def robots_redirect_hops(site: SiteView, *, max_hops: int = 5) -> Iterator[Evidence]:
    """Yield the file of each host that is too far away."""
    for probe in site.probes_of("robots"):
        hops = int(probe.data.get("hops", 0))
        if hops > max_hops:
            yield Evidence(f"{probe.url} needs {hops} redirects.", probe.url, target=probe.url, facts={"hops": hops})
