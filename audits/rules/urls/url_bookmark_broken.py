"""Links to a place on the same page that does not exist."""

from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from audits.page import PageView
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule


@page_rule(
    id="url-bookmark-broken",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:scrolling-to-a-fragment"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link to a place on the page leads nowhere",
    message="This link points at a place on the page that does not exist.",
    why="Visitors click and nothing happens; in a table of contents or a skip link that shuts people out.",
    fix="Give the place the name that the link uses, or take the link out.",
    fix_developer="Give the target element the `id` of the fragment.",
    examples=[
        Fails('<a href="#prices">Prices</a><h2 id="price">Prices</h2>', at=["a"]),
        Passes('<a href="#prices">Prices</a><h2 id="prices">Prices</h2>'),
        Passes('<a href="#prices">Prices</a><a name="prices"></a>'),
        Passes('<a href="#">Menu</a><a href="#top">Up</a>', note="both mean the top of the page"),
        Passes('<a href="#caf%C3%A9">C</a><h2 id="café">C</h2>'),
        Passes('<a href="#/route">R</a><a href="#!x">R</a>', note="routes of a script"),
        Passes('<a href="#:~:text=words">W</a>', note="a text fragment"),
        Passes('<a href="#modal" data-toggle="modal">M</a>', note="a script takes it"),
        Passes('<a href="#tab" role="tab">M</a>', note="a script takes it"),
    ],
)
def url_bookmark_broken(page: PageView) -> Iterator[Evidence]:
    """Yield each link within the page whose target is missing."""
    missing = []
    for link in page.select('a[href^="#"]'):
        name = (link.attr("href") or "")[1:]
        if not name or name.lower() == "top" or name[0] in "/!:" or link.attr("role") or link.attr("onclick"):
            continue
        if page.by_id(name) is None and page.by_id(unquote(name)) is None and not _is_scripted(link.attrs):
            missing.append((link, name))
    names = {anchor.attr("name") for anchor in page.select("a[name]")} if missing else set()
    for link, name in missing:
        if name not in names and unquote(name) not in names:
            yield page.evidence(link, f"The page has no place named “{name}”.", facts={"fragment": name})


def _is_scripted(attributes: Mapping[str, object]) -> bool:
    return any(name.startswith(("data-", "aria-", "@", "v-", "ng-", "x-", "(")) for name in attributes)
