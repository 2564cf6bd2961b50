"""Addresses that were escaped twice."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule

_TWICE = re.compile(r"%25[0-9A-Fa-f]{2}")


@page_rule(
    id="url-double-encoded",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:3986", "url:percent-encoded-bytes"],
    owner=Owner.TEMPLATE,
    title="Address is escaped twice",
    message="The page's address is escaped twice.",
    why="The address means another page than the one that was meant, so copies arise and links break.",
    fix="Tell whoever builds the site which link makes this address.",
    fix_developer="Escape each part of the address once, when the link is built.",
    examples=[
        Fails("<p>A</p>", at=[""], url="https://example.com/caf%25C3%25A9"),
        Passes("<p>A</p>", url="https://example.com/caf%C3%A9"),
        Passes("<p>A</p>", url="https://example.com/100%25-wool", note="a percent sign, escaped once"),
        Passes("<p>A</p>", url="https://example.com/go?to=%252Fa", note="an address in a parameter is escaped twice"),
    ],
)
def url_double_encoded(page: PageView) -> Iterator[Evidence]:
    """Yield the page whose path holds an escaped escape."""
    found = _TWICE.search(page.parts.path)
    if found:
        message = f"The page's address is escaped twice (`{found.group()}`)."
        yield page.evidence(None, message, facts={"path": page.parts.path})
