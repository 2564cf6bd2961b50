"""Sites without an icon for tabs and results."""

from collections.abc import Iterator

from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import LinkKind, LinkState
from store.urls import split


@site_rule(
    id="image-favicon-missing",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:favicon-in-search"],
    title="Site has no icon",
    message="The home page names no icon, and /favicon.ico is missing.",
    why="Browser tabs, bookmarks and search results show a grey globe instead of your sign.",
    fix="Have an icon made as a square of at least 48 by 48 pixels, and give it to the developer.",
    fix_developer='Put `<link rel="icon" href="/icon.svg">` into the home page, or serve the file as `/favicon.ico`.',
    effort=Effort.SITE,
    applies=lambda site: bool(site.probes_of("favicon")) and site.final(site.start_url) is not None,
    examples=[
        Fails(
            {"/": "<title>Cats</title>"}, at=["/"], probes=[{"kind": "favicon", "url": "/favicon.ico", "status": 404}]
        ),
        Fails(
            {"/": '<link rel="icon" href="/i.png">'},
            at=["/"],
            probes=[{"kind": "favicon", "url": "/favicon.ico", "status": 404}],
            targets={"/i.png": Answer(status=404)},
            note="the named icon is gone too",
        ),
        Passes({"/": "<title>Cats</title>"}, probes=[{"kind": "favicon", "url": "/favicon.ico", "status": 200}]),
        Passes(
            {"/": '<link rel="icon" href="/i.png">'},
            probes=[{"kind": "favicon", "url": "/favicon.ico", "status": 404}],
            targets={"/i.png": Answer(content_type="image/png", size_bytes=900)},
        ),
        Passes(
            {"/": "<title>Cats</title>"},
            probes=[{"kind": "favicon", "url": "/favicon.ico", "status": 503}],
            note="not known",
        ),
        Inapplicable({"/": "<title>Cats</title>"}, note="nobody asked for the icon"),
    ],
)
def image_favicon_missing(site: SiteView) -> Iterator[Evidence]:
    """Yield the home page where neither its links nor the usual place give an icon."""
    home = site.final(site.start_url)
    if home is None or not home.facts or any(probe.status not in (404, 410) for probe in site.probes_of("favicon")):
        return
    icons = [edge.target for edge in site.edges_from(home.url, (LinkKind.ICON,))]
    states = [site.targets[url].state for url in icons if url in site.targets]
    if len(states) == len(icons) and all(state is LinkState.DEAD for state in states):
        yield site.evidence(
            home.url, "The icon that the home page names is missing." if icons else "", group=split(home.url).netloc
        )
