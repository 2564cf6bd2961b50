"""Static files that browsers may keep only for a short time."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from audits.assets import asset_uses
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
_AGE = re.compile(r"max-age\s*=\s*\"?(\d+)")
_OPTED_OUT = re.compile(r"no-store|private")


def _kept_seconds(target: Target) -> int | None:
    headers = dict(target.headers)
    control = headers.get("cache-control", "").lower()
    if _OPTED_OUT.search(control) or "immutable" in control:
        return None
    if "no-cache" in control:
        return 0
    if found := _AGE.search(control):
        return int(found[1])
    return None if "expires" in headers else 0


@site_rule(
    id="perf-cache-static-short",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9111", "web.dev:http-cache"],
    title="Static files are kept only for a short time",
    message="Browsers may keep this file for less than a day.",
    why="Returning visitors load the same pictures, styles and scripts again, which may make the site feel slow.",
    fix="Ask the operator of the server to let browsers keep static files.",
    fix_developer="Send `Cache-Control: max-age=31536000, immutable` for files whose name changes with their content.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={"minimum_seconds": "seconds for which a static file should be kept at least"},
    examples=[
        Fails(
            {"/": '<script src="/a.js"></script>'},
            at=["/a.js"],
            targets={"/a.js": Answer(content_type="text/javascript", headers={"Cache-Control": "max-age=86399"})},
        ),
        Fails(
            {"/": '<img src="/a.png" alt="A">'},
            at=["/a.png"],
            targets={"/a.png": Answer(content_type="image/png", headers={"ETag": '"1"'})},
            note="nothing said of keeping",
        ),
        Passes(
            {"/": '<script src="/a.js"></script>'},
            targets={"/a.js": Answer(content_type="text/javascript", headers={"Cache-Control": "max-age=86400"})},
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
        Passes({"/": '<script src="/a.js"></script>'}, targets={"/a.js": Answer(status=404)}, note="broken anyway"),
        Passes({"/": '<script src="/a.js"></script>'}, targets={"/a.js": Answer()}, note="no header is known"),
    ],
)
def perf_cache_static_short(site: SiteView, *, minimum_seconds: int = 86_400) -> Iterator[Evidence]:
    """Yield each file of the site that may be kept too short; the files of a host are one cause."""

    def is_short(target: Target) -> bool:
        if target.state is not LinkState.OK or not target.headers or not site.is_internal(target.url):
            return False
        seconds = _kept_seconds(target)
        return seconds is not None and seconds < minimum_seconds

    by_host: dict[str, list[tuple[Target, list[Edge]]]] = defaultdict(list)
    for target, uses in asset_uses(site, _KINDS, is_short):
        by_host[split(target.url).netloc].append((target, uses))
    for host, files in by_host.items():
        message = _message(host, files)
        for target, uses in files:
            facts = {"seconds": _kept_seconds(target), "pages": len(uses)}
            yield site.evidence(target.url, message, group=host, facts=facts)


def _message(host: str, files: Sequence[tuple[Target, list[Edge]]]) -> str:
    """Which files, how many, and whether the server says anything of them."""
    counts = Counter(_NOUNS.get(uses[0].kind, "file") for _, uses in files)
    parts = [f"{count:,} {noun}{'' if count == 1 else 's'}" for noun, count in counts.most_common()]
    listed = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    if all("cache-control" not in dict(target.headers) for target, _ in files):
        return f"{host} does not tell browsers how long they may keep {listed}."
    return f"{host} lets browsers keep {listed} for less than a day."
