"""Whether the IndexNow key is in place."""

from collections.abc import Iterator

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
    site_rule,
)
from audits.site import SiteView


@site_rule(
    id="ai-indexnow",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.STANDARD,
    refs=["https://www.indexnow.org/documentation"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="IndexNow key is not in place",
    message="The key file that IndexNow asks for is missing or wrong.",
    why="Bing, Yandex and others refuse news of changed pages without it. Google does not take part.",
    fix="Have a text file named like the key, with the key in it, put at the root of the site.",
    fix_developer="Serve `/<key>.txt` as plain UTF-8 text; a key has 8 to 128 letters, digits or hyphens.",
    applies=lambda site: bool(site.probes_of("indexnow")),
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/abcdefgh12.txt"],
            probes=[{"kind": "indexnow", "url": "/abcdefgh12.txt", "status": 404, "data": {"is_well_formed": True}}],
        ),
        Fails(
            {"/": "<p>A</p>"},
            at=["/abcdefgh12.txt"],
            probes=[{"kind": "indexnow", "url": "/abcdefgh12.txt", "status": 200, "data": {"is_well_formed": True}}],
            note="holds something else",
        ),
        Fails(
            {"/": "<p>A</p>"},
            at=["/short.txt"],
            probes=[{"kind": "indexnow", "url": "/short.txt", "status": 200, "data": {"matches": True}}],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {
                    "kind": "indexnow",
                    "url": "/abcdefgh12.txt",
                    "status": 200,
                    "data": {"matches": True, "is_well_formed": True},
                }
            ],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {"kind": "indexnow", "url": "/abcdefgh12.txt", "failure": "timeout", "data": {"is_well_formed": True}}
            ],
            note="not known",
        ),
        Inapplicable({"/": "<p>A</p>"}, note="no key is configured"),
    ],
)
def ai_indexnow(site: SiteView) -> Iterator[Evidence]:
    """Yield the key file with what is wrong with it."""
    for probe in site.probes_of("indexnow"):
        if not probe.data.get("is_well_formed"):
            message = "The configured key has not the form of one: 8 to 128 letters, digits or hyphens."
        elif probe.status in (404, 410):
            message = f"{probe.url} answers {probe.status}."
        elif probe.status == 200 and not probe.data.get("matches"):
            message = f"{probe.url} does not hold the key."
        else:
            continue
        yield Evidence(message, probe.url, target=probe.url, facts={"status": probe.status})
