"""Pages that load very many scripts and style sheets, or very heavy ones."""

from collections.abc import Iterator

import numpy as np

from audits.rule import Answer, Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import LinkKind, LinkState

_MANY = "".join(f"<script src=/{number}.js></script>" for number in range(101))


@site_rule(
    id="perf-too-many-assets",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:performance-budgets-101", "web.dev:reduce-javascript-payloads-with-code-splitting"],
    title="Page loads very many scripts and styles",
    message="The page loads too many scripts and style sheets, or too heavy ones.",
    why="Each file costs a request and time to read it; on phones the page answers late.",
    fix="Ask the developer which plugins and scripts are still needed.",
    fix_developer="Remove unused plugins, bundle small files, and load what only some pages need on these alone.",
    settings={
        "most_files": "scripts and style sheets of a page above which there are too many",
        "most_bytes": "bytes of all scripts and style sheets of a page, as sent, above which they are too heavy",
    },
    examples=[
        Fails({"/": _MANY}, at=["/"]),
        Fails(
            {"/": "<script src=/a.js></script><link rel=stylesheet href=/a.css>"},
            at=["/"],
            targets={
                "/a.js": Answer(content_type="text/javascript", size_bytes=1_500_000),
                "/a.css": Answer(content_type="text/css", size_bytes=500_001),
            },
        ),
        Passes({"/": "".join(f"<script src=/{number}.js></script>" for number in range(100))}),
        Passes({"/": "<img src=/1.png alt=A>" * 120}, note="images are counted elsewhere"),
        Passes({"/": _MANY.replace("<script src", "<a href").replace("</script>", "</a>")}, note="links load nothing"),
        Passes(
            {"/": "<script src=/a.js></script>"},
            targets={"/a.js": Answer(content_type="text/javascript", size_bytes=2_000_000)},
        ),
        Passes(
            {"/": "<script src=/a.js></script>"},
            targets={"/a.js": Answer(content_type="text/html", status=404, size_bytes=9_000_000)},
            note="broken anyway",
        ),
    ],
)
def perf_too_many_assets(site: SiteView, *, most_files: int = 100, most_bytes: int = 2_000_000) -> Iterator[Evidence]:
    """Yield each page over one of the limits; all such pages are one cause."""
    links = site.links
    mask = (links.kind == int(LinkKind.SCRIPT)) | (links.kind == int(LinkKind.STYLESHEET))
    source, target = links.source[mask], links.target[mask]
    size = max(site.urls, default=0) + 1
    weights = np.zeros(size, dtype=np.float64)
    for one in site.targets.values():
        if one.state is LinkState.OK and one.size_bytes and one.id < size:
            weights[one.id] = one.size_bytes
    files = np.bincount(source, minlength=size)
    loaded = np.bincount(source, weights=weights[target], minlength=size)
    for number in np.flatnonzero((files > most_files) | (loaded > most_bytes)).tolist():
        page = site.by_id.get(number)
        if page is None or not site.view(page).is_content:
            continue
        count, total = int(files[number]), float(loaded[number])
        weight = f" with {total / 1e6:.1f} MB as sent" if total > most_bytes else ""
        message = f"The page loads {count} {'script or style sheet' if count == 1 else 'scripts and style sheets'}"
        facts = {"files": count, "bytes": int(total)}
        yield site.evidence(page.url, f"{message}{weight}.", facts=facts)
