"""Scripts, frames and styles that an encrypted page loads without encryption."""

from collections.abc import Iterator

from audits.hosts import is_insecure_url
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.document import Element

_PARTS = 'script[src], iframe[src], link[rel~="stylesheet" i][href], object[data], embed[src]'


def _addresses(element: Element) -> Iterator[str]:
    for name in ("src", "href", "data"):
        value = element.attr(name)
        if isinstance(value, str) and value:
            yield from (part.split()[0] for part in value.split(",") if part.strip()) if name == "srcset" else (value,)


@page_rule(
    id="sec-mixed-active",
    category=Category.SECURITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["https://www.w3.org/TR/mixed-content/"],
    title="Encrypted page loads scripts or frames without encryption",
    message="A page sent over https loads a script, style sheet or frame over http.",
    why="Browsers refuse to load it, so a part of the page does not work; loaded, it could change the whole page.",
    fix="Ask the developer to load it over https.",
    fix_developer="Write the address with `https:`, or without scheme and host.",
    applies=lambda page: page.is_content and page.parts.scheme == "https",
    examples=[
        Fails('<script src="http://cdn.example.net/a.js"></script>', at=["script"]),
        Fails('<link rel="stylesheet" href="HTTP://cdn.example.net/a.css">', at=["link"]),
        Fails('<iframe src="http://example.net/"></iframe>', at=["iframe"]),
        Passes('<script src="//cdn.example.net/a.js"></script><link rel="stylesheet" href="/a.css">'),
        Passes('<a href="http://example.net/">A</a><script>var x = "http:";</script>', note="a link"),
        Passes('<script src="http://localhost:3000/a.js"></script>', note="a machine at home"),
        Inapplicable("<p>Cats</p>", url="http://example.com/"),
    ],
)
def sec_mixed_active(page: PageView) -> Iterator[Evidence]:
    """Yield each part that is loaded over plain http from a public host."""
    if "http:" not in page.folded_body:
        return
    for element in page.select(_PARTS):
        for address in _addresses(element):
            url = page.resolve(address)
            if url is not None and is_insecure_url(url):
                yield page.evidence(element, f"`{element.tag}` loads {url[:200]}.", target=url)
                break
