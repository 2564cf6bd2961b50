"""Scripts of other sites that hold up the first view."""

from collections.abc import Iterator

from audits.blocking import is_blocking
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


@page_rule(
    id="perf-third-party-blocking",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:efficiently-load-third-party-javascript"],
    title="Script of another site holds up the page",
    message="The head waits for a script of another site.",
    why="While that site is slow or down, visitors of this one look at an empty screen.",
    fix="Ask the developer whether this script can load later.",
    fix_developer="Give the script `async` or `defer`, or serve a copy of it yourself.",
    owner=Owner.TEMPLATE,
    applies=lambda page: page.is_content and not page.is_signpost and "<script" in page.folded_body,
    examples=[
        Fails("<head><script src=https://cdn.example.net/a.js></script></head>", at=["script"]),
        Passes("<head><script src=https://cdn.example.net/a.js async></script></head>"),
        Passes("<head><script src=https://cdn.example.net/a.js type=module></script></head>"),
        Passes("<head><script src=https://static.example.com/a.js></script></head>", note="the same owner"),
        Passes("<body><script src=https://cdn.example.net/a.js></script></body>", note="after the first view"),
        Inapplicable("<p>A</p>"),
    ],
)
def perf_third_party_blocking(page: PageView) -> Iterator[Evidence]:
    """Yield each such script; a host is one cause.

    A tag manager before the style sheets is no fault: it holds nothing up, and Google asks to have it that high.
    """
    for script in page.select("head > script[src]"):
        address = page.resolve(script.attr("src") or "")
        if address and is_blocking(script) and address.startswith("http") and not page.is_same_domain(address):
            host = split(address).netloc
            yield page.evidence(script, f"The head waits for a script of {host}.", target=host, facts={"file": address})
