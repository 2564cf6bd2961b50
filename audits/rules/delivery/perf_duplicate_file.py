"""The same file under several addresses, which browsers load and keep several times."""

from collections import defaultdict
from collections.abc import Iterator

from audits.measured import Measured, own_files, pages_with
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.savings import saving_facts, size_words
from audits.site import SiteView

_PAGE = {"/": "<script src=/a.js></script><script src='/a.js?v=2'></script>"}


def _read(size: int, digest: str = "1") -> tuple[dict[str, object], ...]:
    return tuple(
        {"kind": "asset", "url": url, "status": 200,
         "data": {"type": "text/javascript", "bytes": size, "size": size, "digest": one}}
        for url, one in (("/a.js", "1"), ("/a.js?v=2", digest))
    )  # fmt: skip


@site_rule(
    id="perf-duplicate-file",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9111", "web.dev:http-cache"],
    title="The same file has several addresses",
    message="Scripts or style sheets are the same, byte for byte, under several addresses.",
    why="Browsers cannot know that they are the same, so visitors load each of them.",
    fix="Ask the developer to use one address for one file.",
    fix_developer="Refer to one URL everywhere; take the version from the content, not from the time or the page.",
    settings={"minimum_bytes": "bytes of a file from which it is told"},
    examples=[
        Fails(_PAGE, at=["/a.js?v=2"], probes=_read(10_000)),
        Passes(_PAGE, probes=_read(9_999)),
        Passes(_PAGE, probes=_read(90_000, "2"), note="another content"),
    ],
)
def perf_duplicate_file(site: SiteView, *, minimum_bytes: int = 10_000) -> Iterator[Evidence]:
    """Yield the further addresses of each file, all of them one cause."""
    by_digest: dict[str, list[Measured]] = defaultdict(list)
    for one in own_files(site):
        if one.data.get("digest") and int(one.data.get("size") or 0) >= minimum_bytes and pages_with(site, one.url):
            by_digest[str(one.data["digest"])].append(one)
    for files in by_digest.values():
        if len(files) < 2:
            continue
        first, *others = sorted(files, key=lambda one: (-pages_with(site, one.url), one.url))
        count = "another address" if len(others) == 1 else f"{len(others):,} other addresses"
        message = f"{first.url} ({size_words(first.bytes)}) is sent under {count} too, such as {others[0].url}."
        for one in others:
            facts = {**saving_facts(one.url, one.bytes, pages_with(site, one.url)), "other": first.url}
            yield site.evidence(one.url, message, group=first.url, facts=facts)
