"""Relative links that make ever longer addresses."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.urls import split


@site_rule(
    id="trap-path-growth",
    category=Category.LINKS,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:url-structure", "rfc:3986"],
    owner=Owner.TEMPLATE,
    title="Relative link makes ever longer addresses",
    message="A link on the page leads to a longer address of the same page, and so on without end.",
    why="Crawlers fall into an endless series of copies and do not get to the rest of the site.",
    fix="Tell whoever builds the site which page it is.",
    fix_developer="Write links from the root (`/folder/page`), and answer 404 to paths that do not exist.",
    settings={"min_growth": "segments that the path has to grow by"},
    examples=[
        Fails(
            {"/": '<a href="/a/">A</a>'}
            | {f"/{'a/' * n}": f'<p>We make boats.</p><a href="/{"a/" * (n + 1)}">A</a>' for n in range(1, 7)},
            at=["/a/a/a/a/a/a/"],
        ),
        Passes(
            {"/": '<a href="/a/">A</a>'}
            | {f"/{'a/' * n}": f'<p>We make boats.</p><a href="/{"a/" * (n + 1)}">A</a>' for n in range(1, 6)},
            note="four levels of growth",
        ),
        Passes(
            {"/": '<a href="/a/">A</a>'} | {f"/{'a/' * n}": f"<p>Chapter {n} of the tale.</p>" for n in range(1, 7)},
            note="different pages",
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": "<p>B</p>", "/a/b/c/d/e/f": "<p>B</p>"}, note="no part repeats"),
    ],
)
def trap_path_growth(site: SiteView, *, min_growth: int = 5) -> Iterator[Evidence]:
    """Yield the longest address of each series."""
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for page in site.content:
        digest = (page.facts.text_digest if page.facts else "") or page.body_digest
        groups[digest].append((len([one for one in split(page.url).path.split("/") if one]), page.url))
    for members in groups.values():
        shortest, longest = min(members), max(members)
        growth = longest[0] - shortest[0]
        segments = Counter(one for one in split(longest[1]).path.split("/") if one)
        if growth >= min_growth and segments and segments.most_common(1)[0][1] >= 3:
            message = f"{len(members)} addresses from {shortest[1]} to {longest[1]} answer with the same page."
            facts = {"urls": len(members), "shortest": shortest[1], "growth": growth}
            yield site.evidence(longest[1], message, target=longest[1], facts=facts)
