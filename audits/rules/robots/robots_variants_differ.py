"""Host variants of a site with different robots.txt files."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.urls import split


@site_rule(
    id="robots-variants-differ",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["rfc:9309", "google:robots-txt-spec"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="The forms of the site's address have different robots.txt files",
    message="With and without www, or over http and https, the site answers with different robots.txt files.",
    why="Rules bind only the host and scheme that serve them, so bots obey different rules on copies of one site.",
    fix="Ask for the same file on each form of the address, or for a redirect to the main one.",
    fix_developer="Redirect the other forms, robots.txt too, to the main origin.",
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["https://www.example.com/robots.txt"],
            probes=[
                {"kind": "robots", "url": "https://example.com/robots.txt", "status": 200, "data": {"text": "a"}},
                {"kind": "robots", "url": "https://www.example.com/robots.txt", "status": 200, "data": {"text": "c"}},
            ],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {"kind": "robots", "url": "https://example.com/robots.txt", "status": 200, "data": {"text": "a"}},
                {"kind": "robots", "url": "https://www.example.com/robots.txt", "status": 200, "data": {"text": "a"}},
            ],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {"kind": "robots", "url": "https://example.com/robots.txt", "status": 200, "data": {"text": "a"}},
                {"kind": "robots", "url": "https://shop.example.com/robots.txt", "status": 200, "data": {"text": ""}},
            ],
            note="another site",
        ),
    ],
)
def robots_variants_differ(site: SiteView) -> Iterator[Evidence]:
    """Yield each variant whose file differs from that of the start host."""
    home = split(site.start_url)
    files = {}
    for probe in site.probes_of("robots"):
        parts = split(probe.url)
        is_direct = not probe.data.get("hops")
        if probe.status == 200 and is_direct and parts.host.removeprefix("www.") == home.host.removeprefix("www."):
            files[parts.scheme, parts.netloc] = (probe.url, str(probe.data.get("text", "")).split())
    main = files.pop((home.scheme, home.netloc), None)
    for url, text in files.values():
        if main is not None and text != main[1]:
            yield Evidence(f"{url} differs from {main[0]}.", url, target=url, facts={"main": main[0]})
