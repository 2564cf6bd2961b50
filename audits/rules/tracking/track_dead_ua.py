"""Tags of Universal Analytics, which counts no more."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule
from audits.standards.analytics import UNIVERSAL_ANALYTICS


@page_rule(
    id="track-dead-ua",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://support.google.com/analytics/answer/11583528"],
    title="Tag of Universal Analytics counts no more",
    message="The page starts Universal Analytics, which stopped counting in 2023.",
    why="The tag costs loading time and counts nothing.",
    fix="Ask the developer to remove the old tag, and check that a newer one is there.",
    fix_developer="Remove the snippet with the `UA-` id.",
    owner=Owner.THIRD_PARTY,
    examples=[
        Fails("<script>ga('create', 'UA-123456-1', 'auto');</script>", at=["script"]),
        Passes("<script>gtag('config', 'G-ABCDEF1');</script>"),
        Passes("<pre>ga('create', 'UA-123456-1', 'auto');</pre>", note="shown as a sample"),
    ],
)
def track_dead_ua(page: PageView) -> Iterator[Evidence]:
    """Yield the first script that starts it."""
    if "UA-" in page.body and UNIVERSAL_ANALYTICS.search(page.body):
        for script in page.select("script:not([src])"):
            if found := UNIVERSAL_ANALYTICS.search(script.text):
                yield page.evidence(script, f"The page starts {found[1]}, which stopped counting in July 2023.")
                return
