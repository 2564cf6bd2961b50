"""Whether there is an llms.txt."""

import re
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
from store.model import Outcome, Probe

_HEADING = re.compile(r"^# +\S", re.MULTILINE)


@site_rule(
    id="ai-llms-txt",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:ai-optimization-guide", "https://llmstxt.org/"],
    owner=Owner.CONTENT,
    effort=Effort.SITE,
    title="The site has an llms.txt",
    message="The site has an `llms.txt`.",
    why="Some tools for developers read it. Google says that it neither helps nor harms; nothing is lost without one.",
    fix="Nothing has to be mended. Who keeps such a file should keep it true.",
    fix_developer="The format asks for one heading of the first level, then a summary and lists of links in Markdown.",
    applies=lambda site: any(_is_there(probe) for probe in site.probes_of("llms-txt")),
    examples=[
        Reviews(
            {"/": "<p>A</p>"},
            at=["/llms.txt"],
            probes=[{"kind": "llms-txt", "url": "/llms.txt", "status": 200, "data": {"text": "# Cats\n", "links": []}}],
        ),
        Reviews(
            {"/": "<p>A</p>"},
            at=["/llms.txt"],
            probes=[{"kind": "llms-txt", "url": "/llms.txt", "status": 200, "data": {"text": "Cats", "links": []}}],
            note="without a heading: said in its words",
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[{"kind": "llms-txt", "url": "/llms.txt", "status": 200, "data": {"text": " ", "links": []}}],
            note="an empty file",
        ),
        Inapplicable(
            {"/": "<p>A</p>"},
            probes=[{"kind": "llms-txt", "url": "/llms.txt", "status": 200, "data": {"is_html": True}}],
            note="told by ai-llms-txt-fake",
        ),
        Inapplicable(
            {"/": "<p>A</p>"}, probes=[{"kind": "llms-txt", "url": "/llms.txt", "status": 404}], note="fine without"
        ),
    ],
)
def ai_llms_txt(site: SiteView) -> Iterator[Evidence]:
    """Yield the file, with what it holds."""
    for probe in site.probes_of("llms-txt"):
        text = str(probe.data.get("text", ""))
        if _is_there(probe) and text.strip():
            links = len(probe.data.get("links", ()))
            heading = "" if _HEADING.search(text) else ", without the heading that its format asks for"
            message = f"The site has an `llms.txt` with {links} links{heading}."
            yield Evidence(message, probe.url, target=probe.url, facts={"links": links}, outcome=Outcome.REVIEW)


def _is_there(probe: Probe) -> bool:
    return probe.status == 200 and not probe.data.get("is_html")
