"""Links that leave out the scheme."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule


@page_rule(
    id="link-protocol-relative",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:3986"],
    owner=Owner.TEMPLATE,
    title="Address leaves out the scheme",
    message="This address starts with `//`.",
    why="It was meant for pages under both http and https. On a secure page it only hides which is meant.",
    fix="Have `https:` written before it.",
    fix_developer="Write `https://` in full.",
    examples=[
        Fails('<a href="//example.com/a">A</a>', at=["a"]),
        Fails('<script src="//cdn.example/a.js"></script>', at=["script"]),
        Passes('<a href="https://example.com/a">A</a>'),
        Passes('<a href="/a//b">A</a>'),
    ],
)
def link_protocol_relative(page: PageView) -> Iterator[Evidence]:
    """Yield each element with such an address."""
    for element in page.select('a[href^="//"], link[href^="//"], script[src^="//"], img[src^="//"], iframe[src^="//"]'):
        address = element.attr("href") or element.attr("src") or ""
        yield page.evidence(element, f"The address is `{address[:200]}`.")
