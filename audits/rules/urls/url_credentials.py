"""Links that carry a user name and a password."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule

_LOGIN = re.compile(r"^\s*(?:https?:)?//[^/?#@\s]*:[^/?#@\s]+@", re.IGNORECASE)


@page_rule(
    id="url-credentials",
    category=Category.SECURITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:3986", "url:url-representation"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link gives away a password",
    message="This link carries a user name and a password.",
    why="Everybody who reads the page can use that login.",
    fix="Take the login out of the link at once, and change the password.",
    fix_developer="Never write `user:password@` into an address; ask for the login on the other side.",
    examples=[
        Fails('<a href="https://bob:secret@example.com/a">A</a>', at=["a"]),
        Passes('<a href="https://example.com/a@b">A</a>'),
        Passes('<a href="mailto:bob@example.com">A</a>'),
        Passes('<a href="https://example.com/a:b/@bob">A</a>'),
    ],
)
def url_credentials(page: PageView) -> Iterator[Evidence]:
    """Yield each link with a login; the password is not repeated in the message."""
    for link in page.select('a[href*="@"]'):
        if _LOGIN.match(link.attr("href") or ""):
            yield page.evidence(link)
