"""Videos in the sitemap that lack required tags."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


def _probe(**data: object) -> list[dict[str, object]]:
    return [{"kind": "sitemap", "url": "/s.xml", "status": 200, "data": {"kind": "urlset", "extensions": data}}]


@site_rule(
    id="sitemap-video-invalid",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:video-sitemaps"],
    title="Video in the sitemap lacks required tags",
    message="Videos in a sitemap lack tags that Google requires.",
    why="Google ignores the video entry, so the video may not be found.",
    fix="Fill in title, description and preview picture of the videos.",
    fix_developer=(
        "Write `video:thumbnail_loc`, `video:title`, `video:description` and one of `video:content_loc` and "
        "`video:player_loc`."
    ),
    owner=Owner.SERVER,
    effort=Effort.SITE,
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/s.xml"],
            probes=_probe(videos={"urls": 2, "missing": {"title": 1}, "samples": [["https://example.com/a", "title"]]}),
        ),
        Passes({"/": "<p>A</p>"}, probes=_probe(videos={"urls": 2, "missing": {}, "samples": []})),
    ],
)
def sitemap_video_invalid(site: SiteView) -> Iterator[Evidence]:
    """Yield each sitemap with incomplete videos."""
    for probe in site.probes_of("sitemap"):
        videos = probe.data.get("extensions", {}).get("videos", {})
        missing = videos.get("missing", {})
        if missing:
            names = ", ".join(f"{name} ({count} of {videos['urls']})" for name, count in missing.items())
            message = f"Videos in {probe.url} lack: {names}."
            yield Evidence(message, probe.url, target=probe.url, facts={"samples": videos.get("samples", [])[:5]})
