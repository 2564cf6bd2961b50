"""Scripts and style sheets that are sent with their white space and comments."""

from collections import defaultdict
from collections.abc import Iterator

from audits.measured import Measured, own_files, pages_with
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.savings import saving_facts, saving_words
from audits.site import SiteView
from store.urls import split

_PAGE = {"/": "<script src=/a.js></script>"}


def _read(sent: int, padding: float, kind: str = "text/javascript") -> tuple[dict[str, object], ...]:
    data = {"type": kind, "bytes": sent, "padding": padding}
    return ({"kind": "asset", "url": "/a.js", "status": 200, "data": data},)


@site_rule(
    id="perf-unminified",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:reduce-network-payloads-using-text-compression"],
    title="Script or style sheet is not minified",
    message="A file is sent with white space and comments that only its authors need.",
    why="Everybody loads and reads what nobody but the developers looks at.",
    fix="Ask the developer to minify scripts and style sheets.",
    fix_developer="Minify files when you build or deploy the site; source maps keep them readable for you.",
    settings={
        "minimum_bytes": "bytes as sent that minifying would save of a file, from which it is told",
        "script_share": "share of a script that is white space and comments, from which it is told",
        "style_share": "the same for style sheets",
    },
    examples=[
        Fails(_PAGE, at=["/a.js"], probes=_read(10_240, 0.2)),
        Fails(_PAGE, at=["/a.js"], probes=_read(90_000, 0.1)),
        Fails(_PAGE, at=["/a.js"], probes=_read(90_000, 0.05, "text/css")),
        Passes(_PAGE, probes=_read(10_230, 0.2), note="saves less than two kilobytes as sent"),
        Passes(_PAGE, probes=_read(90_000, 0.099)),
        Passes(_PAGE, probes=_read(90_000, 0.049, "text/css")),
        Passes({"/": "<p>A</p>"}, probes=_read(90_000, 0.5), note="no page loads it"),
    ],
)
def perf_unminified(
    site: SiteView, *, minimum_bytes: int = 2_048, script_share: float = 0.1, style_share: float = 0.05
) -> Iterator[Evidence]:
    """Yield each file of the site; those of one host are one cause, for one build makes them."""
    by_host: dict[str, list[tuple[Measured, int]]] = defaultdict(list)
    for one in own_files(site):
        share = float(one.data.get("padding") or 0.0)
        saved = round(share * one.bytes)
        least = style_share if one.is_style else script_share
        if share >= least and saved >= minimum_bytes and pages_with(site, one.url):
            by_host[split(one.url).netloc].append((one, saved))
    for host, files in by_host.items():
        files.sort(key=lambda pair: -pair[1])
        total = sum(saved for _, saved in files)
        count = "A file" if len(files) == 1 else f"{len(files):,} files"
        is_are = "is" if len(files) == 1 else "are"
        message = f"{count} of {host} {is_are} not minified, first of all {files[0][0].url}: {saving_words(total)}."
        for one, saved in files:
            facts = {**saving_facts(one.url, saved, pages_with(site, one.url)), "padding": one.data["padding"]}
            yield site.evidence(one.url, message, group=f"files of {host}", facts=facts)
