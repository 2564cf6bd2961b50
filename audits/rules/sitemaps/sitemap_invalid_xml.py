"""Sitemaps that cannot be read as such."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView

_FAULTS = {
    "not-well-formed": "it is not well-formed XML",
    "wrong-root": "its root element is neither `urlset` nor `sitemapindex`",
    "html": "it is a web page",
    "dtd-refused": "it declares a document type",
    "bomb": "it unpacks to an absurd size",
    "namespace-missing": "its namespace is wrong",
}


@site_rule(
    id="sitemap-invalid-xml",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:build-sitemap", "sitemaps.org"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Sitemap is not valid",
    message="A sitemap cannot be read.",
    why="Search engines stop at the fault, or throw the whole list away.",
    fix="Tell whoever runs the site which sitemap it is.",
    fix_developer="Write it with an XML library, so that `&` is escaped, with the root `urlset` and the namespace "
    "`http://www.sitemaps.org/schemas/sitemap/0.9`.",
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/s.xml"],
            probes=[
                {
                    "kind": "sitemap",
                    "url": "/s.xml",
                    "status": 200,
                    "data": {"found_in": "robots", "faults": [["not-well-formed", "line 3"]]},
                }
            ],
        ),
        Fails(
            {"/": "<p>A</p>"},
            at=["/s.xml"],
            probes=[
                {
                    "kind": "sitemap",
                    "url": "/s.xml",
                    "status": 200,
                    "data": {"found_in": "robots", "faults": [["wrong-root", "rss"], ["html", ""]]},
                }
            ],
            note="told once",
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {
                    "kind": "sitemap",
                    "url": "/s.xml",
                    "status": 200,
                    "data": {"found_in": "guess", "faults": [["html", "it is an HTML page"]]},
                }
            ],
            note="nobody said that there is a sitemap",
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {
                    "kind": "sitemap",
                    "url": "/s.xml",
                    "status": 200,
                    "data": {"found_in": "robots", "faults": [["lastmod-format", "entry 3"]]},
                }
            ],
            note="a lesser fault",
        ),
        Passes({"/": "<p>A</p>"}, sitemap=["/"]),
    ],
)
def sitemap_invalid_xml(site: SiteView) -> Iterator[Evidence]:
    """Yield each sitemap with such a fault, once."""
    for probe in site.probes_of("sitemap"):
        faults = [(str(word), str(detail)) for word, detail in probe.data.get("faults", ())]
        is_page = probe.data.get("found_in") == "guess" and any(word == "html" for word, _ in faults)
        grave = [(word, detail) for word, detail in faults if word in _FAULTS]
        if grave and not is_page:
            word, detail = grave[0]
            message = f"The sitemap {probe.url} cannot be read: {_FAULTS[word]}{f' ({detail})' if detail else ''}."
            severity = Severity.MEDIUM if {word for word, _ in grave} == {"namespace-missing"} else None
            facts = {"faults": grave}
            yield Evidence(message, probe.url, target=probe.url, facts=facts, severity=severity)
