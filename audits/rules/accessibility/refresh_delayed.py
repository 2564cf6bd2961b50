"""Pages that move on or reload by themselves after a while."""

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

LONGEST_S = 72_000  # 20 hours: from there on WCAG asks for no way to stop it


@page_rule(
    id="refresh-delayed",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.2.1", "act:bc659a", "act:bisz58"],
    wcag=["2.2.1", "2.2.4", "3.2.5"],
    owner=Owner.TEMPLATE,
    title="Page moves on or reloads after a while",
    message="The page reloads or moves on by itself while people still read it.",
    why="Whoever reads slowly, by ear or enlarged is torn away in the middle, and loses what was filled in.",
    fix="Let readers decide when to go on.",
    fix_developer="Redirect on the server, or load what is new with a button or a script that can be stopped.",
    applies=lambda page: page.is_content and page.facts.refresh_delay_s is not None,
    examples=[
        Fails('<meta http-equiv="refresh" content="5; url=/new">', at=["meta"]),
        Fails('<meta http-equiv="refresh" content="300">', at=["meta"], note="loads itself again"),
        Passes('<meta http-equiv="refresh" content="0; url=/new">', note="at once, before anybody reads"),
        Passes('<meta http-equiv="refresh" content="72001">', note="more than 20 hours"),
        Inapplicable(
            '<noscript><meta http-equiv="refresh" content="5; url=/plain"></noscript>', note="without scripts"
        ),
        Inapplicable("<p>Stays</p>"),
    ],
)
def refresh_delayed(page: PageView) -> Iterator[Evidence]:
    """Yield the element that takes the page away after a delay of up to 20 hours."""
    delay = page.facts.refresh_delay_s or 0.0
    if not 0 < delay <= LONGEST_S:
        return
    what = "moves on" if page.facts.refresh_url else "reloads"
    element = page.select_one('meta[http-equiv="refresh" i]')
    yield page.evidence(element, f"The page {what} by itself after {delay:g} s.", facts={"delay_s": delay})
