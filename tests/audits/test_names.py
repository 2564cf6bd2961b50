"""Accessible names from markup: the cases of W3C's ACT rules, and the turns of the computation one by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audits.names import accessible_name
from audits.page import PageView
from store.document import Element
from store.model import Page

CORPUS = Path(__file__).resolve().parents[2] / "../shared/corpora/act"
SUBJECTS = {
    "m6b1q3": "[role=menuitem], [role=menuitemcheckbox], [role=menuitemradio]",
    "97a4e1": "button, input[type=submit], input[type=button], input[type=reset], [role=button], summary",
    "59796f": "input[type=image]",
    "23a2a8": "img, [role=img]:not(svg)",
    "c487ae": "a[href], area[href], [role=link]",
    "7d6734": ":is(svg, svg *):is([role=img], [role^=graphics-])",
    "cae760": "iframe",
}


def view(html: str) -> PageView:
    return PageView(Page("https://example.com/", status=200), html)


def name(html: str, selector: str = "#x") -> str:
    page = view(html)
    element = page.select_one(selector)
    assert element is not None
    return accessible_name(page, element)


def cases() -> list[Any]:
    if not (CORPUS / "testcases.json").exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason=f"the ACT cases are not at {CORPUS}"))]
    known = json.loads((CORPUS / "testcases.json").read_text())["testcases"]
    return [
        pytest.param(case, id=f"{case['ruleId']}-{case['testcaseTitle']}".replace(" ", "-"))
        for case in known
        if case["ruleId"] in SUBJECTS and case["expected"] != "inapplicable" and case["path"].endswith(".html")
    ]


@pytest.mark.parametrize("case", cases())
def test_name_agrees_with_the_act_case(case: dict[str, Any]) -> None:
    page = view((CORPUS / "site" / case["path"].lstrip("/")).read_text())
    subjects = [one for one in page.select(SUBJECTS[case["ruleId"]]) if is_exposed(page, one, case["ruleId"])]
    nameless = [one.html[:200] for one in subjects if not accessible_name(page, one)]
    if case["expected"] == "failed":
        assert nameless, f"every subject got a name: {[accessible_name(page, one) for one in subjects]}"
    else:
        assert not nameless


def is_exposed(page: PageView, element: Element, rule: str) -> bool:
    if page.is_hidden(element) or "display: none" in (element.attr("style") or ""):
        return False
    decorative = element.attr("role") in ("presentation", "none") or element.attr("alt") == ""
    # What takes the focus, or carries a label, cannot be declared decoration.
    is_shown = element.attr("aria-label") or element.attr("tabindex") is not None
    return not (rule == "23a2a8" and decorative and not is_shown)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a id=x href=/>Read <b>more</b> now</a>', "Read more now"),
        ('<a id=x href=/><img alt="Cat">Home</a>', "Cat Home"),
        ('<button id=x aria-label="Close">×</button>', "Close"),
        ('<button id=x aria-label="  ">Send</button>', "Send"),
        ('<p id=a>One</p><p id=b>Two</p><button id=x aria-labelledby="b a">No</button>', "Two One"),
        ('<p id=a hidden>Hidden <i>words</i></p><button id=x aria-labelledby=a>No</button>', "Hidden words"),
        ('<p id=a>Seen <i hidden>not</i></p><button id=x aria-labelledby=a>No</button>', "Seen"),
        ('<button id=x aria-labelledby=gone>Yes</button>', "Yes"),
        ('<button id=x aria-label="Drop" aria-labelledby="x f">No</button><a id=f href=/>a.txt</a>', "Drop a.txt"),
        ('<label for=x>Name</label><input id=x>', "Name"),
        ('<label>Name <input id=x value=3></label>', "Name"),
        ('<label>Flash <input id=x type=checkbox> <input type=text value=3> times</label>', "Flash 3 times"),
        ('<label for=x>One</label><label for=x>Two</label><input id=x>', "One Two"),
        ('<input id=x placeholder="Your mail">', "Your mail"),
        ('<input id=x title="Find" placeholder="Words">', "Find"),
        ('<input id=x type=submit>', "Submit"),
        ('<input id=x type=submit value="Buy">', "Buy"),
        ('<input id=x type=button>', ""),
        ('<input id=x type=image src=a.png>', ""),
        ('<input id=x type=image alt="Search">', "Search"),
        ('<img id=x src=a.png title="Map">', "Map"),
        ('<img id=x src=a.png alt="" title="Map">', ""),
        ('<fieldset id=x><legend>Size</legend><input></fieldset>', "Size"),
        ('<table id=x><caption>Prices</caption><tr><td>1</table>', "Prices"),
        ('<svg id=x role=img><title>Chart</title><path/></svg>', "Chart"),
        ('<a id=x href=/><svg><title>Home</title></svg></a>', "Home"),
        ('<a id=x href=/><span aria-hidden=true>★</span></a>', ""),
        ('<a id=x href=/><span style="display:none">Gone</span>Here</a>', "Here"),
        ('<a id=x href=/><script>var a</script></a>', ""),
        ('<div id=x>Words</div>', ""),
        ('<div id=x role=button>Words</div>', "Words"),
        ('<h2 id=x><img alt="Logo" role=presentation>Title</h2>', "Title"),
        ('<iframe id=x title="Map of Wien"></iframe>', "Map of Wien"),
        ('<button id=x><div>One</div><div>Two</div></button>', "One Two"),
        ('<select id=x title="Colour"><option>Red</select>', "Colour"),
    ],
)  # fmt: skip
def test_name_is_computed_step_by_step(html: str, expected: str) -> None:
    assert name(html) == expected


def test_elements_that_name_each_other_do_not_loop() -> None:
    assert name("<b id=x role=button aria-labelledby=y>One</b><b id=y role=button aria-labelledby=x>Two</b>") == "Two"


def test_a_label_names_only_its_first_control() -> None:
    html = "<label>Both <input id=x><input id=y></label>"
    assert name(html) == "Both"
    assert name(html, "#y") == ""
