"""Error messages of the server inside a page."""

import re
from collections.abc import Iterator
from itertools import accumulate

from audits.page import PageView
from audits.prose import without_samples
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Reviews, Severity, page_rule

_SIGNS = (
    "sqlstate[", "error in your sql", "ora-0", "ora-1", "traceback (most recent", "stack trace:", "ole db provider",
    "java.lang.", "system.nullreference", "system.invalid", "org.springframework", "org.hibernate",
)  # fmt: skip


def _may_show_error(body: str) -> bool:
    return ("on line" in body and (".php" in body or "on line <b>" in body)) or any(sign in body for sign in _SIGNS)


_ERROR = re.compile(
    r"(?:Fatal error|Parse error|Warning|Notice|Deprecated)\s*: .{1,400}? in \s*(?:/|[A-Z]:\\)\S+\.\w+(?:\(\d+\))?"
    r" on line \d+"
    r"|SQLSTATE\[\w+\](?:: | \[)"
    r"|You have an error in your SQL syntax; check the manual"
    r"|ORA-\d{5}: "
    r"|Traceback \(most recent call last\): .{0,20}File \""
    r"|Uncaught \w*(?:Error|Exception): .{1,300}?Stack trace: #0"
    r"|Microsoft OLE DB Provider for .{1,40} error '"
    r"|(?:System|java\.\w+|org\.\w+)(?:\.\w+)*(?:Exception|Error): .{0,300}? at \w+\.[\w.$]+\(",
)


@page_rule(
    id="content-error-text",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:troubleshoot-crawling-errors", "owasp:Error_Handling_Cheat_Sheet"],
    title="Page shows an error message of the server",
    message="The page shows an error message of the server.",
    why="Visitors see broken parts, and the message tells strangers about the server's files and database.",
    fix="Tell the developer; a part of this page did not work.",
    fix_developer="Mend the error, and switch off the display of errors on the public server (log them instead).",
    owner=Owner.SERVER,
    examples=[
        Fails(
            "<b>Warning</b>: Undefined variable $x in <b>/var/www/a.php</b> on line <b>3</b>", at=["b:first-of-type"]
        ),
        Fails("<p>SQLSTATE[42S02]: Base table or view not found</p>", at=["p"]),
        Fails('<div>Traceback (most recent call last): File "/srv/app.py", line 3, in view</div>', at=["div"]),
        Reviews(
            "<p>You may see SQLSTATE[42S02]: Base table not found.</p><pre>php artisan migrate</pre>",
            at=["p"],
            note="a page that explains errors",
        ),
        Passes('<pre>Traceback (most recent call last): File "a.py", line 1</pre>', note="shown as a sample"),
        Passes("<p>Warning: wet floor in /the hall on line 3</p>"),
        Passes("<p>The exception proves the rule.</p>"),
    ],
)
def content_error_text(page: PageView) -> Iterator[Evidence]:
    """Yield the element in which the first error message begins; for review on pages that show code."""
    if not _may_show_error(page.folded_markup) or not _may_show_error(without_samples(page.folded_markup)):
        return
    text = " ".join(passage.text for passage in page.prose)
    found = _ERROR.search(text)
    if found is None:
        return
    ends = accumulate(len(passage.text) + 1 for passage in page.prose)
    element = next(one.element for one, end in zip(page.prose, ends, strict=True) if end > found.start())
    is_technical = page.select_one("pre, code, blockquote") is not None
    message = f"The page shows “{found[0][:120]}”."
    yield page.review(element, message) if is_technical else page.evidence(element, message)
