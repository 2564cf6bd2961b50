"""Pages that do not name their encoding."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, page_rule

_META = re.compile(r"<meta[^>]+charset", re.IGNORECASE)


@page_rule(
    id="html-charset-missing",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:semantics.html#charset"],
    title="Page does not name its encoding",
    message="Neither the header nor the first 1,024 bytes name the encoding.",
    why="The browser must guess, and where it guesses wrong, letters beyond plain English are garbled.",
    fix="Ask the developer to name the encoding.",
    fix_developer='Send `Content-Type: text/html; charset=utf-8`, or put `<meta charset="utf-8">` first in the head.',
    settings={"first_bytes": "bytes from the start in which browsers look for it"},
    examples=[
        Fails("<title>Cats</title>", at=[""]),
        Fails("<!--" + "x" * 1024 + '--><meta charset="utf-8">', at=[""], note="too late"),
        Passes('<meta charset="utf-8"><title>Cats</title>'),
        Passes('<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'),
        Passes("<title>Cats</title>", headers={"Content-Type": "text/html; charset=utf-8"}),
        Passes("\ufeff<title>Cats</title>", note="a byte order mark"),
    ],
)
def html_charset_missing(page: PageView, *, first_bytes: int = 1024) -> Iterator[Evidence]:
    """Yield the page that names no encoding in time."""
    if "charset=" in (page.page.header("content-type") or "").lower() or page.body.startswith("\ufeff"):
        return
    start = page.body.encode("utf-8", "replace")[: max(first_bytes, 0)].decode("utf-8", "replace")
    if page.body and not _META.search(start):
        yield page.evidence()
