"""Controls inside controls whose content is told as plain text."""

from collections.abc import Iterator

from audits.aria import is_exposed, is_focusable, role
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.aria import LEAVES, WIDGETS

_INNER = "a[href], button, input, select, textarea, [tabindex]"


@page_rule(
    id="nested-focusable",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:4.1.2", "act:307n5z"],
    wcag=["4.1.2"],
    title="Control inside a control",
    message="This control holds another one that takes the focus.",
    why="Screen readers announce the outer control alone, so the inner one is silent or cannot be told apart.",
    fix="Ask for a repair of this component.",
    fix_developer="Put the two beside each other instead of one into the other.",
    applies=lambda page: page.is_content and (page.select_one("button") is not None or bool(page.aria.with_role)),
    examples=[
        Fails('<button>Save <span role="button" tabindex="0">Options</span></button>', at=["button"]),
        Fails('<p role="checkbox" aria-checked="false" tabindex="0">I accept <a href="/a">A</a></p>', at=["p"]),
        Fails('<ul role="tablist"><li role="tab"><a href="#a">One</a></li></ul>', at=["li"]),
        Fails('<span role="img" aria-label="Art">*** <a href="/a">A</a></span>', at=["span"]),
        Fails('<p role="button"><i role="button"><a href="/">A</a></i></p>', at=["p", "i"]),
        Passes("<button>Save</button><button>Options</button>"),
        Passes("<button><a>Save</a></button>", note="without an address it is no link"),
        Passes('<button><span tabindex="0">A</span></button>', note="no control"),
        Inapplicable('<a href="/"><span tabindex="0">A</span></a>'),
        Passes('<div role="menu"><p role="menuitemcheckbox" aria-checked="true"><input disabled></p></div>'),
        Inapplicable('<div role="tab" hidden><a href="/a">A</a></div>'),
        Passes('<button hidden>A <a href="/a">B</a></button>'),
        Passes('<button><a href="/a" hidden>A</a></button>'),
        Passes('<div role="tab"><template><a href="/a">A</a></template></div>'),
        Inapplicable("<p>A</p>"),
    ],
)
def nested_focusable(page: PageView) -> Iterator[Evidence]:
    """Yield each element of a role with plain content in which a control stands that takes the focus."""
    plain = [one for one in page.aria.with_role if one.tag != "button" and role(one) in LEAVES]
    plain += [one for one in page.select("button") if role(one) in LEAVES]
    for outer in plain:
        for inner in outer.select(_INNER):
            if is_focusable(inner) and role(inner) in WIDGETS and is_exposed(inner):
                yield page.evidence(outer, facts={"inner": inner.tag})
                break
