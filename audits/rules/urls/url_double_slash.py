"""Addresses with two slashes in a row."""

import re
from collections.abc import Iterator

from audits.linking import broken_pages, told_by_links
from audits.rule import Answer, Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.urls import split


@site_rule(
    id="url-double-slash",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:3986"],
    owner=Owner.TEMPLATE,
    title="Address has two slashes in a row",
    message="This page links to an address with two slashes in a row.",
    why="Such addresses come from a fault in building links and make copies of pages.",
    fix="Take the second slash out of the link.",
    fix_developer="Join folder and file without adding a slash twice; redirect `//` to `/`.",
    examples=[
        Fails({"/": '<a href="/a//b">A</a>', "/a//b": "<p>A</p>"}, at=["/a//b"]),
        Fails(
            {"/": '<a href="/a//b">A</a><a href="/a/b">A</a>', "/a//b": "<p>A</p>", "/a/b": "<p>A</p>"},
            at=["/a//b"],
            note="both forms answer: medium",
        ),
        Passes({"/": '<a href="/a/b">A</a>', "/a/b": "<p>A</p>"}),
        Passes({"/": '<a href="/a?to=https://other.example">A</a>', "/a?to=https://other.example": "<p>A</p>"}),
        Passes(
            {"/": '<a href="/go/https://other.example/">A</a>', "/go/https://other.example/": "<p>A</p>"},
            note="an address inside the address",
        ),
        Passes({"/": '<a href="/a//b">A</a>', "/a//b": Answer(status=404)}, note="told as a dead link"),
    ],
)
def url_double_slash(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to such an address."""
    for page in broken_pages(site, lambda one: one.status == 200):
        path = split(page.url).path
        if "//" not in path or ":/" in path:
            continue
        single = page.url.replace(path, re.sub("/{2,}", "/", path), 1)
        twin = site.page(single)
        severity = Severity.MEDIUM if twin is not None and twin.status == 200 else None
        message = f"The linked address {page.url} has two slashes in a row."
        yield from told_by_links(site, page.url, message, facts={"single": single}, severity=severity)
