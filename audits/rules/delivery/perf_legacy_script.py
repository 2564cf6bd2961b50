"""Scripts with code that only browsers of long ago need."""

from collections.abc import Iterator

from audits.measured import own_files, pages_with
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.site import SiteView

_PAGE = {"/": "<script src=/a.js></script>"}


def _read(size: int, *marks: str) -> tuple[dict[str, object], ...]:
    data = {"type": "text/javascript", "bytes": size, "legacy": list(marks)}
    return ({"kind": "asset", "url": "/a.js", "status": 200, "data": data},)


@site_rule(
    id="perf-legacy-script",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:publish-modern-javascript"],
    title="Script carries code for browsers of long ago",
    message="A script carries stand-ins for what every browser in use can do.",
    why="All visitors load and read code that nobody runs any more.",
    fix="Ask the developer for which browsers the scripts are built.",
    fix_developer="Set the build's target to Baseline browsers; drop core-js and transforms of classes.",
    settings={
        "minimum_bytes": "bytes of a script from which it is told",
        "minimum_marks": "different marks of old code from which it is told",
    },
    examples=[
        Fails(_PAGE, at=["/a.js"], probes=_read(30_000, "core-js", "Promise")),
        Passes(_PAGE, probes=_read(29_999, "core-js", "Promise")),
        Passes(_PAGE, probes=_read(90_000, "Promise"), note="one mark may be a test"),
        Passes({"/": "<p>A</p>"}, probes=_read(90_000, "core-js", "Promise"), note="no page loads it"),
    ],
)
def perf_legacy_script(site: SiteView, *, minimum_bytes: int = 30_000, minimum_marks: int = 2) -> Iterator[Evidence]:
    """Yield each script of the site with such code."""
    for one in own_files(site):
        marks = [str(mark) for mark in one.data.get("legacy") or ()]
        pages = pages_with(site, one.url)
        if one.bytes >= minimum_bytes and len(marks) >= minimum_marks and pages:
            message = f"{one.url} carries {', '.join(marks[:4])}."
            yield site.evidence(
                one.url, message, target=one.url, facts={"file": one.url, "pages": pages, "marks": marks}
            )
