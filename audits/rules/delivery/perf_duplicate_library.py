"""Pages that load the same library twice."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from audits.measured import Measured, measured
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.savings import saving_facts, saving_words
from audits.site import SiteView
from store.model import LinkKind

_BOTH = {"/": "<script src=/a.js></script><script src=/b.js></script>"}


def _read(one: list[str], other: list[str]) -> tuple[dict[str, object], ...]:
    return tuple(
        {"kind": "asset", "url": url, "status": 200,
         "data": {"type": "text/javascript", "bytes": size, "libraries": [library]}}
        for url, library, size in (("/a.js", one, 90_000), ("/b.js", other, 30_000))
    )  # fmt: skip


@site_rule(
    id="perf-duplicate-library",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:reduce-javascript-payloads-with-code-splitting"],
    title="Page loads the same library twice",
    message="Pages load one library in two files.",
    why="Everybody loads and runs it twice, and the later copy takes the plugins of the first away.",
    fix="Ask the developer which copy may go.",
    fix_developer="Load the library once; update or reconfigure the plugin that brings its own copy.",
    examples=[
        Fails(_BOTH, at=["/b.js"], probes=_read(["jQuery", "3.6.1"], ["jQuery", "1.12.4"])),
        Passes(_BOTH, probes=_read(["jQuery", "3.6.1"], ["jQuery UI", "1.13.2"])),
        Passes(
            {"/": "<script src=/a.js></script><a href=/c>C</a>", "/c": "<script src=/b.js></script>"},
            probes=_read(["jQuery", "3.6.1"], ["jQuery", "3.6.1"]),
            note="never on one page",
        ),
    ],
)
def perf_duplicate_library(site: SiteView) -> Iterator[Evidence]:
    """Yield the smaller of two files that one page loads; a pair of files is one cause."""
    by_library: dict[str, list[tuple[Measured, str]]] = defaultdict(list)
    for one in measured(site).values():
        for name, version in one.data.get("libraries") or ():
            by_library[str(name)].append((one, str(version)))
    for name, files in by_library.items():
        files.sort(key=lambda pair: (-pair[0].bytes, pair[0].url))
        for place, (other, version) in enumerate(files):
            for first, known in files[:place]:
                pages = _shared(site, first.url, other.url)
                if not pages:
                    continue
                message = (
                    f"{name} comes twice: {first.url} ({known or 'no version'}) and {other.url} "
                    f"({version or 'no version'}); one of them saves {saving_words(other.bytes)}."
                )
                facts = {**saving_facts(other.url, other.bytes, len(pages)), "library": name, "other": first.url}
                for number in pages[:500]:
                    yield site.evidence(site.urls[number], message, target=other.url, facts=facts)
                break


def _shared(site: SiteView, one: str, other: str) -> list[int]:
    """Ids of the pages that load both files."""
    links = site.links
    is_script = links.kind == int(LinkKind.SCRIPT)
    sources = [links.source[is_script & (links.target == site.ids.get(url, -1))] for url in (one, other)]
    return [int(number) for number in np.intersect1d(*sources) if int(number) in site.by_id]
