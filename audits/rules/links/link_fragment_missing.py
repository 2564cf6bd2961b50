"""Links to a place on another page that the page does not have."""

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
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome

_MANY = 3
"""Missing places of one page from which its markup is at fault, and not each link."""
_MISSING = {"prices": {"pages": 1, "sources": [["https://example.com/", "Prices"]]}}


@site_rule(
    id="link-fragment-missing",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:scrolling-to-a-fragment"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link to a place on another page leads nowhere",
    message="This page links to a place that the other page does not have.",
    why="Visitors land at the top of the page and have to look for what the link promised.",
    fix="Correct the name after the # in the link, or give the place that name.",
    fix_developer="Give the target element the `id` of the fragment; upper and lower case count.",
    examples=[
        Fails(
            {"/": '<a href="/a#prices">Prices</a>', "/a": "<h2 id=price>Prices</h2>"},
            at=["https://example.com/a#prices"],
            probes=[{"kind": "fragments", "url": "/a", "status": 200, "data": {"missing": _MISSING}}],
        ),
        Fails(
            {"/": '<a href="/a#prices">Prices</a>', "/a": "<h2 id=price>Prices</h2>"},
            at=["https://example.com/a#prices"],
            probes=[
                {
                    "kind": "fragments",
                    "url": "/a",
                    "status": 200,
                    "data": {"missing": _MISSING, "is_scripted": True, "is_rendered": True},
                }
            ],
            note="the browser did not see it either",
        ),
        Reviews(
            {"/": '<a href="/a#prices">Prices</a>', "/a": "<h2 id=price>Prices</h2>"},
            at=["https://example.com/a#prices"],
            probes=[
                {"kind": "fragments", "url": "/a", "status": 200, "data": {"missing": _MISSING, "is_scripted": True}}
            ],
            note="a script may add the place",
        ),
        Fails(
            {"/": "".join(f'<a href="/a#{name}">{name}</a>' for name in "xyz"), "/a": "<h2>Prices</h2>"},
            at=["/a"] * 3,
            probes=[
                {
                    "kind": "fragments",
                    "url": "/a",
                    "status": 200,
                    "data": {"missing": dict.fromkeys("xyz", _MISSING["prices"])},
                }
            ],
            note="three places of one page: its markup is at fault",
        ),
        Passes(
            {"/": '<a href="/a#prices">Prices</a>', "/a": "<h2 id=prices>Prices</h2>"},
            probes=[{"kind": "fragments", "url": "/a", "status": 200, "data": {"missing": {}}}],
        ),
        Passes({"/": '<a href="/a#prices">Prices</a>', "/a": "<p>A</p>"}, note="not looked for"),
    ],
)
def link_fragment_missing(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to a missing place; a place is one cause, but all are where a page lacks many."""
    for probe in site.probes_of("fragments"):
        is_unsure = bool(probe.data.get("is_scripted")) and not probe.data.get("is_rendered")
        missing = probe.data.get("missing", {})
        for name, wish in missing.items():
            place = f"{probe.url}#{name}" if len(missing) < _MANY else probe.url
            for source, text in wish["sources"]:
                message = f"{probe.url} has no place named “{name}”."
                if is_unsure:
                    message = f"{probe.url} has no place named “{name}” as it is sent; a script may add it."
                yield site.evidence(
                    source,
                    message,
                    target=place,
                    facts={"fragment": name, "text": text, "linking_pages": wish["pages"]},
                    outcome=Outcome.REVIEW if is_unsure else Outcome.FAIL,
                )
