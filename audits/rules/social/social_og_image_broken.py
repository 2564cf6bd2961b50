"""Sharing pictures that cannot be loaded."""

from collections.abc import Iterator

from audits.rule import Answer, Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import LinkState, Target
from store.urls import normal_form


@site_rule(
    id="social-og-image-broken",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["ogp:structured"],
    title="Picture for sharing cannot be loaded",
    message="The og:image cannot be loaded.",
    why="When somebody shares the page, it appears without a picture.",
    fix="Choose another picture for sharing, or put the missing one back.",
    fix_developer=(
        "Write the full address of an existing image into `og:image`; networks do not resolve relative ones."
    ),
    examples=[
        Fails(
            {"/": '<meta property="og:image" content="https://example.com/s.png">'},
            at=["/s.png"],
            targets={"/s.png": Answer(status=404)},
        ),
        Fails(
            {"/": '<meta property="og:image" content="https://example.com/s.png">'},
            at=["/s.png"],
            targets={"/s.png": Answer(content_type="text/html")},
            note="a page instead of an image",
        ),
        Fails({"/": '<meta property="og:image" content="/s.png">'}, at=["/s.png"], note="not a full address"),
        Fails(
            {"/": '<meta name="twitter:image" content="https://example.com/s.png">'},
            at=["/s.png"],
            targets={"/s.png": Answer(status=404)},
            note="the picture of another network",
        ),
        Passes(
            {"/": '<meta property="og:image" content="https://example.com/s.png">'},
            targets={"/s.png": Answer(content_type="image/png")},
        ),
        Passes(
            {"/": '<meta property="og:image" content="https://example.com/s.png">'},
            targets={"/s.png": Answer(status=403)},
            note="only we may be refused",
        ),
        Passes({"/": "<title>Cats</title>"}),
    ],
)
def social_og_image_broken(site: SiteView) -> Iterator[Evidence]:
    """Yield each page with a picture that networks cannot load; a picture is one cause."""
    for page in site.content:
        told: set[str] = set()
        for name in ("og:image", "twitter:image"):
            values = [value for one, value in page.facts.open_graph if one == name] if page.facts else []
            raw = values[0].strip() if values else ""
            url = normal_form(raw, page.url) if raw else None
            if url is None or url in told:
                continue
            told.add(url)
            fault = _fault_of(raw, site.targets.get(url), is_required=name == "og:image")
            if fault:
                yield site.evidence(page.url, f"The {name} {fault}.", target=url)


def _fault_of(raw: str, target: Target | None, *, is_required: bool) -> str:
    if is_required and not raw.lower().startswith(("http://", "https://")):
        return f"“{raw[:200]}” is not a full address"
    if target is not None and target.state is LinkState.DEAD:
        return f"{target.url} answers {target.status or 'nothing'}"
    if target is not None and target.status == 200 and target.content_type.startswith("text/html"):
        return f"{target.url} is a page, not an image"
    return ""
