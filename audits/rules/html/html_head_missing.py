"""Pages whose source has no head, or more than one."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.source_tags import start_tags

_TOP = "title, meta, link, base"


@page_rule(
    id="html-head-missing",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:semantics.html#the-head-element", "google:valid-page-metadata"],
    title="Page has no head, or more than one",
    message="The source of the page does not have exactly one head.",
    why="Without a head there is no title or description, and what a second head says is read as text of the page.",
    fix="Ask the developer to give the page one head.",
    fix_developer="Print one `head` with all its elements; look for a part that brings a whole document with it.",
    applies=lambda page: page.is_content and not page.is_signpost and bool(page.body.strip()),
    examples=[
        Fails("<html><head><title>A</title></head><head><title>B</title></head><body><p>C</p></body></html>", at=[""]),
        Fails("<div><p>A part of a page</p></div>", at=[""], note="no head, and nothing of one"),
        Passes("<html><head><title>Cats</title></head><body><p>Cats</p></body></html>"),
        Passes("<!doctype html><title>Cats</title><p>The tags of a head may be left out</p>"),
        Passes("<head><title>C</title></head><header>Cats</header>", note="a header is no head"),
        Passes(
            "<head><title>C</title></head><body><textarea><html><head></head></html></textarea>"
            "<!-- <head> --><script>'<head>'</script><iframe srcdoc='<head></head>'></iframe></body>",
            note="shown or kept as text",
        ),
        Passes(
            '<head><meta name="description" content="It will go into <head />"><title>C</title></head><p>Cats</p>',
            note="in the words of a description",
        ),
        Inapplicable("", note="nothing came"),
    ],
)
def html_head_missing(page: PageView) -> Iterator[Evidence]:
    """Yield the page with several head tags, or with none and nothing that belongs into one."""
    count = start_tags(page, "head")
    if count > 1:
        message = f"The source has {count} `head` tags; browsers and Google read the first."
        yield page.evidence(None, message, group="several", facts={"heads": count})
    elif count == 0 and page.select_one(_TOP) is None:
        yield page.evidence(
            None, "The page is sent without a head, and without title, `meta` and `link`.", group="none"
        )
