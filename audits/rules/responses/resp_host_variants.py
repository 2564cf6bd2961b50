"""One site under several host names or schemes."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import Failure
from store.urls import split

_TEMPORARY = (302, 303, 307)


@site_rule(
    id="resp-host-variants",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:consolidate-duplicate-urls", "google:canonicalization"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Site answers under more than one address",
    message="Another form of the site's address does not lead straight and for good to the main one.",
    why="Search engines see two copies of the site and must guess which one counts; links are shared out between them.",
    fix="Choose one form (with or without www, always https) and have the others redirect to it.",
    fix_developer="Answer every other form with one 301 to the same path under the main origin.",
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["https://www.example.com/"],
            probes=[
                {
                    "kind": "host-variant",
                    "url": "https://www.example.com/",
                    "status": 200,
                    "data": {"hops": [["https://www.example.com/", 200]], "final_url": "https://www.example.com/"},
                }
            ],
            note="a second copy",
        ),
        Fails(
            {"/": "<p>A</p>"},
            at=["http://example.com/"],
            probes=[
                {
                    "kind": "host-variant",
                    "url": "http://example.com/",
                    "status": 200,
                    "data": {
                        "hops": [["http://example.com/", 302], ["https://example.com/", 200]],
                        "final_url": "https://example.com/",
                    },
                }
            ],
            note="a temporary redirect",
        ),
        Fails(
            {"/": "<p>A</p>"},
            at=["http://www.example.com/"],
            probes=[
                {
                    "kind": "host-variant",
                    "url": "http://www.example.com/",
                    "status": 200,
                    "data": {
                        "hops": [
                            ["http://www.example.com/", 301],
                            ["https://www.example.com/", 301],
                            ["https://example.com/", 200],
                        ],
                        "final_url": "https://example.com/",
                    },
                }
            ],
            note="two hops",
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {
                    "kind": "host-variant",
                    "url": "http://example.com/",
                    "status": 200,
                    "data": {
                        "hops": [["http://example.com/", 301], ["https://example.com/", 200]],
                        "final_url": "https://example.com/",
                    },
                },
                {
                    "kind": "host-variant",
                    "url": "https://www.example.com/",
                    "status": 0,
                    "failure": Failure.DNS,
                    "data": {"hops": [], "final_url": ""},
                },
            ],
            note="a host that does not exist is no copy",
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {
                    "kind": "host-variant",
                    "url": "https://example.com/",
                    "status": 200,
                    "data": {"hops": [["https://example.com/", 200]], "final_url": "https://example.com/"},
                }
            ],
            note="the main address itself",
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {
                    "kind": "host-variant",
                    "url": "https://www.example.com/",
                    "status": 404,
                    "data": {"hops": [["https://www.example.com/", 404]], "final_url": "https://www.example.com/"},
                }
            ],
            note="answers, and has no page",
        ),
    ],
)
def resp_host_variants(site: SiteView) -> Iterator[Evidence]:
    """Yield each form of the address that does not lead to the main one in a single permanent hop."""
    end = site.final(site.start_url)
    home = _origin(end.url if end is not None else site.start_url)
    for probe in site.probes_of("host-variant"):
        hops = [(str(url), int(status)) for url, status in probe.data.get("hops", ())]
        final = str(probe.data.get("final_url", ""))
        if _origin(probe.url) == home or not hops or not final:
            continue
        steps = [status for _, status in hops if 300 <= status < 400]
        facts = {"hops": [list(hop) for hop in hops], "main": home}
        if not steps and hops[0][1] == 200:
            message = f"{probe.url} answers 200 as {home} does, instead of redirecting to it."
            yield Evidence(message, probe.url, target=probe.url, facts=facts)
        elif _origin(final) == home and any(status in _TEMPORARY for status in steps):
            message = f"{probe.url} leads to {home} with a temporary redirect ({steps[0]})."
            yield Evidence(message, probe.url, target=probe.url, facts=facts, severity=Severity.MEDIUM)
        elif _origin(final) == home and len(steps) > 1:
            message = f"{probe.url} needs {len(steps)} redirects to reach {home}."
            yield Evidence(message, probe.url, target=probe.url, facts=facts, severity=Severity.LOW)


def _origin(url: str) -> str:
    parts = split(url)
    return f"{parts.scheme}://{parts.netloc}"
