"""A robots.txt whose end is not read."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="robots-too-large",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec", "rfc:9309"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt is too large",
    message="The robots.txt is larger than search engines read.",
    why="Google ignores everything after the limit, so rules at the end have no effect.",
    fix="Ask for fewer and shorter rules.",
    fix_developer="Merge rules with `*` and `$`; forbid folders instead of single pages.",
    settings={"max_bytes": "size in bytes that is still read whole (500 KiB)"},
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/robots.txt"], robots="#" * 512_001),
        Passes({"/": "<p>A</p>"}, robots="#" * 512_000),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nDisallow: /private/"),
    ],
)
def robots_too_large(site: SiteView, *, max_bytes: int = 512_000) -> Iterator[Evidence]:
    """Yield the file of each host that is too large."""
    for probe in site.probes_of("robots"):
        size = len(str(probe.data.get("text", "")).encode())
        if probe.status == 200 and (size > max_bytes or probe.data.get("truncated")):
            message = f"{probe.url} has {size:,} bytes or more; Google reads {max_bytes:,}."
            yield Evidence(message, probe.url, target=probe.url, facts={"bytes": size})
