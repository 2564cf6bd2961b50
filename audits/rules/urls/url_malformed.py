"""Links whose address no browser can read."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule
from store.urls import resolve

_PLAIN_HOST = re.compile(r"[A-Za-z0-9.-]*[A-Za-z][A-Za-z0-9.-]*(?::\d{1,4})?")


@page_rule(
    id="url-malformed",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["url:url-parsing", "html:the-a-element"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link has an address that no browser can read",
    message="The address of this link cannot be read.",
    why="A click does nothing, or leads to an error of the browser.",
    fix="Correct the address; often a space or a sign slipped in, or the name of the site is missing.",
    fix_developer="Build addresses with a URL library rather than by joining strings, and check what editors type.",
    examples=[
        Fails('<a href="https://">A</a>', at=["a"]),
        Fails('<a href="http://exa mple.com/">A</a><a href="/b">B</a>', at=['a[href^="http"]']),
        Fails('<a href="https://example.com:port/">A</a>', at=["a"]),
        Fails('<map><area href="//[::1/" alt="A"></map>', at=["area"]),
        Passes('<a href="https://example.com:8080/a b">A</a>', note="browsers mend the space"),
        Passes('<a href="https://قوارب.example/">A</a><a href="http://127.0.0.1/">B</a>'),
        Passes('<a href="http:/a">A</a><a href="mailto:a b">B</a><a href="a::b">C</a>'),
        Passes('<a href="https://{{ host }}/">A</a>', note="a script fills it in"),
        Passes('<p>Write <code>&lt;a href="https://"&gt;</code></p>', note="a sample"),
        Passes("<script>x = '<a href=\"https://' + host + '\">'</script>", note="a script puts the address together"),
    ],
)
def url_malformed(page: PageView) -> Iterator[Evidence]:
    """Yield each link whose address the URL standard refuses."""
    for link in page.select('a[href*="//"], area[href*="//"]'):
        href = (link.attr("href") or "").strip()
        # Only a host can be refused, and nearly all hosts are plain.
        host = href.partition("//")[2].partition("/")[0]
        if not _PLAIN_HOST.fullmatch(host) and "{{" not in host and resolve(href, page.base_url) is None:
            yield page.evidence(link, f"No browser can read the address `{href[:100]}`.", facts={"href": href[:300]})
