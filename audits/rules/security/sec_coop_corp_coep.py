"""Hosts that do not shut themselves off from other sites."""

from collections.abc import Iterator

from audits.headers import hosts_of
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView

_HEADERS = {
    "cross-origin-opener-policy": "Cross-Origin-Opener-Policy",
    "cross-origin-resource-policy": "Cross-Origin-Resource-Policy",
    "cross-origin-embedder-policy": "Cross-Origin-Embedder-Policy",
}


@site_rule(
    id="sec-coop-corp-coep",
    category=Category.SECURITY,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.STANDARD,
    refs=["mdn:Web/HTTP/Reference/Headers/Cross-Origin-Opener-Policy", "web.dev:coop-coep"],
    title="Host does not shut itself off from other sites",
    message="The host does not send all headers that keep other sites out of its windows and memory.",
    why="A hostile site that opens yours in a window keeps a handle on it. Few sites need all of these headers.",
    fix="Nothing is broken; ask the operator of the server about the first of the headers.",
    fix_developer="Send `Cross-Origin-Opener-Policy: same-origin-allow-popups`; test the others: they break embedding.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    examples=[
        Fails({"/": "<p>Cats</p><a href=/a>A</a>", "/a": "<p>A</p>"}, at=["/"]),
        Fails({"/": Answer(html="<p>Cats</p>", headers={"Cross-Origin-Resource-Policy": "same-site"})}, at=["/"]),
        Passes(
            {
                "/": Answer(
                    html="<p>Cats</p>",
                    headers={
                        "Cross-Origin-Opener-Policy": "same-origin",
                        "Cross-Origin-Resource-Policy": "same-origin",
                        "Cross-Origin-Embedder-Policy": "require-corp",
                    },
                )
            }
        ),
        Passes({"http://example.com/": "<p>Cats</p>"}, note="they count on https only"),
    ],
)
def sec_coop_corp_coep(site: SiteView) -> Iterator[Evidence]:
    """Yield each public https host once, by its first page, with the headers that it lacks."""
    for host, pages in hosts_of(site, "https", only_public=True):
        missing = [shown for name, shown in _HEADERS.items() if not any(page.header(name) for page in pages)]
        if missing:
            message = f"{host} does not send {', '.join(f'`{name}`' for name in missing)}."
            yield site.evidence(pages[0].url, message, facts={"missing": missing})
