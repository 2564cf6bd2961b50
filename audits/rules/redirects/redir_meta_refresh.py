"""Pages that send visitors on by a meta refresh."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
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
    id="redir-meta-refresh",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:301-redirects", "google:special-tags", "wcag:2.2.1"],
    owner=Owner.TEMPLATE,
    title="Page redirects by a meta refresh",
    message="The page sends visitors on by a `meta refresh`.",
    why="It is slow and breaks the Back button, and search engines read it as a redirect only after they parsed "
    "the page.",
    fix="Ask for a redirect from the server instead.",
    fix_developer="Answer 301 with `Location` and take the element out.",
    applies=lambda page: page.is_content,
    examples=[
        Fails('<meta http-equiv="refresh" content="0; url=/new">', at=["meta"]),
        Fails('<meta http-equiv="Refresh" content="5;URL=https://other.example/">', at=["meta"]),
        Passes("<p>Stays</p>"),
        Passes('<meta http-equiv="refresh" content="300">', note="loads itself again"),
        Passes('<meta http-equiv="refresh" content="300; url=/page">', note="names itself"),
        Passes('<noscript><meta http-equiv="refresh" content="0; url=/plain"></noscript>', note="without scripts only"),
        Inapplicable('<meta http-equiv="refresh" content="0; url=/new">', status=404, note="an error page"),
    ],
)
def redir_meta_refresh(page: PageView) -> Iterator[Evidence]:
    """Yield the element that sends visitors on."""
    target = page.facts.refresh_url
    if target is None or target.partition("#")[0] == page.url:
        return
    delay = page.facts.refresh_delay_s or 0.0
    read_as = "a permanent" if delay == 0 else "a temporary"
    message = f"The page sends visitors on to {target} after {delay:g} s; Google reads it as {read_as} redirect."
    element = page.select_one('meta[http-equiv="refresh" i]')
    yield page.evidence(element, message, facts={"final": target, "delay_s": delay})
