"""Pictures in the sitemap that are too many or do not exist."""

from collections.abc import Iterator

from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.urls import normal_form


def _probe(**data: object) -> list[dict[str, object]]:
    return [{"kind": "sitemap", "url": "/s.xml", "status": 200, "data": {"kind": "urlset", "extensions": data}}]


@site_rule(
    id="sitemap-image-invalid",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:image-sitemaps"],
    title="Picture in the sitemap is not valid",
    message="The sitemap lists too many pictures for one page, or one that does not exist.",
    why="Search engines leave those pictures out and trust the list less.",
    fix="Have missing pictures taken out of the sitemap.",
    fix_developer="List at most 1,000 pictures for an address, and only those that answer 200.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={"max_images": "pictures that one address may list"},
    examples=[
        Fails(
            {"/": "<p>A</p>"}, at=["/s.xml"], probes=_probe(images={"most": 1_001, "most_at": "https://example.com/a"})
        ),
        Fails(
            {"/": "<p>A</p>"},
            at=["/1.jpg"],
            probes=_probe(images={"most": 1, "locs": [["https://example.com/1.jpg", "https://example.com/a"]]}),
            targets={"/1.jpg": Answer(status=404)},
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=_probe(images={"most": 1_000, "locs": [["https://example.com/1.jpg", "https://example.com/a"]]}),
            targets={"/1.jpg": Answer(content_type="image/jpeg")},
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=_probe(images={"most": 1, "locs": [["https://example.com/1.jpg", "https://example.com/a"]]}),
            note="not asked",
        ),
    ],
)
def sitemap_image_invalid(site: SiteView, *, max_images: int = 1_000) -> Iterator[Evidence]:
    """Yield each sitemap with too many pictures for a page, and each listed picture that is known to be gone."""
    for probe in site.probes_of("sitemap"):
        images = probe.data.get("extensions", {}).get("images", {})
        if images.get("most", 0) > max_images:
            message = f"{images['most']:,} pictures are listed for {images.get('most_at')}; {max_images:,} are allowed."
            yield Evidence(message, probe.url, target=probe.url, facts={"pictures": images["most"]}, group="too many")
        for raw, loc in images.get("locs", ()):
            url = normal_form(str(raw)) or ""
            target = site.targets.get(url)
            page = site.page(url)
            status = target.status if target is not None else page.status if page is not None else 0
            if status in (404, 410):
                message = f"The picture {url}, which {probe.url} lists for {loc}, answers {status}."
                yield Evidence(
                    message, probe.url, target=url, facts={"status": status, "listed_for": loc}, group="gone"
                )
