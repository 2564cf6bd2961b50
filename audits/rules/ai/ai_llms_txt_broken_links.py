"""Links of llms.txt that lead nowhere."""

from collections.abc import Iterator

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


@site_rule(
    id="ai-llms-txt-broken-links",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["https://llmstxt.org/"],
    owner=Owner.CONTENT,
    effort=Effort.SITE,
    title="llms.txt links to pages that are gone",
    message="The `llms.txt` links to pages that do not exist.",
    why="Tools that read the file are sent to nothing, and may answer with what they guess.",
    fix="Take the addresses out of the file, or name the new ones.",
    fix_developer="Make the file from the same list as the sitemap.",
    applies=lambda site: any(probe.data.get("links") for probe in site.probes_of("llms-txt")),
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/llms.txt"],
            probes=[
                {
                    "kind": "llms-txt",
                    "url": "/llms.txt",
                    "status": 200,
                    "data": {"links": ["https://example.com/old"], "dead": [["https://example.com/old", 404]]},
                }
            ],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {
                    "kind": "llms-txt",
                    "url": "/llms.txt",
                    "status": 200,
                    "data": {"links": ["https://example.com/"], "dead": []},
                }
            ],
        ),
        Inapplicable({"/": "<p>A</p>"}, probes=[{"kind": "llms-txt", "url": "/llms.txt", "status": 404}]),
    ],
)
def ai_llms_txt_broken_links(site: SiteView) -> Iterator[Evidence]:
    """Yield the file once, with its dead links."""
    for probe in site.probes_of("llms-txt"):
        dead = [(str(url), int(status)) for url, status in probe.data.get("dead", ())]
        if dead:
            shown = "; ".join(f"{url} ({status})" for url, status in dead[:3])
            more = f" and {len(dead) - 3} more" if len(dead) > 3 else ""
            message = f"{len(dead)} of {len(probe.data.get('links', ()))} links lead nowhere: {shown}{more}."
            yield Evidence(message, probe.url, target=probe.url, facts={"dead": dead[:50]})
