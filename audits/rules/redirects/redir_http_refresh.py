"""Pages that send visitors on by a Refresh header."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule

_URL = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)


@page_rule(
    id="redir-http-refresh",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:301-redirects"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Page redirects by a Refresh header",
    message="The page sends visitors on by a `Refresh` header.",
    why="It is slow and breaks the Back button, and it is no standard redirect.",
    fix="Ask for a redirect from the server instead.",
    fix_developer="Answer 301 with `Location` and drop the `Refresh` header.",
    examples=[
        Fails("<p>A</p>", at=[""], headers={"Refresh": "0; url=/new"}),
        Passes("<p>A</p>"),
        Passes("<p>A</p>", headers={"Refresh": "60"}, note="loads itself again"),
    ],
)
def redir_http_refresh(page: PageView) -> Iterator[Evidence]:
    """Yield the header, where it names another address."""
    value = page.page.header("refresh")
    found = _URL.search(value) if value else None
    target = page.normal(found.group(1).strip()) if found else None
    if target and target != page.url:
        message = f"The page sends visitors on to {target} by a `Refresh` header."
        yield page.evidence(None, message, facts={"refresh": value, "final": target})
