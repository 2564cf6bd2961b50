"""Forms that send what is typed without encryption."""

from collections.abc import Iterator

from audits.hosts import is_insecure_url
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


@page_rule(
    id="sec-form-insecure-action",
    category=Category.SECURITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["https://www.w3.org/TR/mixed-content/", "owasp:Transport_Layer_Security_Cheat_Sheet"],
    title="Form sends its data without encryption",
    message="The form sends what is typed over plain http.",
    why="Names, passwords and messages can be read on the way; browsers warn before sending.",
    fix="Ask the developer to send the form over https.",
    fix_developer="Write the `action` with `https:`, or as a path.",
    applies=lambda page: page.is_content and page.parts.scheme == "https" and page.select_one("form") is not None,
    examples=[
        Fails('<form action="http://example.com/send"><input name="a"></form>', at=["form"]),
        Fails('<form action="/a"><button formaction="http://example.com/b">Send</button></form>', at=["button"]),
        Passes('<form action="/send"><input name="a"></form>'),
        Passes('<form action="https://example.com/send"><input name="a"></form>'),
        Passes('<form action="http://localhost:8080/send"><input name="a"></form>', note="a machine at home"),
        Inapplicable("<p>Cats</p>"),
    ],
)
def sec_form_insecure_action(page: PageView) -> Iterator[Evidence]:
    """Yield each form or button that sends to a plain http address."""
    for element in page.select("form[action], [formaction]"):
        address = page.resolve((element.attr("formaction") or element.attr("action") or "").strip())
        if address is not None and is_insecure_url(address):
            yield page.evidence(element, f"The form sends to {address[:200]}.")
