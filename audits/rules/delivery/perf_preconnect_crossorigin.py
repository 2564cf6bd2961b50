"""Connections that are opened in advance for fonts, and that fonts cannot use."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.document import Element
from store.urls import split

_FONT_HOSTS = frozenset({"fonts.gstatic.com", "fonts.bunny.net"})
_BARE = "<head><link rel=preconnect href=https://fonts.gstatic.com></head>"
_SHEET = {"fonts": [["Inter", "swap", "https://f.example.net/i.woff2"]]}


@page_rule(
    id="perf-preconnect-crossorigin",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["web.dev:preconnect-and-dns-prefetch", "web.dev:font-best-practices"],
    title="Early connection for fonts lacks `crossorigin`",
    message="The `preconnect` to a host of fonts has no `crossorigin`.",
    why="Fonts are loaded over a connection of another kind, so the one that was opened is in vain.",
    fix="Ask the developer to add one word to the link.",
    fix_developer='Write `<link rel="preconnect" href="…" crossorigin>` for hosts of fonts.',
    applies=lambda page: page.is_content and "preconnect" in page.folded_body,
    examples=[
        Fails(_BARE, at=["link"]),
        Fails(
            "<head><link rel=preconnect href=https://f.example.net></head>",
            at=["link"],
            site_options={"assets": {"https://example.com/a.css": _SHEET}},
        ),
        Passes("<head><link rel=preconnect href=https://fonts.gstatic.com crossorigin></head>"),
        Passes("<head><link rel=preconnect href=https://fonts.googleapis.com></head>", note="a host of style sheets"),
        Passes(_BARE.replace("</head>", "<link rel=preconnect href=https://fonts.gstatic.com crossorigin></head>")),
        Inapplicable("<p>A</p>"),
    ],
)
def perf_preconnect_crossorigin(page: PageView) -> Iterator[Evidence]:
    """Yield each link to a host of fonts without it, where no other link to the host has it."""
    fonts = {split(str(face[2])).netloc for data in page.site.assets.values() for face in data.get("fonts") or ()} - {
        page.parts.netloc
    }
    bare: dict[str, Element] = {}
    right: set[str] = set()
    for link in page.select('link[rel~="preconnect" i][href]'):
        address = page.resolve(link.attr("href") or "")
        if address is None or not address.startswith("http"):
            continue
        host = split(address).netloc
        if link.attr("crossorigin") is not None:
            right.add(host)
        elif host in _FONT_HOSTS or host in fonts:
            bare.setdefault(host, link)
    for host, link in bare.items():
        if host not in right:
            yield page.evidence(link, f"The `preconnect` to {host} has no `crossorigin`.", target=host)
