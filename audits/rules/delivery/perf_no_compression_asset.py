"""Scripts, style sheets and other text that hosts send without compression."""

from collections import defaultdict
from collections.abc import Iterator

from audits.measured import Measured, is_spare_font, own_files, pages_with
from audits.rule import (
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
from audits.savings import saving_facts, saving_words, size_words
from audits.site import SiteView
from store.urls import split

_PAGE = {"/": "<script src=/a.js></script>"}


def _read(
    sent: int, packed: int, encoding: str = "", kind: str = "text/javascript", url: str = "/a.js"
) -> tuple[dict[str, object], ...]:
    headers = {"content-encoding": encoding} if encoding else {}
    data = {"type": kind, "bytes": sent, "size": sent, "gzip_bytes": packed, "headers": headers}
    return ({"kind": "asset", "url": url, "status": 200, "data": data},)


@site_rule(
    id="perf-no-compression-asset",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9110#section-8.4", "web.dev:optimizing-content-efficiency-optimize-encoding-and-transfer"],
    title="Scripts and styles are sent without compression",
    message="Text files are sent without compression.",
    why="Compressed they need a third of the bytes or less, and every first visit would be that much sooner done.",
    fix="Ask the operator of the server to compress text files.",
    fix_developer="Switch on `br`, `zstd` or `gzip` for CSS, scripts, JSON, SVG and fonts other than WOFF.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={
        "minimum_bytes": "bytes that gzip would save of a file, from which it pays",
        "share": "share of a file that gzip would save, from which it pays",
    },
    examples=[
        Fails(_PAGE, at=["/a.js"], probes=_read(5_000, 3_600)),
        Fails(_PAGE, at=["/a.js"], probes=_read(20_000, 18_000, kind="image/svg+xml")),
        Passes(_PAGE, probes=_read(5_000, 3_601), note="one packet either way"),
        Passes(_PAGE, probes=_read(20_000, 18_001), note="hardly smaller"),
        Passes(_PAGE, probes=_read(50_000, 9_000, "br")),
        Passes(_PAGE, note="nothing was read"),
        Fails(
            {"/": "<link rel=preload as=font href=/a.ttf>"},
            at=["/a.ttf"],
            probes=_read(50_000, 9_000, kind="font/ttf", url="/a.ttf"),
        ),
        Passes(
            {"/": "<link rel=preload as=font href=/a.ttf><link rel=preload as=font href=/a.woff2>"},
            probes=_read(50_000, 9_000, kind="font/ttf", url="/a.ttf"),
            note="only browsers of long ago load it",
        ),
        Passes(
            {"/": "<script src=https://cdn.example.net/a.js></script>"},
            probes=({**_read(50_000, 9_000)[0], "url": "https://cdn.example.net/a.js"},),
            note="another site's file",
        ),
    ],
)
def perf_no_compression_asset(site: SiteView, *, minimum_bytes: int = 1_400, share: float = 0.1) -> Iterator[Evidence]:
    """Yield each such file with the saving that its own bytes give; the files of a host are one cause."""

    def saving(one: Measured) -> int:
        if one.header("content-encoding").strip().lower() not in ("", "identity") or "gzip_bytes" not in one.data:
            return 0
        size = int(one.data.get("size") or 0)
        saved = size - int(one.data["gzip_bytes"])
        return saved if saved >= minimum_bytes and saved >= share * size else 0

    by_host: dict[str, list[tuple[Measured, int]]] = defaultdict(list)
    for one in own_files(site):
        if (saved := saving(one)) and not is_spare_font(site, one.url):
            by_host[split(one.url).netloc].append((one, saved))
    for host, files in by_host.items():
        total, whole = sum(saved for _, saved in files), sum(one.bytes for one, _ in files)
        count = "a file" if len(files) == 1 else f"{len(files):,} files"
        words = saving_words(total)
        message = f"{host} sends {count} of text without compression: of {size_words(whole)}, gzip saves {words}."
        for one, less in files:
            facts = saving_facts(one.url, less, pages_with(site, one.url))
            yield site.evidence(one.url, message, group=host, facts=facts)
