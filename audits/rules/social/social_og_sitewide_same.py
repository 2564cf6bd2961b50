"""One title or picture for sharing on nearly all pages."""

from collections import Counter
from collections.abc import Iterator

from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.site import SiteView

_PICTURE = '<meta property="og:image" content="https://example.com/logo.png">'


def _site(count: int, *heads: str) -> dict[str, str]:
    return {"/": _PICTURE, **{f"/p{n}": (heads[n % len(heads)] + f"<p>Text {n}</p>") for n in range(count)}}


@site_rule(
    id="social-og-sitewide-same",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["ogp:metadata"],
    title="Nearly all pages are shared with the same title or picture",
    message="One og:title or og:image stands on nearly all pages.",
    why="Whichever page is shared, it looks the same: readers cannot tell what it is about.",
    fix="Choose a picture for the most important pages at least.",
    fix_developer=(
        "Fill `og:title` and `og:image` from the page's own title and picture, and use the site's only where "
        "there is none."
    ),
    settings={
        "share": "share of the pages from which on the same value is told",
        "least_pages": "pages that a site must have to be judged",
    },
    examples=[
        Fails(_site(50, _PICTURE), at=["/"]),
        Fails(_site(50, '<meta property="og:title" content="Cats Ltd">'), at=["/"]),
        Passes(_site(40, _PICTURE), note="a small site"),
        Passes(_site(60, _PICTURE, "<title>A</title>"), note="on half of the pages"),
        Passes({f"/p{n}": f'<meta property="og:image" content="https://example.com/{n}.png">' for n in range(60)}),
    ],
)
def social_og_sitewide_same(site: SiteView, *, share: float = 0.9, least_pages: int = 50) -> Iterator[Evidence]:
    """Yield each value that nearly all pages carry."""
    pages = [page for page in site.indexable if page.facts]
    if len(pages) < least_pages:
        return
    for wanted in ("og:title", "og:image"):
        firsts = (next((v for k, v in page.facts.open_graph if k == wanted), "") for page in pages if page.facts)
        counts = Counter(value.strip() for value in firsts if value.strip())
        if counts:
            value, count = counts.most_common(1)[0]
            if count >= share * len(pages):
                message = f"{count} of {len(pages)} pages have the same {wanted}, “{value[:100]}”."
                facts = {"value": value[:300], "pages": count}
                yield site.evidence(site.start_url, message, group=wanted, facts=facts)
