"""A site that keeps itself out of search."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="index-site-noindex",
    category=Category.SEARCH,
    severity=Severity.CRITICAL,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:block-indexing", "google:robots-meta-tag"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Site keeps itself out of search",
    message="The home page, or nearly every page, says noindex.",
    why="Search engines drop these pages, so nobody finds the site by searching. Right for a test site only.",
    fix='Look for a setting like "discourage search engines" and switch it off.',
    fix_developer="Take `noindex` out of the template or the server's `X-Robots-Tag`; it often comes from the test "
    "site's configuration.",
    settings={"min_share": "share of HTML pages with noindex from which on the whole site is told"},
    examples=[
        Fails({"/": '<meta name="robots" content="noindex"><p>A</p>'}, at=["/"], note="the home page"),
        Fails(
            {"/": "".join(f'<a href="/p{n}">P</a>' for n in range(9))}
            | {f"/p{n}": '<meta name="robots" content="noindex"><p>A</p>' for n in range(9)},
            at=["/"],
            note="nine of ten pages",
        ),
        Passes(
            {"/": "".join(f'<a href="/p{n}">P</a>' for n in range(9)), "/p8": "<p>A</p>"}
            | {f"/p{n}": '<meta name="robots" content="noindex"><p>A</p>' for n in range(8)},
            note="eight of ten pages",
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": '<meta name="robots" content="noindex"><p>A</p>'}),
        Passes(
            {"/": '<meta name="robots" content="noindex"><p>A</p>'},
            site_options={"staging_hosts": ("example.com",)},
            note="a staging site is kept out on purpose",
        ),
    ],
)
def index_site_noindex(site: SiteView, *, min_share: float = 0.9) -> Iterator[Evidence]:
    """Yield one piece of evidence for the site."""
    if site.facts.is_staging:
        return
    pages = site.content
    shut = [page for page in pages if site.view(page).is_noindex]
    home = site.final(site.start_url)
    is_home_shut = home is not None and any(page.url == home.url for page in shut)
    is_shut = bool(pages) and len(shut) >= min_share * len(pages)
    if is_home_shut or (shut and is_shut):
        which = "The home page says noindex" if is_home_shut else "The site says noindex"
        message = f"{which}; {len(shut)} of {len(pages)} pages do."
        facts = {"noindex": len(shut), "pages": len(pages), "home": is_home_shut}
        yield site.evidence(site.start_url, message, facts=facts)
