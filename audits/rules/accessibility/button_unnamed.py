"""Buttons without a name."""

from collections.abc import Iterator

from audits.aria import explicit_role, is_exposed, is_focusable
from audits.names import is_filled_by_script
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.document import Element

_KINDS = ("button", "submit", "reset")
_NONE = ("none", "presentation")


@page_rule(
    id="button-unnamed",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:4.1.2", "act:97a4e1", "act:2t702h", "act:m6b1q3"],
    wcag=["4.1.2"],
    title="Button has no name",
    message="This button has no name.",
    why="A screen reader says “button” and nothing else, and voice control cannot press it.",
    fix="Tell the developer what the button does, such as “Open the menu”.",
    fix_developer="Put a text into the button, or an `aria-label` where only a picture is shown.",
    applies=lambda page: page.is_content and bool(_buttons(page)),
    examples=[
        Fails("<button></button>", at=["button"]),
        Fails('<button type="button" value="more"><svg><path d="M0 0"></path></svg></button>', at=["button"]),
        Fails('<button><img src="x.png" alt=""></button>', at=["button"]),
        Fails('<button role="none"></button>', at=["button"], note="what takes the focus stays a button"),
        Fails('<input type="button">', at=["input"]),
        Fails('<input type="submit" value="">', at=["input"]),
        Fails("<details><summary></summary>A</details>", at=["summary"]),
        Passes("<button>Save</button>"),
        Passes('<button aria-label="Menu"><i class="icon"></i></button>'),
        Passes('<button title="Menu"></button>'),
        Passes('<input type="submit"><input type="reset">', note="the browser writes a word"),
        Passes('<input type="button" value="Go">'),
        Passes("<button hidden></button><button>A</button>"),
        Passes("<button><img src='x.png' alt='Search'></button>"),
        Passes('<button x-text="label"></button>', note="a script writes the words"),
        Passes('<button data-i18n="save"></button>'),
        Fails('<div role="menu"><button role="menuitem"><img src="f.svg" alt=""></button></div>', at=["button"]),
        Passes("<details><summary>More</summary>A</details>"),
        Passes("<button><slot></slot></button>"),
        Passes('<button aria-hidden="true" tabindex="-1"></button>'),
        Inapplicable("<p>A</p>"),
    ],
)
def button_unnamed(page: PageView) -> Iterator[Evidence]:
    """Yield each exposed button without an accessible name."""
    for button in _buttons(page):
        text = button.text
        if text and not text.isspace() and button.tag != "input":
            continue
        if explicit_role(button) in _NONE and not is_focusable(button):
            continue
        if not page.accessible_name(button) and not is_filled_by_script(button) and is_exposed(button):
            yield page.evidence(button)


def _buttons(page: PageView) -> list[Element]:
    inputs = [one for one in page.select("input") if (one.attr("type") or "").lower() in _KINDS]
    summaries = [
        one for one in page.select("summary") if isinstance(one.parent, Element) and one.parent.tag == "details"
    ]
    return [*page.select("button"), *inputs, *summaries]
