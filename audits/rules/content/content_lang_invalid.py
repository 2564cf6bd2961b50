"""Language codes that do not exist."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.languages import is_language_tag


@page_rule(
    id="content-lang-invalid",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:3.1.1", "act:bf051a", "rfc:5646"],
    wcag=["3.1.1"],
    title="Language code is not valid",
    message="The `lang` of the page is no language code.",
    why="Screen readers do not know the code and read the page in their own language's voice.",
    fix="Ask the developer to correct the language code of the page.",
    fix_developer="Use a code of BCP 47, such as `en`, `pt-BR` or `zh-Hant`: with a hyphen, language first.",
    applies=lambda page: page.is_content and bool((page.facts.lang or "").strip()),
    examples=[
        Fails('<html lang="english"><p>Cats</p>', at=["html"]),
        Fails('<html lang="xx"><p>Cats</p>', at=["html"]),
        Fails('<html lang="en_US"><p>Cats</p>', at=["html"], note="an underscore"),
        Passes('<html lang="en-US"><p>Cats</p>'),
        Passes('<html lang="zh-Hant-TW"><p>Cats</p>'),
        Passes('<html lang="DE"><p>Cats</p>', note="case does not matter"),
        Passes('<html lang="haw"><p>Cats</p>', note="a language of three letters"),
        Inapplicable("<p>Cats</p>"),
    ],
)
def content_lang_invalid(page: PageView) -> Iterator[Evidence]:
    """Yield the html element where its language code is not valid."""
    tag = (page.facts.lang or "").strip()
    if not is_language_tag(tag):
        yield page.evidence(page.document.html, f"“{tag}” is no language code.", facts={"lang": tag}, group=tag.lower())
