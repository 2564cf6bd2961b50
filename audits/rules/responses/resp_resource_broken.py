"""Style sheets, scripts and fonts that do not load."""

from collections.abc import Iterator

from audits.linking import broken_pages, told_by_links
from audits.rule import (
    Answer,
    Category,
    Certainty,
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
from store.model import LinkKind, LinkState, Outcome

_KINDS = {
    LinkKind.STYLESHEET: "style sheet",
    LinkKind.SCRIPT: "script",
    LinkKind.FONT: "font",
    LinkKind.MEDIA: "video or sound",
    LinkKind.TRACK: "track of captions",
    LinkKind.EMBED: "embedded object",
    LinkKind.MANIFEST: "web app manifest",
    LinkKind.PRELOAD: "preloaded file",
    LinkKind.FEED: "feed",
    LinkKind.ICON: "icon",
}
_HEAVY = frozenset({LinkKind.STYLESHEET, LinkKind.SCRIPT})


@site_rule(
    id="resp-resource-broken",
    category=Category.LINKS,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:javascript-seo-basics", "rfc:9110"],
    owner=Owner.TEMPLATE,
    title="Part of the page does not load",
    message="A style sheet, script or font of this page answers with an error.",
    why="The page may look wrong or not work, and search engines may not see what the missing part builds.",
    fix="Tell whoever builds the site which file is missing.",
    fix_developer="Put the file back or take the reference out of the template; check the build's file names.",
    examples=[
        Fails(
            {"/": '<link rel="stylesheet" href="/a.css"><p>A</p>'},
            at=["/a.css"],
            targets={"https://example.com/a.css": Answer(status=404)},
        ),
        Reviews(
            {"/": '<script src="https://cdn.example/a.js"></script><p>A</p>'},
            at=["https://cdn.example/a.js"],
            targets={"https://cdn.example/a.js": Answer(status=500)},
            note="an error of the server may pass",
        ),
        Fails(
            {"/": '<video src="/a.mp4"></video><p>A</p>'},
            at=["/a.mp4"],
            targets={"https://example.com/a.mp4": Answer(status=404)},
        ),
        Passes(
            {"/": '<link rel="icon" href="/a.png"><p>A</p>'},
            targets={"https://example.com/a.png": Answer(status=404)},
            note="told with the site's icon",
        ),
        Fails(
            {"/": '<link rel="icon" href="/a.png"><p>A</p>'},
            at=["/a.png"],
            targets={"https://example.com/a.png": Answer(status=404)},
            probes=[{"kind": "favicon", "url": "/favicon.ico", "status": 200}],
            note="one icon of two",
        ),
        Passes(
            {"/": '<script src="https://cdn.example/a.js"></script><p>A</p>'},
            targets={"https://cdn.example/a.js": Answer(status=410, failure="timeout")},
        ),
        Passes(
            {"/": '<link rel="stylesheet" href="/a.css"><p>A</p>'},
            targets={"https://example.com/a.css": Answer(status=200, content_type="text/css")},
        ),
        Passes(
            {"/": '<script src="https://cdn.example/a.js"></script><p>A</p>'},
            targets={"https://cdn.example/a.js": Answer(status=403)},
            note="refused to the crawler, perhaps not to browsers",
        ),
        Passes({"/": '<script src="/a.js"></script><p>A</p>'}, note="not asked, not judged"),
        Passes(
            {
                "/": '<a href="/x//b">B</a><a href="/x/b">B</a>',
                "/x/b": "<p>B</p>",
                "/x//b": '<script src="../a.js"></script><p>A</p>',
            },
            targets={"https://example.com/x/a.js": Answer(status=404)},
            note="two slashes in the page's address are to blame",
        ),
        Passes({"/": '<a href="/gone">A</a>', "/gone": Answer(status=404)}, note="a link, and told as one"),
    ],
)
def resp_resource_broken(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that loads a missing file."""
    answers = {one.url: one.status for one in site.targets.values() if one.state in (LinkState.DEAD, LinkState.FLAKY)}
    answers |= {page.url: page.status for page in broken_pages(site, lambda one: one.status >= 400)}
    home = site.final(site.start_url)
    icons = {edge.target for edge in site.edges_from(home.url, (LinkKind.ICON,))} if home is not None else set()
    if any(probe.status not in (404, 410) for probe in site.probes_of("favicon")) or icons - answers.keys():
        icons = set()  # another icon is there, so that none is missing as a whole
    for url, status in answers.items():
        if not (status in (404, 410) or 500 <= status < 600):
            continue
        for kind, word in _KINDS.items():
            if kind is LinkKind.ICON and url in icons:
                continue  # told with the site's icon
            message = f"The {word} {url} answers {status}."
            severity = None if kind in _HEAVY else Severity.MEDIUM
            facts = {"status": status, "kind": word}
            # An error of the server may pass: until it was seen for longer nobody knows.
            outcome = Outcome.FAIL if status in (404, 410) else Outcome.REVIEW
            yield from told_by_links(site, url, message, kinds=(kind,), facts=facts, severity=severity, outcome=outcome)
