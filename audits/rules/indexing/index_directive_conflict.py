"""Robots directives of one page that contradict each other."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule

_PAIRS = (({"index", "all"}, {"noindex", "none"}), ({"follow", "all"}, {"nofollow", "none"}))


@page_rule(
    id="index-directive-conflict",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-meta-tag"],
    owner=Owner.TEMPLATE,
    title="Robots directives contradict each other",
    message="The page's robots directives contradict each other.",
    why="Search engines obey the strictest one, so the page may be kept out of search although it says index.",
    fix="Tell whoever builds the site which of the two is meant.",
    fix_developer="Say it in one place only: one robots meta element or one `X-Robots-Tag`.",
    examples=[
        Fails('<meta name="robots" content="index, follow"><meta name="robots" content="noindex">', at=[""]),
        Fails('<meta name="robots" content="index">', at=[""], headers={"X-Robots-Tag": "noindex"}),
        Fails('<meta name="robots" content="index"><meta name="googlebot" content="noindex">', at=[""]),
        Fails('<meta name="robots" content="index, noindex">', at=[""]),
        Fails('<meta name="robots" content="follow"><meta name="robots" content="nofollow">', at=[""]),
        Passes('<meta name="robots" content="noindex, follow">'),
        Passes('<meta name="robots" content="noindex">', headers={"X-Robots-Tag": "noindex"}),
        Passes('<meta name="robots" content="index"><meta name="otherbot" content="noindex">', note="another bot"),
        Passes('<meta name="robots" content="max-snippet:50"><meta name="robots" content="noindex">'),
    ],
)
def index_directive_conflict(page: PageView) -> Iterator[Evidence]:
    """Yield the page once, with all that it says."""
    said = [one for one in page.facts.robots if one.agent in ("robots", "googlebot")]
    tokens = {token for one in said for token in one.tokens}
    if any(tokens & yes and tokens & no for yes, no in _PAIRS):
        words = "; ".join(f"{one.where} {one.agent}: {', '.join(one.tokens)}" for one in said)
        message = f"The directives contradict each other ({words}); the strictest counts."
        yield page.evidence(None, message, facts={"directives": words})
