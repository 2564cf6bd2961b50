"""Pages whose source opens the body more than once."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, page_rule
from audits.source_tags import start_tags


@page_rule(
    id="html-body-multiple",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:sections.html#the-body-element", "html:parsing.html#parsing-main-inbody"],
    title="Page has more than one body",
    message="The source of the page opens `body` more than once.",
    why="Mostly a whole document was put into another; its title and directives are lost or read as text.",
    fix="Ask the developer which part of the page brings a document of its own.",
    fix_developer="Print one `body`; cut the included part down to what stands inside its body.",
    examples=[
        Fails("<body><p>A</p><body class='b'><p>B</p></body></body>", at=[""]),
        Fails("<html><body><html><head></head><body>B</body></html></body></html>", at=[""]),
        Passes("<body><p>Cats</p></body>"),
        Passes("<p>No tag at all</p>"),
        Passes("<body><tbody></tbody><textarea><body></body></textarea><!-- <body> --></body>"),
        Passes("<body><svg><body></svg></body>", note="a slip inside a picture"),
        Passes("<body><script>document.write('<body>')</script></body>"),
    ],
)
def html_body_multiple(page: PageView) -> Iterator[Evidence]:
    """Yield the page with several body tags, once."""
    count = start_tags(page, "body")
    if count > 1:
        yield page.evidence(None, f"The source opens `body` {count} times.", facts={"bodies": count})
