"""Redirects that add parameters on each hop."""

from collections.abc import Iterator
from itertools import pairwise

from audits.rule import (
    Answer,
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
from audits.site import SiteView
from store.urls import split


@site_rule(
    id="trap-redirect-growth",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9110"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Redirects add parameters on each hop",
    message="The address grows with each redirect.",
    why="The chain may never end, and each visit makes a new address.",
    fix="Tell whoever runs the server which address it is.",
    fix_developer="Set the parameter instead of appending it, and stop where it is already there.",
    settings={"min_hops": "redirects in a row that each have to make the query longer"},
    examples=[
        Fails(
            {"/": '<a href="/a">A</a>', "/a": Answer(status=302, redirect="/a?r=1")}
            | {
                f"/a?{'&'.join(['r=1'] * n)}": Answer(status=302, redirect=f"/a?{'&'.join(['r=1'] * (n + 1))}")
                for n in range(1, 3)
            },
            at=["/a"],
        ),
        Passes(
            {
                "/": '<a href="/a">A</a>',
                "/a": Answer(status=302, redirect="/a?r=1"),
                "/a?r=1": Answer(status=302, redirect="/a?r=1&r=1"),
                "/a?r=1&r=1": "<p>A</p>",
            },
            note="two hops",
        ),
        Passes(
            {
                "/": '<a href="/a">A</a>',
                "/a": Answer(status=301, redirect="/b"),
                "/b": Answer(status=301, redirect="/c"),
                "/c": Answer(status=301, redirect="/d"),
                "/d": "<p>A</p>",
            },
        ),
    ],
)
def trap_redirect_growth(site: SiteView, *, min_hops: int = 3) -> Iterator[Evidence]:
    """Yield the head of each growing chain."""
    middles = {page.redirect_to for page in site.pages if page.redirect_to}
    for page in site.pages:
        if not page.redirect_to or page.url in middles:
            continue
        hops = site.hops(page.url)
        urls = [hop.url for hop in hops] + ([hops[-1].redirect_to] if hops[-1].redirect_to else [])
        lengths = [len(split(url).query) for url in urls]
        grows = all(one < other for one, other in pairwise(lengths))
        if len(hops) >= min_hops and grows:
            message = f"{page.url} was redirected {len(hops)} times, each time with a longer query."
            yield site.evidence(page.url, message, target=page.url, facts={"hops": urls[:10]})
