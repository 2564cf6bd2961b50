"""An llms.txt that is a page."""

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
    id="ai-llms-txt-fake",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["https://llmstxt.org/", "google:http-network-errors"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="llms.txt answers with a page",
    message="The address of `llms.txt` answers 200 with an HTML page.",
    why="Tools that ask for the file take the page for it. A missing file should say that it is missing.",
    fix="Tell whoever runs the server; a file is not needed.",
    fix_developer="Answer 404 for files that do not exist instead of the application's page.",
    applies=lambda site: any(probe.status == 200 for probe in site.probes_of("llms-txt")) and not _answers_all(site),
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/llms.txt"],
            probes=[{"kind": "llms-txt", "url": "/llms.txt", "status": 200, "data": {"is_html": True}}],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[{"kind": "llms-txt", "url": "/llms.txt", "status": 200, "data": {"is_html": False, "text": "# A"}}],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {
                    "kind": "llms-txt",
                    "url": "/llms.txt",
                    "status": 200,
                    "data": {"is_html": True, "final_url": "https://example.com/"},
                }
            ],
            note="leads to the front page: no file is claimed",
        ),
        Inapplicable({"/": "<p>A</p>"}, probes=[{"kind": "llms-txt", "url": "/llms.txt", "status": 404}]),
        Inapplicable(
            {"/": "<p>A</p>"},
            probes=[
                {"kind": "llms-txt", "url": "/llms.txt", "status": 200, "data": {"is_html": True}},
                {
                    "kind": "soft-404",
                    "url": "/x.html",
                    "status": 200,
                    "data": {"final_url": "https://example.com/x.html"},
                },
            ],
            note="every address answers: told by soft404-site",
        ),
    ],
)
def ai_llms_txt_fake(site: SiteView) -> Iterator[Evidence]:
    """Yield the address, where a page answers under it."""
    for probe in site.probes_of("llms-txt"):
        final = str(probe.data.get("final_url") or probe.url)
        if probe.status == 200 and probe.data.get("is_html") and final == probe.url:
            yield Evidence("", probe.url, target=probe.url)


def _answers_all(site: SiteView) -> bool:
    """Whether invented addresses answer 200 too."""
    return any(probe.status == 200 for probe in site.probes_of("soft-404"))
