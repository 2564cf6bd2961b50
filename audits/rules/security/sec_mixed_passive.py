"""Images and media that an encrypted page loads without encryption."""

from collections.abc import Iterator

from audits.hosts import is_insecure_url
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.document import Element

_PARTS = "img[src], img[srcset], source[src], source[srcset], audio[src], video[src], video[poster]"


def _addresses(element: Element) -> Iterator[str]:
    for name in ("src", "srcset", "poster"):
        value = element.attr(name)
        if isinstance(value, str) and value:
            yield from (part.split()[0] for part in value.split(",") if part.strip()) if name == "srcset" else (value,)


@page_rule(
    id="sec-mixed-passive",
    category=Category.SECURITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["https://www.w3.org/TR/mixed-content/"],
    title="Encrypted page loads images without encryption",
    message="A page sent over https loads an image or media file over http.",
    why=(
        "Browsers try https in place of http, and where that fails the "
        "picture is missing; some mark the page as not secure."
    ),
    fix="Ask the developer to load it over https.",
    fix_developer="Write the address with `https:`, or without scheme and host.",
    applies=lambda page: page.is_content and page.parts.scheme == "https",
    examples=[
        Fails('<img src="http://example.net/a.png" alt="A">', at=["img"]),
        Fails('<img src="/a.png" srcset="/a.png 1x, http://example.net/b.png 2x" alt="A">', at=["img"]),
        Fails('<video poster="http://example.net/p.png"></video>', at=["video"]),
        Passes('<img src="/a.png" alt="A"><img src="https://example.net/a.png" alt="A">'),
        Passes('<a href="http://example.net/a.png">A</a>', note="a link"),
        Passes('<img src="http://192.168.0.7/a.png" alt="A">', note="a machine at home"),
        Inapplicable("<p>Cats</p>", url="http://example.com/"),
    ],
)
def sec_mixed_passive(page: PageView) -> Iterator[Evidence]:
    """Yield each part that is loaded over plain http from a public host."""
    if "http:" not in page.folded_body:
        return
    for element in page.select(_PARTS):
        for address in _addresses(element):
            url = page.resolve(address)
            if url is not None and is_insecure_url(url):
                yield page.evidence(element, f"`{element.tag}` loads {url[:200]}.", target=url)
                break
