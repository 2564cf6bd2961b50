"""Pages that are sent with nofollow, which a script then takes away."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import is_comparable, rendered_tokens, sent_tokens
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)


@page_rule(
    id="js-nofollow-raw",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:javascript-seo-basics", "google:robots-meta-tag"],
    title="Scripts take nofollow away too late",
    message="The HTML as sent says `nofollow` for all links; a script removes it.",
    why="Google has read the links of the HTML under `nofollow` before the scripts run, and may not follow them.",
    fix="Ask your developers to send the page without `nofollow` if its links are to be followed.",
    fix_developer="Take `nofollow` out of the robots meta element in the HTML instead of changing it with a script.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=lambda page: is_comparable(page) and "nofollow" in sent_tokens(page, ("meta", "body")),
    examples=[
        Fails('<meta name="robots" content="nofollow">', at=["meta"], artifacts={"rendered": {"robots": ["follow"]}}),
        Passes('<meta name="robots" content="nofollow">', artifacts={"rendered": {"robots": ["nofollow"]}}),
        Passes(
            '<meta name="robots" content="nofollow">',
            headers={"X-Robots-Tag": "nofollow"},
            artifacts={"rendered": {"robots": []}},
            note="the header says it all the same",
        ),
        Passes(
            '<meta name="robots" content="none">',
            artifacts={"rendered": {"robots": []}},
            note="js-noindex-raw speaks of this",
        ),
        Inapplicable("<p>Text</p>", artifacts={"rendered": {"robots": []}}),
    ],
)
def js_nofollow_raw(page: PageView) -> Iterator[Evidence]:
    """Yield the robots meta element that was sent."""
    if page.is_noindex or "nofollow" in rendered_tokens(page) | sent_tokens(page, ("header",)):
        return
    for meta in page.select('meta[name="robots" i], meta[name="googlebot" i]'):
        if "nofollow" in (meta.attr("content") or "").lower():
            yield page.evidence(meta)
            return
