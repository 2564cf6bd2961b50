"""Plain links that do something."""

import re
from collections.abc import Iterator

from audits.linking import linking_edges
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Owner, Passes, Reviews, Severity, site_rule
from audits.site import SiteView
from store.model import LinkFlag, Outcome
from store.urls import split

_ACTION = re.compile(
    r"(?:^|[/?&=_-])(?:logout|log-out|signout|sign-out|delete|remove|add-to-cart|add_to_cart|addtocart|unsubscribe|vote)"
    r"(?:$|[/?&=_.-])",
    re.IGNORECASE,
)


@site_rule(
    id="trap-action-links",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9110", "google:url-structure"],
    owner=Owner.TEMPLATE,
    title="Plain link does something",
    message="This page links to an address that seems to change something when it is opened.",
    why="Crawlers, previews and browsers open links by themselves: carts fill, votes are cast, people are logged out.",
    fix="Ask for a button in place of the link.",
    fix_developer="Use a form with POST and a token; a GET must change nothing.",
    examples=[
        Reviews({"/": '<a href="/?add-to-cart=7">Buy</a>'}, at=["/"]),
        Reviews({"/": '<a href="/item/7/delete">Delete</a>'}, at=["/"]),
        Reviews({"/": '<a href="/a?do=vote&amp;id=1">Vote</a>'}, at=["/"]),
        Passes({"/": '<a href="/blog/how-to-delete-an-account">How to</a>'}, note="words of a title"),
        Passes({"/": '<a href="/devotee">A</a><a href="/cart">B</a>'}),
        Passes({"/": '<a href="https://other.example/logout">A</a>'}),
        Passes({"/": '<a href="/?add-to-cart=7" rel="nofollow">Buy</a>'}, note="marked as not to be followed"),
    ],
)
def trap_action_links(site: SiteView) -> Iterator[Evidence]:
    """Yield each linking page once for each action."""
    told: set[tuple[str, str]] = set()
    for url in site.urls.values():
        if not site.is_internal(url):
            continue
        parts = split(url)
        last = parts.path.rstrip("/").rpartition("/")[2]
        found = _ACTION.search(f"?{parts.query}") if parts.query else None
        word = found.group().strip("/?&=_-.").lower() if found else ""
        if not word and _ACTION.fullmatch(f"/{last}"):
            word = last.lower()
        if not word:
            continue
        for edge in linking_edges(site, url):
            if not edge.flags & LinkFlag.NOFOLLOW and (edge.source, word) not in told:
                told.add((edge.source, word))
                message = f"The page links to {url}, which seems to do something (`{word}`)."
                facts = {"linked": url, "action": word, "text": edge.text}
                yield site.evidence(
                    edge.source, message, line=edge.line or None, group=word, facts=facts, outcome=Outcome.REVIEW
                )
