"""Style sheets that load further ones one after the other."""

from collections.abc import Iterator

from audits.measured import measured, own_files, pages_with
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.site import SiteView

_PAGE = {"/": "<link rel=stylesheet href=/a.css>"}


def _read(*imports: str, url: str = "/a.css") -> tuple[dict[str, object], ...]:
    data = {"type": "text/css", "bytes": 900, "imports": list(imports)}
    return ({"kind": "asset", "url": url, "status": 200, "data": data},)


@site_rule(
    id="perf-css-import",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:critical-rendering-path-render-blocking-css"],
    title="Style sheet loads another with `@import`",
    message="A style sheet loads further style sheets with `@import`.",
    why="The browser learns of the second file only when the first has come, so the page waits for both in a row.",
    fix="Ask the developer to join these style sheets.",
    fix_developer="Bundle imported files when you build, or load each with a `link` of its own.",
    examples=[
        Fails(_PAGE, at=["/a.css"], probes=_read("https://example.com/b.css")),
        Passes(_PAGE, probes=_read()),
        Passes(
            {"/": "<link rel=stylesheet href=/a.css><link rel=stylesheet href=https://x.example.net/a.css>"},
            probes=_read("https://example.com/b.css", url="https://x.example.net/a.css"),
            note="somebody else's file",
        ),
        Passes({"/": "<p>A</p>"}, probes=_read("https://example.com/b.css"), note="no page loads it"),
    ],
)
def perf_css_import(site: SiteView) -> Iterator[Evidence]:
    """Yield each style sheet of the site with imports, with how many files come one after the other."""
    sheets = measured(site)
    for one in own_files(site):
        imports = [str(url) for url in one.data.get("imports") or ()]
        pages = pages_with(site, one.url)
        if not imports or not pages:
            continue
        depth = 2
        row, seen = imports, {one.url}
        while row and depth < 9:
            depth += 1
            seen.update(row)
            row = [
                str(url)
                for known in row
                if known in sheets
                for url in sheets[known].data.get("imports") or ()
                if url not in seen
            ]
        count = "1 other" if len(imports) == 1 else f"{len(imports)} others"
        message = f"{one.url} loads {count} with `@import`: the page waits for {depth} files in a row."
        facts = {"file": one.url, "imports": imports[:20], "depth": depth, "pages": pages}
        yield site.evidence(one.url, message, target=one.url, facts=facts)
