"""Robots directives that no search engine knows."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule
from audits.standards.robots_directives import DEAD, KNOWN, KNOWN_WITH_VALUE


@page_rule(
    id="index-unknown-directive",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-meta-tag"],
    owner=Owner.TEMPLATE,
    title="Robots directive is unknown",
    message="The page uses a robots directive that search engines do not know.",
    why="What was meant by it does not happen, often because of a slip of the pen.",
    fix="Tell whoever builds the site which word it is.",
    fix_developer="Use the directives of Google's list, e.g. `noindex`, `nosnippet`, `max-image-preview:large`.",
    examples=[
        Fails('<meta name="robots" content="no-index"><p>A</p>', at=["meta"]),
        Fails('<meta name="robots" content="noindex nofollow"><p>A</p>', at=["meta"], note="without comma"),
        Passes('<meta name="robots" content="index, follow, max-snippet:-1, max-image-preview:large"><p>A</p>'),
        Passes('<meta name="robots" content="noarchive, noodp"><p>A</p>', note="without effect, told by itself"),
        Passes('<meta name="robots" content="unavailable_after: 2030-09-21"><p>A</p>'),
        Passes('<meta name="otherbot" content="noai"><p>A</p>'),
        Passes('<meta name="robots" content="noai, noimageai"><p>A</p>', note="a known agreement of others"),
    ],
)
def index_unknown_directive(page: PageView) -> Iterator[Evidence]:
    """Yield the element or header with an unknown word."""
    for directive in page.facts.robots:
        if directive.agent not in ("robots", "googlebot"):
            continue
        if any(token.startswith("unavailable_after") for token in directive.tokens):
            continue  # its date may hold commas
        unknown = [
            token
            for token in directive.tokens
            if token and token not in KNOWN | DEAD and token.partition(":")[0].strip() not in KNOWN_WITH_VALUE
        ]
        if unknown:
            element = None if directive.where == "header" else page.select_one(f'meta[name="{directive.agent}" i]')
            message = f"Search engines do not know {', '.join(f'`{token[:60]}`' for token in unknown)}."
            yield page.evidence(element, message, facts={"unknown": unknown, "where": directive.where})
