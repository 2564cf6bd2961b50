"""Pages that name a slightly different form of their own address."""

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
from audits.standards.tracking_parameters import is_tracking_parameter
from store.urls import split


@page_rule(
    id="canon-form-drift",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:consolidate-duplicate-urls"],
    owner=Owner.TEMPLATE,
    title="Canonical address is another form of the page's own",
    message="The canonical address differs from the page's own only in its form.",
    why="The site links to one form and calls another the right one, so search engines follow an address that may "
    "redirect or be a copy.",
    fix="Choose one form and use it in links, sitemap and canonical.",
    fix_developer="Redirect the other form, and build links and `rel=canonical` with the same function.",
    applies=lambda page: page.is_content and not page.is_canonical,
    examples=[
        Fails('<link rel="canonical" href="https://example.com/page/"><p>A</p>', at=["link"]),
        Fails('<link rel="canonical" href="https://example.com/Page"><p>A</p>', at=["link"]),
        Fails('<link rel="canonical" href="https://www.example.com/page"><p>A</p>', at=["link"]),
        Passes(
            '<link rel="canonical" href="https://example.com/page"><p>A</p>',
            url="https://example.com/page?utm_source=x",
            note="a campaign's address names the plain one, as it should",
        ),
        Passes('<link rel="canonical" href="https://example.com/other"><p>A</p>'),
        Passes('<link rel="canonical" href="http://example.com/page"><p>A</p>', note="told as insecure"),
        Inapplicable('<link rel="canonical" href="https://example.com/page"><p>A</p>'),
    ],
)
def canon_form_drift(page: PageView) -> Iterator[Evidence]:
    """Yield the element."""
    canonical = page.canonical
    if canonical is None or split(canonical).scheme != page.parts.scheme:
        return
    if any(is_tracking_parameter(pair.partition("=")[0]) for pair in page.parts.query.split("&") if pair):
        return
    if _folded(canonical) == _folded(page.url):
        message = f"The page's address is {page.url}, and its canonical is {canonical}."
        yield page.evidence(page.select_one('link[rel~="canonical" i]'), message, facts={"canonical": canonical})


def _folded(url: str) -> tuple[str, str, str]:
    parts = split(url)
    return parts.netloc.removeprefix("www."), parts.path.rstrip("/").lower(), parts.query
