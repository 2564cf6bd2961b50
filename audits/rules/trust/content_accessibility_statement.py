"""Sites whose home page leads to no accessibility statement."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.trust_words import is_home, link_about

_HOME = "https://example.com/"
_MENU = "".join(f'<a href="/{name}">{name}</a>' for name in ("cats", "mats", "hats", "bats", "rats"))


@page_rule(
    id="content-accessibility-statement",
    category=Category.ACCESSIBILITY,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://www.w3.org/WAI/planning/statements/"],
    title="No accessibility statement was found",
    message="No link to an accessibility statement was found on the home page.",
    why="In the European Union and elsewhere public bodies and many shops must publish one; others show good will.",
    fix="Write a statement on what works, what does not yet, and whom to tell, and link it in the footer.",
    owner=Owner.CONTENT,
    effort=Effort.SITE,
    applies=is_home,
    examples=[
        Reviews(_MENU, at=[""], url=_HOME),
        Passes(f'{_MENU}<a href="/accessibility">Statement</a>', url=_HOME),
        Passes(f'{_MENU}<a href="/12">Erklärung zur Barrierefreiheit</a>', url=_HOME),
        Passes(f'{_MENU}<a href="/izjava-o-dostopnosti">Izjava</a>', url=_HOME),
        Inapplicable(_MENU, url="https://example.com/cats", note="not the home page"),
        Inapplicable(f"<meta name=robots content=noindex>{_MENU}", url=_HOME, note="not for the public"),
    ],
)
def content_accessibility_statement(page: PageView) -> Iterator[Evidence]:
    """Yield the home page without such a link."""
    if link_about(page, "accessibility") is None:
        yield page.review()
