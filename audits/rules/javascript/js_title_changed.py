"""Pages whose title a script changes."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import facts_of, folded, is_comparable
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

_COUNT = re.compile(r"^[(\[]\d+\+?[)\]]\s*")


def _named(title: str) -> str:
    return _COUNT.sub("", title).casefold()


@page_rule(
    id="js-title-changed",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:javascript-seo-basics", "google:title-link"],
    title="Scripts change the title",
    message="The title in the HTML as sent is another than the one after scripts ran.",
    why="Search shows the title after scripts ran, link previews and most other crawlers the one before: people meet "
    "the page under two names.",
    fix="Ask your developers to send the final title with the page.",
    fix_developer="Send each page's own title in the HTML: a single-page application must not send one for all pages.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=lambda page: is_comparable(page) and bool(folded(page.facts.title)),
    examples=[
        Fails("<title>My app</title>", at=["title"], artifacts={"rendered": {"title": "Quinces | Shop"}}),
        Passes("<title>Quinces &amp;  pears</title>", artifacts={"rendered": {"title": "Quinces & pears"}}),
        Passes("<title>Quinces</title>", artifacts={"rendered": {"title": "(3) Quinces"}}, note="a count of messages"),
        Fails("<title>Quinces</title>", at=["title"], artifacts={"rendered": {"title": ""}}, note="taken away"),
        Passes("<title>Quinces</title>", artifacts={"rendered": {}}, note="nothing to compare with"),
        Inapplicable('<div id="app"></div>', artifacts={"rendered": {"title": "Quinces"}}),
    ],
)
def js_title_changed(page: PageView) -> Iterator[Evidence]:
    """Yield the title that was sent where the rendered one differs in more than a count of messages."""
    seen = facts_of(page).get("title")
    sent, rendered = folded(page.facts.title), folded(str(seen or ""))
    if seen is not None and _named(sent) != _named(rendered):
        after = f"after scripts ran “{rendered[:100]}”" if rendered else "and taken away by scripts"
        message = f"Sent as “{sent[:100]}”, {after}."
        facts = {"sent": sent[:200], "rendered": rendered[:200]}
        yield page.evidence(page.select_one("head > title") or page.select_one("title"), message, facts=facts)
