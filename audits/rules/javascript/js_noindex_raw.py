"""Pages that are sent with noindex, which a script then takes away."""

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
    id="js-noindex-raw",
    category=Category.SEARCH,
    severity=Severity.CRITICAL,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:javascript-seo-basics", "google:block-indexing"],
    title="Scripts take noindex away too late",
    message="The HTML as sent says `noindex`; a script removes it, but Google may stop at the first.",
    why="Where Google finds `noindex` in what the server sends, it may skip the scripts: the page stays out of search.",
    fix="Ask your developers to send the page without `noindex` if it is to be found.",
    fix_developer="Leave the robots meta element out of the HTML that the server sends, and let a script add `noindex` "
    "only where a page is not to be indexed.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=lambda page: is_comparable(page) and "noindex" in sent_tokens(page, ("meta", "body")),
    examples=[
        Fails('<meta name="robots" content="noindex">', at=["meta"], artifacts={"rendered": {"robots": ["index"]}}),
        Fails('<meta name="robots" content="none">', at=["meta"], artifacts={"rendered": {"robots": []}}),
        Fails('<meta name="Googlebot" content="NOINDEX">', at=["meta"], artifacts={"rendered": {"robots": [""]}}),
        Passes('<meta name="robots" content="noindex">', artifacts={"rendered": {"robots": ["noindex, follow"]}}),
        Passes('<meta name="robots" content="noindex">', artifacts={"rendered": {"robots": ["None"]}}),
        Passes(
            '<meta name="robots" content="noindex">',
            headers={"X-Robots-Tag": "noindex"},
            artifacts={"rendered": {"robots": []}},
            note="the header keeps the page out all the same",
        ),
        Inapplicable("<p>Text</p>", artifacts={"rendered": {"robots": []}}),
        Inapplicable('<meta name="otherbot" content="noindex">', artifacts={"rendered": {"robots": []}}),
    ],
)
def js_noindex_raw(page: PageView) -> Iterator[Evidence]:
    """Yield the robots meta element that was sent."""
    if "noindex" in rendered_tokens(page) | sent_tokens(page, ("header",)):
        return
    for meta in page.select('meta[name="robots" i], meta[name="googlebot" i]'):
        content = (meta.attr("content") or "").lower()
        if "noindex" in content or "none" in content:
            yield page.evidence(meta)
            return
