"""Links to hosts whose certificate browsers refuse."""

from collections.abc import Iterator

from audits.linking import LINK_KINDS, told_by_links
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
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import LinkKind, LinkState, Outcome

_PARTS = (LinkKind.IMAGE, LinkKind.SRCSET, LinkKind.SCRIPT, LinkKind.STYLESHEET, LinkKind.FONT, LinkKind.MEDIA)


@site_rule(
    id="resp-external-insecure",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:9110"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link to a host with a bad certificate",
    message="This page links to a host whose certificate browsers do not accept.",
    why="Browsers stop visitors with a full-page warning, and parts of a page from such a host do not load.",
    fix="Link to another page, or tell whoever runs that host.",
    fix_developer="Renew the certificate for the right name, and let the server send the certificates between too.",
    examples=[
        Fails(
            {"/": '<a href="https://other.example/x">X</a>'},
            at=["https://other.example/x"],
            targets={"https://other.example/x": Answer(failure="tls")},
        ),
        Fails(
            {"/": '<script src="https://other.example/x.js"></script><p>A</p>'},
            at=["https://other.example/x.js"],
            targets={"https://other.example/x.js": Answer(failure="tls")},
            note="a part of the page",
        ),
        Reviews(
            {"/": '<a href="https://other.example/x">X</a>'},
            at=["https://other.example/x"],
            targets={"https://other.example/x": Answer(failure="tls", detail="the server leaves out a certificate")},
            note="some browsers find it themselves",
        ),
        Passes(
            {"/": '<a href="https://other.example/x">X</a>'},
            targets={"https://other.example/x": Answer(failure="timeout")},
        ),
        Passes(
            {"/": '<a href="https://other.example/x">X</a>'}, targets={"https://other.example/x": Answer(status=404)}
        ),
        Passes({"/": "<p>No link</p>"}, targets={"https://other.example/x": Answer(failure="tls")}),
    ],
)
def resp_external_insecure(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that uses an address which cannot be had securely."""
    for target in site.targets.values():
        if target.state is LinkState.INSECURE:
            message = f"{target.url} cannot be had securely: {target.detail or 'the certificate does not verify'}."
            # Browsers fetch a certificate that the server leaves out themselves, where they can.
            outcome = Outcome.REVIEW if "leaves out" in target.detail else Outcome.FAIL
            yield from told_by_links(
                site,
                target.url,
                message,
                kinds=(*LINK_KINDS, *_PARTS),
                facts={"fault": target.detail},
                outcome=outcome,
            )
