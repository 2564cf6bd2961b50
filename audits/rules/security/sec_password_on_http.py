"""Password fields that are sent readable."""

from collections.abc import Iterator

from audits.hosts import is_public_host
from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
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
    id="sec-password-on-http",
    category=Category.SECURITY,
    severity=Severity.CRITICAL,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["owasp:Authentication_Cheat_Sheet"],
    title="Password is sent readable",
    message="A password typed here can be read by others.",
    why=(
        "Without encryption everybody on the way reads the password; with the "
        "method GET it stands in the address bar and logs."
    ),
    fix="Tell the developer at once, and let people change their passwords.",
    fix_developer="Serve the page over https only, and send the form with `method=post`.",
    owner=Owner.SERVER,
    applies=lambda page: page.is_content and page.select_one("input[type=password i]") is not None,
    examples=[
        Fails("<form method=post><input type=password></form>", at=["input"], url="http://example.com/"),
        Fails("<form><input type=password></form>", at=["input"], note="GET puts it into the address"),
        Passes("<form method=post><input type=password></form>"),
        Passes("<input type=password>", note="a script sends it"),
        Passes("<form method=post><input type=password></form>", url="http://127.0.0.1/", note="a machine at home"),
        Inapplicable("<form><input></form>"),
    ],
)
def sec_password_on_http(page: PageView) -> Iterator[Evidence]:
    """Yield each password field of an unprotected page or a GET form with an own button."""
    is_open = page.parts.scheme == "http" and is_public_host(page.parts.host)
    for field in page.select("input[type=password i]"):
        form = field.closest("form")
        method = (form.attr("method") or "get").lower() if form is not None else ""
        if is_open:
            yield page.evidence(field, "The password field stands on a page that is sent over plain http.")
        elif method == "get" and form is not None and form.attr("onsubmit") is None:
            yield page.evidence(field, "The form would put the password into the address.")
