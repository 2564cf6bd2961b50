"""Open Graph properties that may stand once and stand twice."""

from collections import defaultdict
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule

_ONCE = ("og:title", "og:description", "og:url")


@page_rule(
    id="social-og-duplicate",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["ogp:metadata"],
    title="Open Graph property stands twice",
    message="One of og:title, og:description and og:url stands more than once.",
    why="Networks take the first or the last of them, so the page may be shared under the wrong title or address.",
    fix="Often two plugins write the same data; switch it off in one of them.",
    fix_developer="Print each of `og:title`, `og:description` and `og:url` once.",
    applies=lambda page: page.is_content and bool(page.facts.open_graph),
    examples=[
        Fails(
            '<meta property="og:title" content="Cats"><meta property="og:title" content="Dogs">',
            at=["meta:nth-of-type(2)"],
        ),
        Fails(
            '<meta property="og:url" content="https://example.com/page"><meta property="og:url" '
            'content="https://example.com/page">',
            at=["meta:nth-of-type(2)"],
            note="the same twice: information only",
        ),
        Passes('<meta property="og:title" content="Cats"><meta property="og:description" content="Cats">'),
        Passes(
            '<meta property="og:image" content="/a.png"><meta property="og:image" content="/b.png">', note="may repeat"
        ),
        Inapplicable("<title>Cats</title>"),
    ],
)
def social_og_duplicate(page: PageView) -> Iterator[Evidence]:
    """Yield the second element of each property that stands twice; as information where both say the same."""
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in page.facts.open_graph:
        if name in _ONCE:
            values[name].append(value.strip())
    for name, given in values.items():
        if len(given) < 2:
            continue
        found = page.select(f'meta[property="{name}" i], meta[name="{name}" i]')
        severity = Severity.INFO if len(set(given)) == 1 else None
        how = "each time the same" if severity else "with different values"
        message = f"{name} stands {len(given)} times, {how}."
        element = found[1] if len(found) > 1 else None
        yield page.evidence(element, message, group=name, severity=severity, facts={"values": given[:5]})
