"""Pages that are counted twice."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Owner, Passes, Reviews, Severity, page_rule
from audits.standards.analytics import CALLS, SIGNS


@page_rule(
    id="track-duplicate",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://developers.google.com/tag-platform/gtagjs/install"],
    title="Page may be counted twice",
    message="The page starts an analytics tag more than once.",
    why="Every visit may be counted twice, or in two accounts, so the numbers are wrong.",
    fix="Ask whoever keeps the statistics whether both tags are wanted.",
    fix_developer="Leave one snippet; a plugin and the theme often both print one.",
    owner=Owner.THIRD_PARTY,
    examples=[
        Reviews("<script>gtag('config', 'G-ABCDEF1'); gtag('config', 'G-ABCDEF1');</script>", at=["script"]),
        Reviews(
            "<script>gtag('config', 'G-ABCDEF1');</script><script>gtag('config', 'G-ABCDEF2');</script>",
            at=["script:nth-of-type(2)"],
        ),
        Reviews(
            "<script>(f)(window,document,'script','dataLayer','GTM-ABCD1');</script>"
            "<script>(f)(window,document,'script','dataLayer','GTM-ABCD1');</script>",
            at=["script:nth-of-type(2)"],
        ),
        Passes("<script>gtag('config', 'G-ABCDEF1'); gtag('config', 'AW-123456');</script>", note="another product"),
        Passes("<pre>gtag('config', 'G-ABCDEF1'); gtag('config', 'G-ABCDEF2')</pre>", note="shown as a sample"),
        Passes("<p>Not counted</p>"),
    ],
)
def track_duplicate(page: PageView) -> Iterator[Evidence]:
    """Yield the script in which a vendor's tag is started the second time."""
    for vendor, call in CALLS.items():
        if not any(sign in page.body for sign in SIGNS[vendor]) or len(call.findall(page.body)) < 2:
            continue
        ids: list[str] = []
        for script in page.select("script:not([src])"):
            before = len(ids)
            ids += call.findall(script.text)
            if before < 2 <= len(ids):
                distinct = list(dict.fromkeys(ids))
                said = f"twice with {distinct[0]}" if len(distinct) == 1 else f"with {' and '.join(distinct)}"
                yield page.review(script, f"{vendor} is started {said}.", group=vendor)
