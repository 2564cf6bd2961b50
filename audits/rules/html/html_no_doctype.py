"""Pages without a document type."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, page_rule

_DOCTYPE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<!doctype\s+html", re.IGNORECASE | re.DOTALL)


@page_rule(
    id="html-no-doctype",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:syntax.html#the-doctype"],
    title="Page has no document type",
    message="The page does not begin with `<!doctype html>`.",
    why="Browsers then imitate the mistakes of browsers of 1998, and sizes and places may come out wrong.",
    fix="Ask the developer to add the first line.",
    fix_developer="Write `<!doctype html>` as the first line of the template.",
    examples=[
        Fails("<p>Cats</p>", at=[""]),
        Passes("<!DOCTYPE html><p>Cats</p>"),
        Passes("\n<!-- made by hand -->\n<!doctype html>\n<p>Cats</p>"),
        Passes('<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><p>Cats</p>'),
    ],
)
def html_no_doctype(page: PageView) -> Iterator[Evidence]:
    """Yield the page that starts with anything else."""
    if page.body and not _DOCTYPE.match(page.body.lstrip("\ufeff")[:5000]):
        yield page.evidence()
