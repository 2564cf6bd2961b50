"""Pictures of pages that image search may not load."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from audits.linking import linking_edges
from audits.robots_text import robots_of
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import LinkKind, Outcome

_KINDS = (LinkKind.IMAGE, LinkKind.SRCSET)


@site_rule(
    id="robots-blocks-images",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:google-images", "google:robots-txt-spec"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt keeps pictures out of image search",
    message="Pictures of this page are forbidden to Google's image crawler.",
    why="The pictures cannot be found in image search, nor stand beside the page in results.",
    fix="If the pictures are meant to be found, have the rule taken out.",
    fix_developer="Allow the folder of the pictures to `Googlebot-Image`, or to all.",
    settings={"min_images": "pictures that one rule must forbid to be told"},
    examples=[
        Reviews(
            {"/": '<img src="/img/a.jpg" alt="A"><img src="/img/b.jpg" alt="B">'},
            at=["/"],
            robots="User-agent: *\nDisallow: /img/",
        ),
        Reviews(
            {"/": '<img src="/img/a.jpg" alt="A"><img src="/img/b.jpg" alt="B">'},
            at=["/"],
            robots="User-agent: Googlebot-Image\nDisallow: /",
        ),
        Passes(
            {"/": '<img src="/img/a.jpg" alt="A"><img src="/img/b.jpg" alt="B">'},
            robots="User-agent: *\nDisallow: /img/\nAllow: /img/*.jpg$",
        ),
        Passes(
            {"/": '<img src="/cgi/count.gif" alt=""><img src="/a.jpg" alt="A">'},
            robots="User-agent: *\nDisallow: /cgi/",
            note="a counter",
        ),
        Passes(
            {"/": '<meta name="robots" content="noindex"><img src="/i/a.jpg" alt=""><img src="/i/b.jpg" alt="">'},
            robots="User-agent: *\nDisallow: /i/",
            note="the page is not to be indexed",
        ),
        Passes(
            {"/": '<img src="https://cdn.example/i/a.jpg" alt=""><img src="https://cdn.example/i/b.jpg" alt="">'},
            robots="User-agent: *\nDisallow: /i/",
            note="another host has its own rules",
        ),
    ],
)
def robots_blocks_images(site: SiteView, *, min_images: int = 2) -> Iterator[Evidence]:
    """Yield each indexable page once for each rule that forbids pictures of its."""
    robots = robots_of(site)
    if not robots.files or robots.forbidding(site.start_url):
        return  # a site that forbids itself is told as that
    is_image = np.isin(site.links.kind, [int(kind) for kind in _KINDS])
    images: dict[str, list[str]] = defaultdict(list)
    for number in np.unique(site.links.target[is_image]).tolist():
        rule = robots.forbidding(site.urls[number], "googlebot-image")
        if rule:
            images[rule].append(site.urls[number])
    indexable = {page.url for page in site.indexable}
    for rule, urls in images.items():
        found = {
            edge.source: url for url in urls for edge in linking_edges(site, url, _KINDS) if edge.source in indexable
        }
        for source, url in found.items() if len(urls) >= min_images else ():
            message = f"`{rule}` forbids {len(urls):,} pictures to Google's image crawler, e.g. {url}."
            facts = {"rule": rule, "image": url, "images": len(urls)}
            yield site.evidence(source, message, group=rule, facts=facts, outcome=Outcome.REVIEW)
