"""Heads that open connections to many hosts in advance."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.urls import split

_ONE = "<link rel=preconnect href=https://{}.example.net>"
_FOUR = "".join(_ONE.format(host) for host in "abcd")


@page_rule(
    id="perf-preconnect-many",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:preconnect-and-dns-prefetch"],
    title="Head opens connections to many hosts in advance",
    message="The head asks for connections to many hosts in advance.",
    why="They take bandwidth and power from the files that the first view needs.",
    fix="Ask the developer which of these hosts the first view needs.",
    fix_developer="Keep `preconnect` for at most four hosts, and use `dns-prefetch` for the others.",
    settings={"most_hosts": "hosts above which there are too many"},
    applies=lambda page: page.is_content and "preconnect" in page.folded_body,
    examples=[
        Fails(f"<head>{_FOUR}{_ONE.format('e')}</head>", at=["link:last-child"]),
        Passes(f"<head>{_FOUR}</head>"),
        Passes(f"<head>{_FOUR}{_ONE.format('a')}</head>", note="one host twice"),
        Inapplicable("<p>A</p>"),
    ],
)
def perf_preconnect_many(page: PageView, *, most_hosts: int = 4) -> Iterator[Evidence]:
    """Yield the link with which the limit is passed."""
    hosts: dict[str, None] = {}
    for link in page.select('link[rel~="preconnect" i][href]'):
        address = page.resolve(link.attr("href") or "")
        if address is None or not address.startswith("http"):
            continue
        hosts[split(address).netloc] = None
        if len(hosts) == most_hosts + 1:
            over = link
    if len(hosts) > max(most_hosts, 0):
        message = f"The head asks for connections to {len(hosts)} hosts in advance."
        yield page.evidence(over, message, group="head", facts={"hosts": list(hosts)})
