"""Scripts of a fixed version from other hosts that nothing vouches for."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)
from store.urls import split

_HOSTS = (
    "cdn.jsdelivr.net", "unpkg.com", "cdnjs.cloudflare.com", "code.jquery.com", "ajax.googleapis.com",
    "maxcdn.bootstrapcdn.com", "stackpath.bootstrapcdn.com", "netdna.bootstrapcdn.com", "ajax.aspnetcdn.com",
    "cdn.datatables.net", "cdn.skypack.dev",
)  # fmt: skip
_PARTS = ("cdn", "unpkg.com", "code.jquery.com", "ajax.googleapis.com")  # one of them is in each: quicker to look for
_VERSION = re.compile(r"[/@-]v?\d+\.\d+\.\d+(?=[/.@-])")


@page_rule(
    id="sec-sri-missing",
    category=Category.SECURITY,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.STANDARD,
    refs=["w3c:SRI", "mdn:Web/Security/Subresource_Integrity"],
    title="Code from another host is loaded unseen",
    message="A script or style sheet of a fixed version comes from another host without an `integrity` attribute.",
    why="Whoever takes over that host runs code on your pages; with the attribute browsers refuse a changed file.",
    fix="Ask whoever builds the site to add the attribute, or to serve the file from your own server.",
    fix_developer='Add `integrity="sha384-…" crossorigin="anonymous"` to the element.',
    owner=Owner.TEMPLATE,
    applies=lambda page: page.is_content and any(part in page.folded_body for part in _PARTS),
    examples=[
        Fails('<script src="https://code.jquery.com/jquery-3.7.1.min.js"></script>', at=["script"]),
        Fails('<link rel="stylesheet" href="//cdn.jsdelivr.net/npm/bootstrap@5.3.3/dist/b.css">', at=["link"]),
        Passes('<script src="https://code.jquery.com/jquery-3.7.1.min.js" integrity="sha384-x" crossorigin></script>'),
        Passes('<script src="https://cdn.jsdelivr.net/npm/vue@3"></script>', note="changes, so no digest can be given"),
        Passes("<p>Load https://unpkg.com/htmx.org@1.9.12/dist/htmx.min.js</p>", note="only spoken of"),
        Inapplicable('<script src="https://js.stripe.com/v3/"></script>', note="its owner forbids pinning"),
        Inapplicable('<script src="/app.js"></script>'),
    ],
)
def sec_sri_missing(page: PageView) -> Iterator[Evidence]:
    """Yield each element of a public code host whose address names an exact version."""
    for element in page.select('script[src], link[rel~="stylesheet" i][href]'):
        raw = element.attr("src") or element.attr("href") or ""
        url = page.normal(raw)
        if url is None or element.attr("integrity") or not _VERSION.search(url):
            continue
        host = split(url).host
        if host in _HOSTS and not page.is_same_domain(url):
            yield page.evidence(element, f"{url[:150]} is loaded without `integrity`.", target=url)
