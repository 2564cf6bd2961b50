"""Forms on pages that are not encrypted."""

from collections.abc import Iterator

from audits.hosts import is_public_host
from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)


@page_rule(
    id="sec-form-on-http",
    category=Category.SECURITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["owasp:Transport_Layer_Security_Cheat_Sheet"],
    title="Form stands on a page without encryption",
    message="The form stands on a page that is sent over plain http.",
    why="The page can be changed on the way, so what is typed may go to strangers; browsers warn at the field.",
    fix="Ask the operator of the server for HTTPS on this page.",
    fix_developer="Redirect the page to its https form.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    applies=lambda page: page.is_content and page.parts.scheme == "http" and is_public_host(page.parts.host),
    examples=[
        Fails("<form><input name=a></form>", at=["form"], url="http://example.com/"),
        Fails("<form><textarea name=a></textarea></form>", at=["form"], url="http://example.com/"),
        Passes("<form><input type=hidden name=a><button>Go</button></form>", url="http://example.com/"),
        Passes("<p>Cats</p>", url="http://example.com/"),
        Inapplicable("<form><input name=a></form>"),
        Inapplicable("<form><input name=a></form>", url="http://192.168.1.4/", note="a machine at home"),
    ],
)
def sec_form_on_http(page: PageView) -> Iterator[Evidence]:
    """Yield each form into which people type."""
    typed = "input:not([type]), input:not([type=hidden], [type=submit], [type=button], [type=image]), textarea, select"
    for form in page.select("form"):
        if form.select_one(typed) is not None:
            yield page.evidence(form)
