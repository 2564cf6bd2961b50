"""Scripts and style sheets that search engines may not load."""

from collections.abc import Iterator

from audits.linking import linking_edges
from audits.robots_text import robots_of
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import LinkKind


@site_rule(
    id="robots-blocks-render-assets",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:javascript-seo-basics", "google:robots-txt-spec"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt keeps search engines from drawing the page",
    message="A style sheet or script of this page is forbidden to Googlebot.",
    why="Google draws the page without that file: it may miss content and judge the page unusable on a phone.",
    fix="Ask for scripts and style sheets to be allowed.",
    fix_developer="Take the folder out of the `Disallow` lines, or add `Allow: /path/*.css$` and `*.js$`.",
    examples=[
        Fails(
            {"/": '<link rel="stylesheet" href="/assets/a.css"><p>A</p>'},
            at=["/"],
            robots="User-agent: *\nDisallow: /assets/",
        ),
        Fails({"/": '<script src="/js/a.js"></script>'}, at=["/"], robots="User-agent: Googlebot\nDisallow: /js"),
        Passes(
            {"/": '<script src="/js/a.js"></script><p>A</p>'},
            robots="User-agent: *\nDisallow: /js\nAllow: /js/*.js$",
        ),
        Passes({"/": '<img src="/assets/a.png" alt="">'}, robots="User-agent: *\nDisallow: /assets/", note="a picture"),
        Passes(
            {"/": '<meta name="robots" content="noindex"><script src="/js/a.js"></script>'},
            robots="User-agent: *\nDisallow: /js",
            note="the page is not to be indexed",
        ),
        Passes(
            {"/": '<script src="https://cdn.example/js/a.js"></script><p>A</p>'},
            robots="User-agent: *\nDisallow: /js",
            note="another host has its own rules",
        ),
    ],
)
def robots_blocks_render_assets(site: SiteView) -> Iterator[Evidence]:
    """Yield each page once for each rule that forbids a file of its."""
    robots = robots_of(site)
    indexable = {page.url for page in site.indexable}
    told: set[tuple[str, str]] = set()
    for url in site.urls.values():
        rule = robots.forbidding(url)
        if not rule:
            continue
        for edge in linking_edges(site, url, (LinkKind.SCRIPT, LinkKind.STYLESHEET)):
            if edge.source in indexable and (edge.source, rule) not in told:
                told.add((edge.source, rule))
                message = f"`{rule}` forbids {url} to Googlebot."
                facts = {"rule": rule, "file": url}
                yield site.evidence(edge.source, message, line=edge.line or None, group=rule, facts=facts)
