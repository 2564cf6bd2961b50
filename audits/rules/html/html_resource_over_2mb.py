"""Scripts and style sheets that Google reads only in part."""

from collections.abc import Iterator

from audits.assets import asset_uses
from audits.rule import Answer, Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import LinkKind, LinkState, Target


@site_rule(
    id="html-resource-over-2mb",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:googlebot"],
    title="Script or style sheet is longer than Google reads",
    message="A script or style sheet is larger than 2 MB.",
    why="Googlebot reads the first 2 MB of a file; a script that is cut there does not run at all.",
    fix="Ask the developer to split the file.",
    fix_developer="Split the bundle by route, leave out what is not used, and move data into files of their own.",
    settings={"limit_bytes": "bytes of a file that Google reads"},
    examples=[
        Fails(
            {"/": "<script src=/a.js></script>", "/b": ""},
            at=["/a.js"],
            targets={"/a.js": Answer(content_type="text/javascript", size_bytes=2_000_001)},
        ),
        Fails(
            {"/": "<link rel=stylesheet href=/a.css>"},
            at=["/a.css"],
            targets={"/a.css": Answer(content_type="text/css", size_bytes=3_000_000)},
        ),
        Passes(
            {"/": "<script src=/a.js></script>"},
            targets={"/a.js": Answer(content_type="text/javascript", size_bytes=2_000_000)},
        ),
        Passes(
            {"/": "<script src=/a.js></script>"},
            targets={"/a.js": Answer(content_type="text/javascript")},
            note="its size is not known",
        ),
        Passes(
            {"/": "<img src=/a.png alt=A>"},
            targets={"/a.png": Answer(content_type="image/png", size_bytes=3_000_000)},
            note="no script",
        ),
        Passes(
            {"/": "<script src=/a.js></script>"},
            targets={"/a.js": Answer(status=404, content_type="text/html", size_bytes=3_000_000)},
            note="broken anyway",
        ),
    ],
)
def html_resource_over_2mb(site: SiteView, *, limit_bytes: int = 2_000_000) -> Iterator[Evidence]:
    """Yield each page that loads such a file; a file is one cause. A compressed size only understates it."""

    def is_cut(target: Target) -> bool:
        return target.state is LinkState.OK and (target.size_bytes or 0) > limit_bytes

    for target, uses in asset_uses(site, (LinkKind.SCRIPT, LinkKind.STYLESHEET), is_cut):
        size = (target.size_bytes or 0) / 1e6
        for use in uses:
            noun = "script" if use.kind is LinkKind.SCRIPT else "style sheet"
            message = f"The {noun} {target.url} has {size:.1f} MB; Google reads the first {limit_bytes / 1e6:g} MB."
            yield site.evidence(
                use.source, message, target=target.url, line=use.line, facts={"bytes": target.size_bytes}
            )
