"""Menus of narrow screens that only a finger opens."""

from collections.abc import Iterator
from typing import Any

from audits.page import PageView
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.rules.responsive._screens import has, screens_of, seen, told
from store.model import Outcome


def _menu(**known: Any) -> dict[str, dict[str, Any]]:
    element = {"selector": "#t", "place": "header", "html": "", "name": "Menu", "hidden": 8, "links": 9}
    whole = {"needed": True, "found": True, "focusable": True, "opens": None, "by_key": None, **element, **known}
    return seen(menu=whole)


@page_rule(
    id="mobile-menu-unreachable",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.1.1"],
    wcag=["2.1.1"],
    title="Menu of narrow screens does not open without a finger",
    message="A press with the finger opens this menu; Enter and the space bar do not.",
    why=(
        "Who enlarges the page on a computer sees the menu of a phone. Without a mouse nothing opens it, and the pages "
        "behind it are out of reach."
    ),
    fix="Make the window as narrow as a phone and try to open the menu with Tab and Enter.",
    fix_developer="Make it a `button` with `aria-expanded`, not a `div` or a `span` with a click handler.",
    needs=[ArtifactKind.RESPONSIVE],
    applies=has("menu"),
    examples=[
        Fails("<div id=t>Menu</div>", at=["#t"], artifacts=_menu(focusable=False, opens=True, by_key=False)),
        Fails("<div id=t>Menu</div>", at=["#t"], artifacts=_menu(opens=True, by_key=False), note="the keys do nothing"),
        Reviews("<div id=t>Menu</div>", at=["#t"], artifacts=_menu(focusable=False), note="nothing was pressed"),
        Passes("<button id=t>Menu</button>", artifacts=_menu(opens=True, by_key=True)),
        Passes("<button id=t>Menu</button>", artifacts=_menu(), note="nothing was pressed"),
        Passes("<button id=t>Menu</button>", artifacts=_menu(opens=False), note="it opens something else"),
        Passes("<div id=t>Menu</div>", artifacts=_menu(focusable=False, opens=False), note="no menu after all"),
        Passes("<p>Words</p>", artifacts=seen(menu={"needed": False})),
        Inapplicable("<p>Words</p>", artifacts=seen(reflow={}), note="not looked at"),
    ],
)
def mobile_menu_unreachable(page: PageView) -> Iterator[Evidence]:
    """Yield what opens the menu, where no key does."""
    menu = dict(screens_of(page).get("menu") or {})
    if not menu.get("found"):
        return
    if menu.get("opens") and menu.get("by_key") is False:
        yield told(page, menu, Outcome.FAIL, name=menu.get("name", ""), hidden=menu.get("hidden"))
    elif menu.get("opens") is None and not menu.get("focusable"):
        words = (
            "The Tab key does not come to what looks like the menu's button. Does anything open it without a finger?"
        )
        yield told(page, menu, Outcome.REVIEW, words, name=menu.get("name", ""), hidden=menu.get("hidden"))
