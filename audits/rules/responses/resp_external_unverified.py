"""Links to other sites that would not tell the crawler whether the page is there."""

from collections.abc import Iterator

from audits.linking import LINK_KINDS, linking_edges
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import LinkState, Outcome

_UNSURE = frozenset({LinkState.BLOCKED, LinkState.FLAKY, LinkState.UNKNOWN})


@site_rule(
    id="resp-external-unverified",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9110"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link to another site could not be checked",
    message="This page links to another site that did not say whether the page is there.",
    why="The link may be fine: some sites refuse every crawler. Nobody knows until a person opens it.",
    fix="Open the link in a browser once; nothing has to be mended if it opens.",
    examples=[
        Reviews(
            {"/": '<a href="https://other.example/x">X</a>'},
            at=["/"],
            targets={"https://other.example/x": Answer(status=403)},
        ),
        Reviews(
            {"/": '<a href="https://other.example/x">X</a>'},
            at=["/"],
            targets={"https://other.example/x": Answer(status=999)},
        ),
        Reviews(
            {"/": '<a href="https://other.example/x">X</a>'},
            at=["/"],
            targets={"https://other.example/x": Answer(status=0, failure="timeout")},
        ),
        Reviews(
            {"/": '<a href="https://other.example/x">X</a>'},
            at=["/"],
            site_options={"unconfirmed": {"https://other.example/x": "503"}},
            note="it failed in this run only",
        ),
        Passes(
            {"/": '<a href="/x">X</a>'},
            site_options={"unconfirmed": {"https://other.example/x": "503"}},
            note="no page links to it any more",
        ),
        Passes(
            {"/": '<a href="https://other.example/x">X</a>'}, targets={"https://other.example/x": Answer(status=404)}
        ),
        Passes(
            {"/": '<a href="https://other.example/x">X</a>'}, targets={"https://other.example/x": Answer(status=200)}
        ),
    ],
)
def resp_external_unverified(site: SiteView) -> Iterator[Evidence]:
    """Yield one linking page for each target; targets with the same reason are one cause."""
    for target in site.targets.values():
        if site.is_internal(target.url):
            continue
        if target.state not in _UNSURE or (target.state is LinkState.FLAKY and target.status >= 500):
            continue
        reason = target.failure.value if target.failure else str(target.status)
        said = f"it answered {reason}" if target.status else f"no answer ({reason})"
        for edge in linking_edges(site, target.url, LINK_KINDS)[:1]:
            message = f"{target.url} could not be checked: {target.detail or said}."
            facts = {"linked": target.url, "status": target.status, "text": edge.text}
            yield site.evidence(edge.source, message, facts=facts, group=reason, outcome=Outcome.REVIEW)
    for url, answer in site.facts.unconfirmed.items():
        for edge in linking_edges(site, url)[:1]:
            message = f"{url} could not be verified yet: it failed this time ({answer}) and is asked again."
            facts = {"linked": url, "answer": answer, "text": edge.text}
            yield site.evidence(edge.source, message, facts=facts, group="not yet", outcome=Outcome.REVIEW)
