"""RSL licences that cannot be read."""

from collections.abc import Iterator, Mapping
from typing import Any

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


def _license(**data: Any) -> Mapping[str, Any]:
    """A probe for the examples: a licence that answered 200."""
    whole = {"where": "robots.txt", "is_absolute": True, "root": "", "error": "", **data}
    return {"kind": "license", "url": "/license.xml", "status": 200, "data": whole}


@site_rule(
    id="ai-rsl-license",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["https://rslstandard.org/rsl"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Licence for AI services cannot be read",
    message="The site names an RSL licence that cannot be read.",
    why="Services that honour such licences find no terms, and treat the site as if it had none.",
    fix="Have the licence file put where the site says that it is, or the mention taken out.",
    fix_developer="Serve an XML file with the root `rsl` as `application/rsl+xml`, and name its absolute address.",
    applies=lambda site: bool(site.probes_of("license")),
    examples=[
        Reviews(
            {"/": "<p>A</p>"},
            at=["/license.xml"],
            probes=[{"kind": "license", "url": "/license.xml", "status": 404, "data": {"where": "robots.txt"}}],
        ),
        Reviews(
            {"/": "<p>A</p>"},
            at=["/license.xml"],
            probes=[_license(error="Premature end of data")],
        ),
        Reviews({"/": "<p>A</p>"}, at=["/license.xml"], probes=[_license(root="html")]),
        Reviews({"/": "<p>A</p>"}, at=["/license.xml"], probes=[_license(root="rsl", is_absolute=False)]),
        Passes({"/": "<p>A</p>"}, probes=[_license(root="rsl")]),
        Passes(
            {"/": "<p>A</p>"},
            probes=[_license(root="rsl", where="the page's head", is_absolute=False)],
            note="in a page's head an address may be relative",
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[{"kind": "license", "url": "/license.xml", "failure": "timeout", "data": {"where": "robots.txt"}}],
            note="not known",
        ),
        Inapplicable({"/": "<p>A</p>"}, note="no licence is named"),
    ],
)
def ai_rsl_license(site: SiteView) -> Iterator[Evidence]:
    """Yield each named licence with what is wrong with it."""
    for probe in site.probes_of("license"):
        problem = _problem(probe)
        if problem:
            message = f"{probe.url}, named by {probe.data.get('where')}, {problem}."
            yield Evidence(message, probe.url, target=probe.url, outcome=Outcome.REVIEW)


def _problem(probe: Probe) -> str:
    data = probe.data
    if 400 <= probe.status < 500:
        return f"answers {probe.status}"
    if data.get("error"):
        return f"is no well-formed XML ({data['error']})"
    if probe.status == 200 and data.get("root") != "rsl":
        return f"has the root `{str(data.get('root'))[:40]}` and not `rsl`"
    if probe.status == 200 and data.get("where") == "robots.txt" and data.get("is_absolute") is False:
        return "is written as a relative address, and robots.txt takes absolute ones only"
    return ""
