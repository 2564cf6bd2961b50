"""Fields of one form that have the same name."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from store.document import Element

_TYPED = (
    "select, textarea, input:not([type=hidden i], [type=radio i], [type=checkbox i], [type=submit i], [type=button i], "
    "[type=reset i], [type=image i])"
)


@page_rule(
    id="form-label-duplicate",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.4.6", "wcag:3.3.2"],
    wcag=["2.4.6", "3.3.2"],
    title="Two fields of a form have the same name",
    message="Several fields of this form are called the same.",
    why="Who hears the form instead of seeing it cannot tell which of them is meant.",
    fix="Give each field a name of its own, such as “Name of the child”.",
    fix_developer="Make the labels differ, or put each set into a `fieldset` with a `legend`.",
    applies=lambda page: page.is_content and len(page.fields) > 1 and page.select_one("form") is not None,
    examples=[
        Reviews(
            '<form><label>Name <input name="a"></label><label>Name <input name="b"></label></form>', at=["[name=b]"]
        ),
        Passes('<form><label>Name <input name="a"></label><label>City <input name="b"></label></form>'),
        Passes("<form><label>Name <input></label></form><form><label>Name <input></label></form>", note="two forms"),
        Passes('<form><fieldset><legend>You</legend><input title="Name"></fieldset><input title="Name"></form>'),
        Passes('<form><label>Yes <input type="radio"></label><label>Yes <input type="radio"></label></form>'),
        Passes(
            '<form><table><tr><td><input title="Price"><td><input title="Price"></table></form>',
            note="a table tells more",
        ),
        Passes(
            '<form><ul><li><input title="Qty"></li><li><input title="Qty"></li></ul></form>', note="a list of things"
        ),
        Passes("<form><input><input></form>", note="no name at all is told by another rule"),
        Passes("<form><label>Name <input></label><label hidden>Name <input></label></form>"),
        Inapplicable("<form><input></form>"),
    ],
)
def form_label_duplicate(page: PageView) -> Iterator[Evidence]:
    """Yield the second field of each name in a form, where nothing around the two tells them apart."""
    for form in page.select("form"):
        by_name: dict[tuple[str, Element | None], Element] = {}
        told: set[str] = set()
        for field in form.select(_TYPED):
            if field.closest("table, li, [role=row], [role=listitem]") is not None:
                continue
            name = page.accessible_name(field).casefold()
            group = field.closest("fieldset, [role=group], [role=radiogroup], section, article")
            if not name or name in told or not is_exposed(field):
                continue
            if (name, group) in by_name:
                told.add(name)
                yield page.review(field, f"Can the fields called “{name[:60]}” be told apart without seeing them?")
            by_name.setdefault((name, group), field)
