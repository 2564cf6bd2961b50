"""Addresses that carry the visitor's session."""

import re
from collections.abc import Iterator

from audits.linking import linking_edges
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView

SESSION = re.compile(
    r"(?:[?&;])(phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|session_?id|sess_?id|osCsid|zenid|sid)=([^&;#]*)",
    re.IGNORECASE,
)
_HEX = re.compile(r"[0-9a-f-]{16,}$", re.IGNORECASE)


@site_rule(
    id="url-session-id",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:url-structure", "google:designing-a-url-structure-for-ecommerce-sites"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Link carries a session id",
    message="This page links to an address that carries a session id.",
    why="Each visit makes new addresses of the same pages, and whoever gets such a link may enter another's session.",
    fix="Ask for sessions to be kept in a cookie.",
    fix_developer="Keep the session in a cookie only (PHP: `session.use_only_cookies=1` and `session.use_trans_sid=0`; "
    "Java: `tracking-mode` COOKIE).",
    examples=[
        Fails({"/": '<a href="/a?PHPSESSID=0123456789abcdef">A</a>'}, at=["/"]),
        Fails({"/": '<a href="/a;jsessionid=8A0B5F">A</a>'}, at=["/"]),
        Fails({"/": '<a href="/a?sid=0123456789abcdef0">A</a>'}, at=["/"]),
        Passes({"/": '<a href="/a?sid=7">A</a>'}, note="a short number is no session"),
        Passes({"/": '<a href="/a?inside=0123456789abcdef0">A</a>'}),
        Passes({"/": '<a href="https://other.example/?PHPSESSID=0123456789abcdef">A</a>'}),
    ],
)
def url_session_id(site: SiteView) -> Iterator[Evidence]:
    """Yield each linking page once; a parameter is a cause, however many values it has."""
    told: set[tuple[str, str]] = set()
    for url in site.urls.values():
        found = SESSION.search(url)
        if not found or not site.is_internal(url):
            continue
        name = found.group(1).lower()
        if name == "sid" and not _HEX.match(found.group(2)):
            continue
        for edge in linking_edges(site, url):
            if (edge.source, name) not in told:
                told.add((edge.source, name))
                message = f"The page links to {url}, which carries the session id `{found.group(1)}`."
                facts = {"parameter": name, "linked": url, "text": edge.text}
                yield site.evidence(edge.source, message, line=edge.line or None, group=name, facts=facts)
