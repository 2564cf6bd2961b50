"""Pages that are sent without encryption."""

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
    id="sec-http-page",
    category=Category.SECURITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:page-experience", "owasp:Transport_Layer_Security_Cheat_Sheet"],
    title="Page is sent without encryption",
    message="The page answers over plain http.",
    why="Others on the way can read and change the page, and browsers mark it as not secure.",
    fix="Ask the operator of the server for HTTPS on all pages.",
    fix_developer="Redirect every http URL with 301 to its https form.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    applies=lambda page: page.is_content and is_public_host(page.parts.host),
    examples=[
        Fails("<p>Cats</p>", at=[""], url="http://example.com/page"),
        Passes("<p>Cats</p>"),
        Inapplicable("<p>Cats</p>", url="http://127.0.0.1:8000/", note="a machine at home"),
        Inapplicable("<p>Cats</p>", url="http://localhost/"),
    ],
)
def sec_http_page(page: PageView) -> Iterator[Evidence]:
    """Yield the page where its own address is http."""
    if page.parts.scheme == "http":
        yield page.evidence()
