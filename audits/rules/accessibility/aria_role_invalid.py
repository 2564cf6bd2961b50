"""Roles that do not exist."""

from collections.abc import Iterator

from audits.aria import explicit_role
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


@page_rule(
    id="aria-role-invalid",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1", "wcag:4.1.2", "act:674b10"],
    wcag=["1.3.1", "4.1.2"],
    title="Role does not exist",
    message="None of the words in this role attribute is a role.",
    why="Assistive technology ignores the role, so people are not told what this element is.",
    fix="Ask for a repair of this component.",
    fix_developer="Use a role of WAI-ARIA that may be written, in the right spelling, or remove the attribute.",
    applies=lambda page: page.is_content and bool(page.aria.with_role),
    examples=[
        Fails('<span role="lnik">Rules</span>', at=["span"]),
        Fails('<div role="widget">A</div>', at=["div"], note="it only orders other roles"),
        Fails('<div role="nav sidebar">A</div>', at=["div"]),
        Passes('<div role="navigation">A</div>'),
        Passes('<input role="searchfield searchbox" aria-label="Search">', note="an older browser takes the second"),
        Passes('<div role="BANNER">A</div>'),
        Passes('<section role="doc-chapter" aria-label="One">A</section>'),
        Inapplicable('<div role="nav" hidden>A</div>'),
        Passes('<template><div role="nav">A</div></template><p role="note">B</p>'),
        Passes('<div role="{{ role }}">A</div>', note="filled in by a script"),
        Inapplicable('<div role="">A</div>'),
        Inapplicable("<p>A</p>"),
    ],
)
def aria_role_invalid(page: PageView) -> Iterator[Evidence]:
    """Yield each element of whose role attribute no word is a role."""
    for element in page.aria.with_role:
        written = element.attr("role") or ""
        if not explicit_role(element) and "{" not in written:
            message = f"The role `{written.strip()[:60]}` does not exist."
            yield page.evidence(element, message, facts={"role": written.strip()[:100]})
