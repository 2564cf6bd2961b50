"""Forms that send what is typed nowhere."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)

_NOWHERE = frozenset(
    {"#", "#!", "javascript:", "javascript:;", "javascript:void(0)", "javascript:void(0);", "about:blank"}
)
_SCRIPTED = "script:not([type*=json i]):not([type*=template i])"


@page_rule(
    id="form-no-target",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["html:attr-fs-action"],
    title="Form sends to nowhere",
    message="The form has no address to send to, and no script on the page could send it.",
    why="Visitors fill in the form and press the button, and their message is lost.",
    fix="Send the form once and see whether it arrives; ask the developer if it does not.",
    fix_developer="Give the form an `action` that takes its data, or load the script that sends it.",
    applies=lambda page: page.is_content and "<form" in page.folded_body,
    examples=[
        Reviews('<form action="#"><input name="mail"><button>Send</button></form>', at=["form"]),
        Reviews('<form action="javascript:void(0)"><textarea name="q"></textarea></form>', at=["form"]),
        Passes('<form action="/send"><input name="mail"></form>'),
        Passes('<form method="post"><input name="mail"></form>', note="the page itself takes it"),
        Passes('<script src="/app.js"></script><form action="#"><input name="mail"></form>', note="a script may send"),
        Passes('<form action="#" onsubmit="send()"><input name="mail"></form>'),
        Passes('<form action="#"><input name="mail"><button formaction="/send">Send</button></form>'),
        Passes('<form action="#"><button>Top</button></form>', note="nothing to fill in"),
        Inapplicable("<p>No form</p>"),
    ],
)
def form_no_target(page: PageView) -> Iterator[Evidence]:
    """Yield each form with fields and an empty address, on pages without any script."""
    empty = [form for form in page.select("form[action]") if str(form.attr("action")).strip().lower() in _NOWHERE]
    if not empty or page.select_one(_SCRIPTED) is not None:
        return
    for form in empty:
        if form.attr("onsubmit") is not None or form.select_one("[formaction], [onclick]") is not None:
            continue
        if (
            form.select_one("input:not([type=hidden i], [type=submit i], [type=button i]), textarea, select")
            is not None
        ):
            yield page.review(form)
