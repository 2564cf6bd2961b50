"""Icons of a site that search results cannot use."""

from collections.abc import Iterator

from audits.robots_text import robots_of
from audits.rule import (
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
from store.model import LinkKind

_ICON = {"/": '<link rel="icon" href="/i.png"><p>Cats</p>'}


def _icons(site: SiteView) -> list[str]:
    home = site.final(site.start_url)
    return [edge.target for edge in site.edges_from(home.url, (LinkKind.ICON,))] if home is not None else []


@site_rule(
    id="image-favicon-bad",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:favicon-in-search"],
    title="Site's icon is kept from Google",
    message="The robots.txt forbids Google the icon of the site.",
    why="Google shows a grey globe beside your results where its image robot may not load the icon.",
    fix="Ask the developer to let Googlebot-Image load the icon.",
    fix_developer="Allow the path of the icon in robots.txt for Googlebot-Image and the home page for Googlebot.",
    effort=Effort.SITE,
    applies=lambda site: bool(_icons(site)),
    examples=[
        Fails(_ICON, at=["/i.png"], robots="User-agent: Googlebot-Image\nDisallow: /i"),
        Fails(_ICON, at=["/i.png"], robots="User-agent: Googlebot\nDisallow: /i.png", note="the image robot obeys it"),
        Fails(
            {"/": '<link rel="icon" href="/i.png" sizes="32x32"><link rel="icon" href="/j.svg">'},
            at=["/i.png"],
            robots="User-agent: *\nDisallow: /*.svg$\nDisallow: /i.png",
        ),
        Passes(_ICON, robots="User-agent: *\nDisallow: /j"),
        Passes(_ICON, note="no robots.txt"),
        Passes(
            {"/": '<link rel="icon" href="/i.png"><link rel="icon" href="/j.svg">'},
            robots="User-agent: *\nDisallow: /i.png",
            note="one icon is left",
        ),
        Passes(_ICON, robots="User-agent: Googlebot-Image\nAllow: /\nUser-agent: Googlebot\nDisallow: /i.png"),
        Inapplicable({"/": "<p>Cats</p>"}, note="image-favicon-missing speaks of it"),
    ],
)
def image_favicon_bad(site: SiteView) -> Iterator[Evidence]:
    """Yield the first icon where robots.txt keeps all icons of the home page from Google's image robot."""
    robots = robots_of(site)
    icons = _icons(site)
    lines = []
    for url in icons:
        file = robots.file(url)
        # Without a group of its own the image robot obeys Googlebot's.
        agent = "googlebot-image" if file is not None and file.names("googlebot-image") else "googlebot"
        lines.append(robots.forbidding(url, agent))
    if all(lines):
        message = f"robots.txt forbids the icon {icons[0]} by `{lines[0]}`."
        yield site.evidence(site.start_url, message, target=icons[0], facts={"line": lines[0]})
