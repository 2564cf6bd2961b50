"""Static files that browsers may keep only for a short time."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from audits.assets import asset_uses
from audits.keeping import DAY_S, GOOD_S, kept_seconds, reload_share
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
from audits.site import Edge, SiteView
from store.model import LinkKind, LinkState, Target
from store.urls import split

_KINDS = (
    LinkKind.SCRIPT,
    LinkKind.STYLESHEET,
    LinkKind.IMAGE,
    LinkKind.SRCSET,
    LinkKind.FONT,
    LinkKind.ICON,
    LinkKind.PRELOAD,
)
_NOUNS = {
    LinkKind.SCRIPT: "script",
    LinkKind.STYLESHEET: "style sheet",
    LinkKind.IMAGE: "image",
    LinkKind.SRCSET: "image",
    LinkKind.ICON: "icon",
    LinkKind.FONT: "font",
}


@site_rule(
    id="perf-cache-static-short",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9111", "web.dev:http-cache"],
    title="Static files are kept only for a short time",
    message="Browsers may keep this file for less than 30 days.",
    why="Returning visitors load the same pictures, styles and scripts again, which may make the site feel slow.",
    fix="Ask the operator of the server to let browsers keep static files.",
    fix_developer="Send `Cache-Control: max-age=31536000, immutable` for files whose name changes with their content.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={
        "minimum_seconds": "seconds for which a static file should be kept at least",
        "low_seconds": "seconds below which it is more than information",
    },
    examples=[
        Fails(
            {"/": '<script src="/a.js"></script>'},
            at=["/a.js"],
            targets={"/a.js": Answer(content_type="text/javascript", headers={"Cache-Control": "max-age=2591999"})},
        ),
        Fails(
            {"/": '<img src="/a.png" alt="A">'},
            at=["/a.png"],
            targets={"/a.png": Answer(content_type="image/png", headers={"ETag": '"1"'})},
            note="nothing said of keeping",
        ),
        Passes(
            {"/": '<script src="/a.js"></script>'},
            targets={"/a.js": Answer(content_type="text/javascript", headers={"Cache-Control": "max-age=2592000"})},
        ),
        Passes(
            {"/": '<script src="https://cdn.example.net/a.js"></script>'},
            targets={"https://cdn.example.net/a.js": Answer(headers={"Cache-Control": "max-age=60"})},
            note="another site's file",
        ),
        Passes(
            {"/": '<script src="/a.js"></script>'},
            targets={"/a.js": Answer(headers={"Cache-Control": "private, max-age=0"})},
            note="made for one visitor",
        ),
        Fails(
            {"/": '<script src="/a.js"></script>'},
            at=["/a.js"],
            targets={
                "/a.js": Answer(
                    headers={"Expires": "Thu, 01 Jan 2026 01:00:00 GMT", "Date": "Thu, 01 Jan 2026 00:00:00 GMT"}
                )
            },
            note="an hour, said as a date",
        ),
        Passes(
            {"/": '<script src="/a.js"></script>'},
            targets={
                "/a.js": Answer(
                    headers={"Expires": "Fri, 01 Jan 2027 00:00:00 GMT", "Date": "Thu, 01 Jan 2026 00:00:00 GMT"}
                )
            },
        ),
        Passes({"/": '<script src="/a.js"></script>'}, targets={"/a.js": Answer(status=404)}, note="broken anyway"),
        Passes({"/": '<script src="/a.js"></script>'}, targets={"/a.js": Answer()}, note="no header is known"),
    ],
)
def perf_cache_static_short(
    site: SiteView, *, minimum_seconds: int = GOOD_S, low_seconds: int = DAY_S
) -> Iterator[Evidence]:
    """Yield each file of the site that may be kept too short; the files of a host are one cause."""

    def is_short(target: Target) -> bool:
        if target.state is not LinkState.OK or not target.headers or not site.is_internal(target.url):
            return False
        seconds = kept_seconds(dict(target.headers), target.checked_at)
        return seconds is not None and seconds < minimum_seconds

    by_host: dict[str, list[tuple[Target, list[Edge]]]] = defaultdict(list)
    for target, uses in asset_uses(site, _KINDS, is_short):
        by_host[split(target.url).netloc].append((target, uses))
    for host, files in by_host.items():
        kept = {target.url: kept_seconds(dict(target.headers), target.checked_at) or 0 for target, _ in files}
        message = _message(host, files, min(kept.values()))
        severity = None if min(kept.values()) < low_seconds else Severity.INFO
        for target, uses in files:
            seconds = kept[target.url]
            facts = {
                "file": target.url,
                "seconds": seconds,
                "pages": len(uses),
                "reloaded_bytes": round((target.size_bytes or 0) * reload_share(seconds)),  # of a typical later visit
            }
            yield site.evidence(target.url, message, group=host, facts=facts, severity=severity)


def _message(host: str, files: Sequence[tuple[Target, list[Edge]]], shortest: int) -> str:
    """Which files, how many, and whether the server says anything of them."""
    counts = Counter(_NOUNS.get(uses[0].kind, "file") for _, uses in files)
    parts = [f"{count:,} {noun}{'' if count == 1 else 's'}" for noun, count in counts.most_common()]
    listed = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    if not any({"cache-control", "expires"} & dict(target.headers).keys() for target, _ in files):
        return f"{host} does not tell browsers how long they may keep {listed}."
    limit = "a day" if shortest < DAY_S else "30 days"
    return f"{host} lets browsers keep {listed} for less than {limit}."
