"""Pages that say their language in Content-Language only."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule

_META = 'meta[http-equiv="content-language" i]'


def _said(page: PageView) -> str:
    header = page.page.header("content-language") or ""
    if header.strip() or "content-language" not in page.folded_body:
        return header.strip()
    meta = page.select_one(_META)
    return (meta.attr("content") or "").strip() if meta is not None else ""


@page_rule(
    id="i18n-content-language-only",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:managing-multi-regional-sites"],
    title="Language is given only by Content-Language",
    message="The page says its language in Content-Language and nowhere else.",
    why="Google takes the language from the text and ignores Content-Language; screen readers want it on the page.",
    fix="Nothing needs to be done for search.",
    fix_developer='Write `<html lang="…">`; the header may stay.',
    applies=lambda page: page.is_content and bool(_said(page)),
    examples=[
        Fails("<html><p>Cats</p>", at=[""], headers={"Content-Language": "en"}),
        Fails('<html><meta http-equiv="Content-Language" content="en"><p>Cats</p>', at=["meta"]),
        Passes('<html lang="en"><p>Cats</p>', headers={"Content-Language": "en"}),
        Passes(
            '<html><link rel="alternate" hreflang="en" href="/page"><p>Cats</p>', headers={"Content-Language": "en"}
        ),
        Inapplicable("<html><p>Cats</p>"),
    ],
)
def i18n_content_language_only(page: PageView) -> Iterator[Evidence]:
    """Yield the meta element, or the page where the header says it."""
    if not (page.facts.lang or "").strip() and not page.facts.hreflang:
        element = None if page.page.header("content-language") else page.select_one(_META)
        message = f"The page says “{_said(page)[:40]}” in Content-Language and nowhere else."
        yield page.evidence(element, message, group="content-language")
