"""Files of rules for loading pages in advance, named in a header, that browsers cannot use."""

from collections.abc import Iterator
from typing import Any

import orjson

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
from audits.site import SiteView
from audits.speculation import speculation_faults
from store.model import Probe

TYPE = "application/speculationrules+json"
_PAGE = "<title>Cats</title><a href=/cats>Cats</a>"


def _file(text: str, media: str = TYPE, status: int = 200) -> tuple[dict[str, Any], ...]:
    data = {"type": media, "text": text, "page": "https://example.com/"}
    return ({"kind": "speculation-rules", "url": "/rules.json", "status": status, "data": data},)


def _at_once(count: int) -> str:
    return orjson.dumps({"prefetch": [{"eagerness": "immediate", "urls": ["/a"] * count}]}).decode()


@site_rule(
    id="perf-speculation-file",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["mdn:Web/HTTP/Reference/Headers/Speculation-Rules", "mdn:Web/API/Speculation_Rules_API"],
    title="File of rules for loading in advance cannot be used",
    message="A header names a file of speculation rules that browsers cannot use.",
    why="Browsers leave the file out, so no page is loaded in advance; or loading one logs people out or fills carts.",
    fix="Ask the operator of the server to look at this file.",
    fix_developer="Answer with 200, the type `application/speculationrules+json` and valid JSON, or drop the header.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={"most_immediate": "addresses that may be loaded at once"},
    examples=[
        Fails({"/": _PAGE}, at=["/rules.json"], probes=_file("", status=404)),
        Fails({"/": _PAGE}, at=["/rules.json"], probes=_file('{"prefetch": []}', "application/json")),
        Fails({"/": _PAGE}, at=["/rules.json"], probes=_file('{"prefetch": [}')),
        Fails({"/": _PAGE}, at=["/rules.json"], probes=_file("[]")),
        Fails({"/": _PAGE}, at=["/rules.json"], probes=_file('{"prerender": [{"urls": ["/logout"]}]}')),
        Fails(
            {"/": _PAGE + "<a href=/logout>Out</a>", "/logout": _PAGE},
            at=["/rules.json"],
            probes=_file('{"prerender": [{"where": {"href_matches": "/*"}}]}'),
        ),
        Fails({"/": _PAGE}, at=["/rules.json"], probes=_file(_at_once(11))),
        Passes({"/": _PAGE}, probes=_file(_at_once(10))),
        Passes({"/": _PAGE}, probes=_file('{"prefetch": [{"urls": ["/cats"]}]}')),
        Passes({"/": _PAGE}, probes=_file("", status=0), note="no answer: nothing is known"),
        Passes({"/": _PAGE}, probes=_file("", status=503), note="busy: browsers will have it another time"),
    ],
)
def perf_speculation_file(site: SiteView, *, most_immediate: int = 10) -> Iterator[Evidence]:
    """Yield each file with the first thing that is wrong with it."""
    for probe in site.probes_of("speculation-rules"):
        if fault := _fault(site, probe, most_immediate):
            named = f"{probe.url} is named in the header Speculation-Rules"
            yield site.evidence(
                probe.url, f"{named}. {fault}", target=probe.url, facts={"type": probe.data.get("type")}
            )


def _fault(site: SiteView, probe: Probe, most: int) -> str:
    if probe.status != 200:
        return f"It answers {probe.status}." if 400 <= probe.status < 429 or 429 < probe.status < 500 else ""
    if probe.data.get("type") != TYPE:
        return f"Its type is {probe.data.get('type') or 'not said'} and not {TYPE}."
    try:
        rules = orjson.loads(str(probe.data.get("text") or ""))
    except orjson.JSONDecodeError:
        return "It is not valid JSON."
    if not isinstance(rules, dict):
        return "It is no JSON object."
    return next(speculation_faults(((url, url) for url in site.ids if site.is_internal(url)), rules, most), "")
