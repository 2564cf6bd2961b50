"""Lists that go on for ever."""

from collections.abc import Iterator, Mapping
from typing import Any

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
from store.model import Probe

_LEAST_ENTRIES = 3  # fewer links that differ between the known pages may be anything


def _end(status: int = 200, **data: Any) -> Mapping[str, Any]:
    """A probe for the examples: page 9999 of a list that has 3 pages."""
    look = {"status": 200, "wall": "", "title": "List", "robots": [], "canonical": data.pop("canonical", [])}
    look["robots"] = data.pop("robots", [])
    whole = {
        "number": 9999, "last_known": 3, "known_url": "https://example.com/list?page=3", "look": look,
        "is_redirect": False, "repeated": 0, "new": 0, "listed": 30, "links_on": False, **data,
    }  # fmt: skip
    return {"kind": "list-end", "url": "/list?page=9999", "status": status, "data": whole}


@site_rule(
    id="pagination-endless",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:pagination-and-incremental-page-loading", "google:http-network-errors"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="List goes on for ever",
    message="A list answers for pages that do not exist.",
    why="Crawlers can walk on for ever through empty or repeated pages, and fetch the real ones less often.",
    fix="Tell whoever builds the site.",
    fix_developer="Answer 404 for every page after the last.",
    applies=lambda site: any(_is_telling(probe) for probe in site.probes_of("list-end")),
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/list?page=9999"], probes=[_end()]),
        Fails({"/": "<p>A</p>"}, at=["/list?page=9999"], probes=[_end(repeated=10)], note="begins again"),
        Fails({"/": "<p>A</p>"}, at=["/list?page=9999"], probes=[_end(links_on=True)]),
        Passes({"/": "<p>A</p>"}, probes=[_end(404)]),
        Passes({"/": "<p>A</p>"}, probes=[_end(301, is_redirect=True)], note="leads back to the list"),
        Passes({"/": "<p>A</p>"}, probes=[_end(robots=["noindex"])], note="at least not to be indexed"),
        Passes({"/": "<p>A</p>"}, probes=[_end(canonical=["https://example.com/list"])], note="names the first page"),
        Passes({"/": "<p>A</p>"}, probes=[_end(new=5)], note="has things of its own: not sure"),
        Inapplicable({"/": "<p>A</p>"}, probes=[_end(listed=2)], note="the list's entries cannot be told"),
        Inapplicable({"/": "<p>A</p>"}, probes=[_end(503)], note="an error of the server says nothing"),
        Inapplicable({"/": "<p>A</p>"}, note="no list was asked"),
    ],
)
def pagination_endless(site: SiteView) -> Iterator[Evidence]:
    """Yield the far page of each list that answered 200 with nothing of its own."""
    for probe in site.probes_of("list-end"):
        data = probe.data
        if not _is_telling(probe) or probe.status != 200 or data.get("is_redirect") or data.get("new"):
            continue
        look = data.get("look", {})
        if set(look.get("robots", ())) & {"noindex", "none"}:
            continue
        if any(url != probe.url for url in look.get("canonical", ())):
            continue
        what = f"{data.get('repeated')} entries of other pages" if data.get("repeated") else "an empty list"
        further = ", and links to a further page" if data.get("links_on") else ""
        message = f"Page {data.get('number')} of a list answers 200 with {what}{further}: {probe.url}."
        facts = {"known": data.get("known_url"), "last_known": data.get("last_known"), "repeated": data.get("repeated")}
        yield Evidence(message, str(data.get("known_url") or probe.url), target=probe.url, facts=facts)


def _is_telling(probe: Probe) -> bool:
    """Whether the answer says something: the list's own entries are known, and no error or wall came."""
    is_answer = 200 <= probe.status < 500 and probe.status not in (401, 403, 429)
    entries = int(probe.data.get("listed", 0))
    return is_answer and entries >= _LEAST_ENTRIES and not probe.data.get("look", {}).get("wall")
