"""Files that a header asks browsers to load first: whether they can, and whether they hear of it in time."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import vitals_of
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)

_PRELOAD = re.compile(r"""<([^<>]{1,500})>((?:\s*;[^,<>"]*(?:"[^"]*")?)*)""")
_IS_PRELOAD = re.compile(r""";\s*rel\s*=\s*(?:"[^"]*\bpreload\b[^"]*"|preload\b)""", re.IGNORECASE)
_HAS_AS = re.compile(r""";\s*as\s*=\s*"?[a-z]""", re.IGNORECASE)


def _link(value: str) -> dict[str, str]:
    return {"Link": value}


@page_rule(
    id="perf-preload-header",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["mdn:Web/HTTP/Reference/Status/103", "rfc:8297", "mdn:Web/HTML/Reference/Attributes/rel/preload"],
    title="Server names files to load first, but not early",
    message="A header names files that browsers should load first.",
    why="Sent as Early Hints (103), browsers load these files while the server still makes the page.",
    fix="Ask the operator of the server whether it can send Early Hints.",
    fix_developer=(
        "Send the `Link` headers with rel=preload in a 103 answer over HTTP/2 or 3, and give each an `as`, without "
        "which browsers leave it out."
    ),
    owner=Owner.SERVER,
    effort=Effort.SITE,
    applies=lambda page: page.is_content and "preload" in (page.page.header("link") or "").lower(),
    examples=[
        Fails("<p>A</p>", at=[""], headers=_link("</a.css>; rel=preload; as=style")),
        Fails(
            "<p>A</p>", at=[""], headers=_link('</a.css>; rel="preload"; as="style", </b.js>; rel=preload; as=script')
        ),
        Fails(
            "<p>A</p>",
            at=[""],
            headers=_link("</a.css>; rel=preload"),
            artifacts={"vitals": {"early_hints_ms": 20}},
            note="without `as` browsers leave it out",
        ),
        Passes(
            "<p>A</p>",
            headers=_link("</a.css>; rel=preload; as=style"),
            artifacts={"vitals": {"early_hints_ms": 20}},
            note="the browser had Early Hints",
        ),
        Passes("<p>A</p>", headers=_link('</preload>; rel="canonical"')),
        Inapplicable("<p>A</p>", headers=_link("</b>; rel=next")),
    ],
)
def perf_preload_header(page: PageView) -> Iterator[Evidence]:
    """Yield the page whose header names files that come no earlier than the page; all such pages are one cause."""
    named = [
        (url, words) for url, words in _PRELOAD.findall(page.page.header("link") or "") if _IS_PRELOAD.search(words)
    ]
    if not named:
        return
    mute = [url for url, words in named if not _HAS_AS.search(words)]
    files = [url for url, _ in named]
    facts = {"files": files[:20], "early_hints_ms": vitals_of(page).get("early_hints_ms")}
    if mute:
        message = f"The header asks for {mute[0]} without `as`, so browsers leave it out."
        yield page.evidence(None, message, group="without as", facts=facts)
    elif not facts["early_hints_ms"]:
        count = f"{len(files)} files" if len(files) > 1 else files[0]
        message = f"The header asks for {count} with the page itself; no Early Hints (103) were seen."
        yield page.evidence(None, message, group="no early hints", facts=facts)
