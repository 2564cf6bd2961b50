"""Structured data that Google calls invalid."""

from collections.abc import Iterator

from audits.rule import (
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
from audits.searching.queries import search_of
from audits.searching.views import INSPECTIONS
from audits.site import SiteView

_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": "<p>Mats</p>"}


def _said(errors: int) -> dict[str, object]:
    found = {
        "type": "Product snippets",
        "items": 1,
        "errors": errors,
        "warnings": 1,
        "issues": ["Missing field “name”"],
    }
    return {"inspections": {"/mats": {"rich_results": (found,)}}}


@site_rule(
    id="schema-gsc-invalid",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:sd-policies", "https://support.google.com/webmasters/answer/9012289"],
    owner=Owner.TEMPLATE,
    effort=Effort.TEMPLATE,
    title="Google calls the structured data invalid",
    message="Google found errors in the structured data of this page.",
    why="With errors, the page is shown without stars, prices or whatever the data was made for.",
    fix="Give the fields that Google misses.",
    fix_developer="Mend the fields in the template, then test the page in Google's rich results test.",
    needs_source=INSPECTIONS,
    examples=[
        Fails(_SITE, at=["/mats"], search=_said(2)),
        Passes(_SITE, search=_said(0), note="warnings only"),
    ],
)
def schema_gsc_invalid(site: SiteView) -> Iterator[Evidence]:
    """Yield each type of data with errors on each page; types apart."""
    search = search_of(site)
    for page in site.content:
        said = search.inspections.get(page.url)
        for one in said.rich_results if said is not None else ():
            errors = int(one.get("errors") or 0)
            if errors:
                kind, issues = str(one.get("type", "")), [str(issue) for issue in one.get("issues", ())]
                told = f": {'; '.join(issues[:5])}" if issues else ""
                message = f"{kind or 'Structured data'} has {errors} errors on this page{told}."
                yield site.evidence(page.url, message, group=kind, facts={"type": kind, "issues": issues})
