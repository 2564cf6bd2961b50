"""Files that must not be public."""

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
    id="sec-exposed-file",
    category=Category.SECURITY,
    severity=Severity.CRITICAL,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["owasp:Secrets_Management_Cheat_Sheet"],
    title="A secret file can be had by everybody",
    message="A file that must not be public can be had by everybody.",
    why="Machines ask every site for these files all day: with what stands in them sites are taken over.",
    fix="Tell the operator of the server at once. Whatever stood in the file counts as known: change it.",
    fix_developer="Take the file off the server, deny its path, then change every password and key that it held.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    applies=lambda site: bool(site.probes_of("exposed-file")),
    examples=[
        Fails(
            {"/": "<p>Cats</p>"},
            at=["/.env"],
            probes=[
                {
                    "kind": "exposed-file",
                    "url": "/.env",
                    "status": 200,
                    "data": {"what": "keys", "is_proven": True},
                },
                {"kind": "exposed-file", "url": "/a", "status": 200, "data": {"what": "keys", "is_proven": False}},
            ],
        ),
        Passes(
            {"/": "<p>Cats</p>"},
            probes=[
                {
                    "kind": "exposed-file",
                    "url": "/.env",
                    "status": 200,
                    "data": {"what": "keys", "is_proven": False},
                }
            ],
            note="answers 200 to everything, with another content",
        ),
        Inapplicable({"/": "<p>Cats</p>"}, note="asked on the owner's wish alone"),
    ],
)
def sec_exposed_file(site: SiteView) -> Iterator[Evidence]:
    """Yield each file whose content proved it. Nothing of the content is kept or shown."""
    for probe in site.probes_of("exposed-file"):
        if probe.data.get("is_proven"):
            message = f"{probe.url} gives away {probe.data.get('what')}."
            yield Evidence(message, probe.url, target=probe.url, facts={"status": probe.status})
