"""Parts of pages from other sites that set cookies."""

from collections.abc import Iterator
from itertools import chain

from audits.rule import (
    Answer,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import LinkKind, Outcome
from store.urls import registrable_domain, split

_KINDS = (LinkKind.IMAGE, LinkKind.SCRIPT, LinkKind.STYLESHEET, LinkKind.FRAME, LinkKind.FONT, LinkKind.PRELOAD)


@site_rule(
    id="sec-third-party-cookies",
    category=Category.SECURITY,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["mdn:Web/Privacy/Guides/Third-party_cookies"],
    title="Another site sets a cookie",
    message="A part of the page that comes from another site sets a cookie.",
    why="Such cookies follow visitors from site to site; many laws ask for consent first, and browsers block them.",
    fix="Check that the service is named in the privacy notice and loaded only after consent where that is needed.",
    fix_developer="Serve the file yourself, or use the service's host without cookies.",
    owner=Owner.TEMPLATE,
    applies=lambda site: any(not target.url.startswith(site.start_url) for target in site.targets.values()),
    examples=[
        Reviews(
            {"/": '<img src="https://ads.other.net/p.gif" alt="">'},
            at=["ads.other.net"],
            targets={"https://ads.other.net/p.gif": Answer(headers={"Set-Cookie": "uid=; Path=/"})},
        ),
        Passes(
            {"/": '<img src="https://static.example.com/p.gif" alt="">'},
            targets={"https://static.example.com/p.gif": Answer(headers={"Set-Cookie": "uid=; Path=/"})},
            note="the site's own domain",
        ),
        Passes(
            {"/": '<img src="https://ads.other.net/p.gif" alt="">'},
            targets={"https://ads.other.net/p.gif": Answer(headers={"Cache-Control": "no-store"})},
        ),
        Passes(
            {"/": '<a href="https://other.net/">Other</a>'},
            targets={"https://other.net/": Answer(headers={"Set-Cookie": "uid=; Path=/"})},
            note="a link is not loaded",
        ),
        Passes(
            {"/": '<script src="https://cdn.other.net/a.js"></script>'},
            targets={"https://cdn.other.net/a.js": Answer(headers={"Set-Cookie": "__cf_bm=; Path=/; HttpOnly"})},
            note="a firewall's, to tell bots from people",
        ),
        Inapplicable({"/": "<p>Cats</p>"}),
    ],
)
def sec_third_party_cookies(site: SiteView) -> Iterator[Evidence]:
    """Yield each host once with the cookies that it sets, by the first page that loads a part from it."""
    own = registrable_domain(split(site.start_url).host)
    cookies: dict[str, dict[str, str]] = {}
    for target in site.targets.values():
        names = [_name(value) for header, value in target.headers if header == "set-cookie"]
        names = [name for name in names if name and not name.startswith(_TECHNICAL)]
        host = split(target.url).host if names else ""
        if names and registrable_domain(host) != own and not site.is_internal(target.url):
            cookies.setdefault(host, {}).update(dict.fromkeys(names, target.url))
    for host, found in cookies.items():
        edge = next(chain.from_iterable(site.edges_to(url, _KINDS, 1) for url in found.values()), None)
        if edge is not None:
            message = f"{host} sets {', '.join(f'`{name[:40]}`' for name in found)} when {edge.target[:100]} is loaded."
            facts = {"cookies": list(found)}
            yield Evidence(message, edge.source, target=host, facts=facts, outcome=Outcome.REVIEW)


_TECHNICAL = ("__cf_bm", "__cflb", "_cfuvid", "AWSALB", "incap_ses_", "visid_incap_", "nlbi_", "ak_bmsc", "datadome")


def _name(value: str) -> str:
    return value.partition("=")[0].strip()
