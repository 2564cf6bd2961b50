"""Links to a place on the same page that does not exist."""

from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from audits.page import PageView
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)


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
        Fails(
            '<script src="/a.js"></script><a href="#prices">Prices</a>',
            at=["a"],
            artifacts={"rendered": {"ids": ["price"]}},
            note="the browser did not see the place either",
        ),
        Reviews('<script src="/a.js"></script><a href="#prices">Prices</a>', at=["a"], note="a script may add it"),
        Fails('<script type="application/ld+json">{}</script><a href="#prices">Prices</a>', at=["a"]),
        Passes(
            '<script src="/a.js"></script><a href="#prices">Prices</a>', artifacts={"rendered": {"ids": ["prices"]}}
        ),
        Passes('<a href="#prices">Prices</a>', page={"body_bytes": 3_000_000}, note="the page was not kept whole"),
        Passes('<a href="#prices:~:text=cheap">Prices</a><h2 id="prices">Prices</h2>'),
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
        name = (link.attr("href") or "")[1:].partition(":~:")[0]
        if not name or name.lower() == "top" or name[0] in "/!:" or link.attr("role") or link.attr("onclick"):
            continue
        if page.by_id(name) is None and page.by_id(unquote(name)) is None and not _is_scripted(link.attrs):
            missing.append((link, name))
    if missing and page.page.body_bytes > len(page.body.encode()):
        return  # the page was too long to be kept whole: the places may be in what is missing
    names = {anchor.attr("name") for anchor in page.select("a[name]")} if missing else set()
    rendered = page.artifacts.get(ArtifactKind.RENDERED)
    has_seen = rendered is not None and "ids" in rendered.data
    names.update(rendered.data["ids"] if rendered is not None and has_seen else ())
    is_unsure = bool(missing) and not has_seen and any(_is_program(one.attr("type")) for one in page.select("script"))
    for link, name in missing:
        if name in names or unquote(name) in names:
            continue
        facts = {"fragment": name}
        if is_unsure:
            yield page.review(link, f"The page has no place named “{name}” as it is sent.", facts=facts)
        else:
            yield page.evidence(link, f"The page has no place named “{name}”.", facts=facts)


def _is_program(kind: str | None) -> bool:
    folded = (kind or "").strip().lower()
    return folded in ("", "module") or "javascript" in folded


def _is_scripted(attributes: Mapping[str, object]) -> bool:
    return any(name.startswith(("data-", "aria-", "@", "v-", "ng-", "x-", "(")) for name in attributes)
