"""Links that carry a new token on every page."""

import re
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.rules.urls.url_session_id import SESSION
from audits.site import SiteView
from store.model import NAVIGATION_KINDS

_PAIR = re.compile(r"[?&;]([^=&;/?#]{1,40})=([A-Za-z0-9_-]{16,128})(?=[&;#/]|$)")
_IN_PATH = re.compile(r"/\(([A-Z])\(([a-z0-9]{24})\)\)(?=/)")
"""Where ASP.NET writes a session that it keeps in the address."""
MOST = 0.5
"""Share of a page's links that carry its token: a session is written into all of them, an item's id into a few."""


@site_rule(
    id="trap-session-growth",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:url-structure"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Every page links with a token of its own",
    message="The links of this page carry a token that is new on every page.",
    why="Each visit makes new addresses of the same pages: crawlers never come to an end.",
    fix="Tell the developer which parameter it is.",
    fix_developer="Keep the token in a cookie or in a form, not in links.",
    settings={
        "min_pages": "pages whose links carry the parameter, from which on it is told",
        "min_targets": "different pages that such a page must link to with its token",
    },
    examples=[
        Fails(
            {f"/p{n}": "".join(f'<a href="/p{m}?tok=a{n}b7c8d9e0f1a2b3c4">P</a>' for m in range(6)) for n in range(6)},
            at=[f"/p{n}" for n in range(6)],
        ),
        Fails(
            {
                f"/(S(a{n}kzmx0fxkdhqs45e2v5klef))/p": "".join(
                    f'<a href="/(S(b{n}kzmx0fxkdhqs45e2v5klef))/p{m}">P</a>' for m in range(6)
                )
                for n in range(6)
            },
            at=[f"/(S(a{n}kzmx0fxkdhqs45e2v5klef))/p" for n in range(6)],
        ),
        Passes(
            {f"/p{n}": "".join(f'<a href="/p{m}?tok=a0b7c8d9e0f1a2b3c4">P</a>' for m in range(6)) for n in range(6)},
            note="the same token everywhere",
        ),
        Passes(
            {
                f"/p{n}": "".join(f'<a href="/p{m}">P</a>' for m in range(6))
                + f'<a href="/login?back=a{n}b7c8d9e0f1a2b3c4">L</a>'
                for n in range(6)
            },
            note="one link that says where to come back to",
        ),
        Passes(
            {
                f"/p{n}": "".join(f'<a href="/doc?id={m}{n}a7b7c8d9e0f1a2b3c4">D</a>' for m in range(6))
                for n in range(6)
            },
            note="names of documents",
        ),
        Passes(
            {
                f"/p{n}": "".join(f'<a href="/p{m}">P</a>' for m in range(20))
                + "".join(f'<a href="/do{m}?item=a{n}b7c8d9e0f1a2b3c4">D</a>' for m in range(6))
                for n in range(6)
            },
            note="what can be done with an item, by its id",
        ),
        Passes(
            {
                f"/p?tok=a{n}b7c8d9e0f1a2b3c4": "".join(
                    f'<a href="/p{m}?tok=a{n}b7c8d9e0f1a2b3c4">P</a>' for m in range(6)
                )
                for n in range(6)
            },
            note="each page keeps the token of its own address",
        ),
        Passes(
            {f"/p{n}": "".join(f'<a href="/p{m}?tok=a{n}b7c8d9e0f1a2b3c4">P</a>' for m in range(6)) for n in range(4)},
            note="four pages",
        ),
        Passes(
            {f"/p{n}": "".join(f'<a href="/p{m}?tok=a{n}b7c8d9e0f1a2b3c4">P</a>' for m in range(4)) for n in range(6)},
            note="four links",
        ),
        Passes(
            {
                f"/p{n}": "".join(f'<a href="/p{m}?PHPSESSID=a{n}b7c8d9e0f1a2b3c4">P</a>' for m in range(6))
                for n in range(6)
            },
            note="a well-known session: another rule's",
        ),
    ],
)
def trap_session_growth(site: SiteView, *, min_pages: int = 5, min_targets: int = 5) -> Iterator[Evidence]:
    """Yield each page whose links carry one token that no other page's links carry."""
    named: dict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
    for number, url in site.urls.items():
        for name, value, bare in _tokens(url):
            named[name][number] = (value, bare)
    for name, tokens in named.items():
        if len({value for value, _ in tokens.values()}) >= min_pages and site.is_internal(
            site.urls[next(iter(tokens))]
        ):
            pages = _growing(site, tokens, min_targets)
            if len(pages) >= max(2, min_pages):
                message = f"The links of {len(pages):,} pages carry `{name}` with another value on each page."
                for number in pages:
                    facts = {"parameter": name, "pages": len(pages)}
                    yield site.evidence(site.urls[number], message, group=name, facts=facts)


def _tokens(url: str) -> Iterator[tuple[str, str, str]]:
    """Name and value of what looks drawn by lot in an address, and the address without it."""
    if "=" in url:
        for found in _PAIR.finditer(url):
            name, value = found[1], found[2]
            is_mixed = any(letter.isdigit() for letter in value) and any(letter.isalpha() for letter in value)
            if is_mixed and not SESSION.search(found[0]):
                yield name, value, url[: found.start() + 1] + url[found.end() :]
    in_path = _IN_PATH.search(url) if "/(" in url else None
    if in_path:
        yield f"({in_path[1]}(…))", in_path[2], url[: in_path.start()] + url[in_path.end() :]


def _growing(site: SiteView, tokens: dict[int, tuple[str, str]], min_targets: int) -> list[int]:
    """The pages most of whose links carry one value; none where several pages share a value, or many pages have more.

    A page that carries the value in its own address names itself in its links, or keeps a session: nothing grows.
    """
    links = site.links
    is_followed = np.isin(links.kind, list(map(int, NAVIGATION_KINDS)))
    all_links = np.bincount(links.source[is_followed], minlength=1)
    mask = is_followed & np.isin(links.target, np.fromiter(tokens, dtype=np.int64))
    values: dict[int, set[str]] = defaultdict(set)
    targets: dict[int, set[str]] = defaultdict(set)
    for source, target in zip(links.source[mask].tolist(), links.target[mask].tolist(), strict=True):
        value, bare = tokens[target]
        if value not in site.urls[source]:
            values[source].add(value)
            targets[source].add(bare)
    pages = [
        source
        for source, own in values.items()
        if len(own) == 1 and len(targets[source]) >= max(min_targets, int(all_links[source]) * MOST)
    ]
    different = {value for source in pages for value in values[source]}
    is_growing = len(different) >= 0.9 * len(pages) and len(pages) >= 0.9 * len(values)
    return pages if is_growing else []
