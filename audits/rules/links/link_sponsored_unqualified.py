"""Links that earn a commission and do not say so to search engines."""

import re
from collections.abc import Iterator

from audits.linking import linking_edges
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
from store.model import LinkFlag, Outcome
from store.urls import split

_QUALIFIED = LinkFlag.NOFOLLOW | LinkFlag.SPONSORED | LinkFlag.UGC
_MOST_SOURCES = 1_000
_PATTERNS = (
    r"(?:www\.|smile\.)?amazon\.[a-z.]{2,6}/.*[?&]tag=",
    r"(?:www\.)?awin1\.com/",
    r"(?:www\.)?(?:anrdoezrs|dpbolvw|jdoqocy|kqzyfj|tkqlhce)\.(?:net|com)/",
    r"click\.linksynergy\.com/",
    r"(?:www\.)?shareasale\.com/[ru]\.cfm",
    r"go\.(?:skimresources|redirectingat)\.com/",
    r"redirect\.viglink\.com/",
    r"(?:www\.)?(?:pntra|pntrac|pntrs|pjtra|pjatr|gopjn)\.com/t/",
    r"(?:www\.)?avantlink\.com/click\.php",
    r"rover\.ebay\.[a-z.]{2,6}/rover/",
    r"(?:www\.)?ebay\.[a-z.]{2,6}/.*[?&]campid=\d",
    r"clk\.tradedoubler\.com/click",
    r"(?:www\.)?digistore24\.com/redir/",
    r"[\w-]+\.hop\.clickbank\.net/",
    r"prf\.hn/click/",
    r"s\.click\.aliexpress\.com/",
    r"(?:www\.)?booking\.com/.*[?&]aid=\d",
)
"""Marks of affiliate programs in addresses: of networks, and of shops whose links name a partner."""
_SHOP = "https://www.amazon.com/dp/B000000000?tag=cats-20"


@site_rule(
    id="link-sponsored-unqualified",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:qualify-outbound-links", "google:spam-policies"],
    title="Paid links do not say that they are paid",
    message="A link with the marks of an affiliate program has neither `rel=sponsored` nor `nofollow`.",
    why="Google counts links that pass on rank for money as spam, unless they are marked.",
    fix="Where the link is paid for or earns a commission, have it marked as sponsored.",
    fix_developer="Write `rel=sponsored` on affiliate links, best where the links are made.",
    owner=Owner.CONTENT,
    effort=Effort.SITE,
    settings={"patterns": "regular expressions of addresses that are paid links, without the scheme"},
    examples=[
        Reviews({"/": f'<a href="{_SHOP}">Bowl</a>'}, at=["/"]),
        Reviews({"/": '<a href="https://www.awin1.com/cread.php?id=1">Bowl</a>'}, at=["/"]),
        Reviews(
            {"/": '<a href="https://ads.example/x">Bowl</a>'}, at=["/"], settings={"patterns": (r"ads\.example/",)}
        ),
        Passes({"/": f'<a href="{_SHOP}" rel="sponsored noopener">Bowl</a>'}),
        Passes({"/": f'<a href="{_SHOP}" rel="nofollow">Bowl</a>'}),
        Passes({"/": '<a href="https://www.amazon.com/dp/B000000000">Bowl</a>'}, note="earns nothing"),
        Passes({"/": '<a href="https://example.com/?tag=cats-20">Bowl</a>'}, note="the own site"),
    ],
)
def link_sponsored_unqualified(
    site: SiteView,
    *,
    patterns: tuple[str, ...] = _PATTERNS,
) -> Iterator[Evidence]:
    """Yield each page with such a link; those to one host are one cause."""
    paid = re.compile("|".join(f"(?:{one})" for one in patterns) or r"(?!)", re.IGNORECASE)
    for url in site.urls.values():
        bare = url.partition("://")[2]
        if not paid.match(bare) or site.is_internal(url):
            continue
        host = split(url).host
        open_links = [edge for edge in linking_edges(site, url) if not edge.flags & _QUALIFIED]
        for edge in open_links[:_MOST_SOURCES]:
            message = f"The link to {url[:150]} has neither `rel=sponsored` nor `nofollow`."
            yield site.evidence(
                edge.source,
                message,
                line=edge.line or None,
                facts={"link": url, "text": edge.text},
                outcome=Outcome.REVIEW,
                group=f"paid links to {host}",
            )
