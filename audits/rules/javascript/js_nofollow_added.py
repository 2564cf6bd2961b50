"""Pages to which a script adds nofollow."""

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
    id="js-nofollow-added",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:javascript-seo-basics", "google:robots-meta-tag"],
    title="Scripts add nofollow",
    message="A script adds `nofollow` for all links of the page.",
    why="Google obeys what it finds after the scripts ran, so it may not follow the links of the page, though the "
    "HTML lets it.",
    fix="Find out whether the links of this page are to be followed. If so, the script that adds `nofollow` must go.",
    fix_developer="Look for the robots meta element in scripts and in the tag manager.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=lambda page: is_comparable(page) and "nofollow" not in sent_tokens(page, ("meta", "body", "header")),
    examples=[
        Fails("<p>Text</p>", at=[""], artifacts={"rendered": {"robots": ["index, nofollow"]}}),
        Passes("<p>Text</p>", artifacts={"rendered": {"robots": ["none"]}}, note="js-noindex-added tells it"),
        Passes("<p>Text</p>", artifacts={"rendered": {"robots": ["index, follow"]}}),
        Inapplicable('<meta name="robots" content="nofollow">', artifacts={"rendered": {"robots": ["nofollow"]}}),
    ],
)
def js_nofollow_added(page: PageView) -> Iterator[Evidence]:
    """Yield the page where only the rendered directives say nofollow."""
    rendered = rendered_tokens(page)
    if "nofollow" in rendered and "noindex" not in rendered:
        yield page.evidence(group="added by scripts", facts={"rendered": sorted(rendered)})
