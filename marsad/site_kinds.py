"""What sites of a kind have in common: what is best left out of a crawl, and what is worth a closer look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteKind:
    """A kind of site with the lines of marsad.toml that fit it."""

    means: str
    crawl: tuple[str, ...] = ()  # lines of [crawl]
    sample: tuple[str, ...] = ()  # lines of [sample]


KINDS: Mapping[str, SiteKind] = {
    "shop": SiteKind(
        "a shop: baskets, accounts and sorted lists are left out, each template is seen more often",
        (
            "exclude = ['/(cart|basket|checkout|account|wishlist|login)(/|$|\\?)', "
            "'[?&](sort|order|dir|limit|add-to-cart)=']",
        ),
        ("pages_per_template = 3",),
    ),
    "blog": SiteKind("a blog or magazine", ("exclude = ['[?&](replytocom|share)=', '/wp-login']",)),
    "documentation": SiteKind("documentation: many pages of few templates", ("max_pages = 20000",)),
    "company": SiteKind("the site of a company or an institution"),
}
