"""Pages that are mostly markup, as information only."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


@page_rule(
    id="content-text-ratio",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:seo-starter-guide"],
    title="Page is mostly markup",
    message="Little of the page's HTML is text.",
    why="Google does not use this share. It only tells that the page sends much that nobody reads.",
    fix="Nothing for search engines. A developer may look for scripts, styles and drawings that could be files.",
    fix_developer="Move large inline scripts, styles and SVG into files that browsers keep.",
    settings={
        "share": "share of the HTML's characters that are visible text, up to which a page is mostly markup",
        "minimum_characters": "length of the HTML below which the share says nothing",
    },
    applies=lambda page: page.is_indexable and bool(page.body),
    examples=[
        Fails(f"<p>{'cat ' * 250}</p><style>{'a{color:red}' * 1_000}</style>", at=[""]),
        Passes(f"<p>{'cat ' * 600}</p><style>{'a{color:red}' * 1_000}</style>", note="a sixth is text"),
        Passes(f"<p>Cat</p><style>{'a{color:red}' * 100}</style>", note="too short to say anything"),
        Inapplicable('<meta name="robots" content="noindex"><p>Cat</p>'),
    ],
)
def content_text_ratio(page: PageView, *, share: float = 0.1, minimum_characters: int = 10_000) -> Iterator[Evidence]:
    """Yield the page where little of it is text."""
    length = len(page.body)
    if length < minimum_characters:
        return
    text = len(page.visible_text)
    if text <= share * length:
        facts = {"text_characters": text, "html_characters": length}
        yield page.evidence(None, f"{text / length:.1%} of the page's HTML is text.", facts=facts)
