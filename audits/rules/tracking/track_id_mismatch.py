"""Analytics tags that count for an account that is not the site's own."""

from collections.abc import Iterator, Sequence

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Owner, Passes, Reviews, Severity, page_rule
from audits.standards.analytics import CALLS, SIGNS

_OWN = {"allowed_ids": ("G-ABCDEF1", "GTM-ABCD1")}


@page_rule(
    id="track-id-mismatch",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://developers.google.com/tag-platform/gtagjs/install"],
    title="Visits are counted for an unknown account",
    message="The page starts an analytics tag with an id that is not on your list.",
    why="Visits go to somebody else's account, to that of a test site, or to one that nobody looks at.",
    fix="Ask whoever keeps the statistics whose id this is.",
    fix_developer="Replace the id, or add it to the list of allowed ids.",
    owner=Owner.THIRD_PARTY,
    settings={
        "allowed_ids": "ids of the site's own accounts (G-…, GTM-…, numbers of Matomo and Yandex); empty: no check"
    },
    examples=[
        Reviews("<script>gtag('config', 'G-ZZZZZZ9');</script>", at=["script"], settings=_OWN),
        Reviews(
            "<script>(f)(window,document,'script','dataLayer','GTM-ZZZZ9');</script>", at=["script"], settings=_OWN
        ),
        Passes("<script>gtag('config', 'G-ABCDEF1');</script>", settings=_OWN),
        Passes("<script>gtag('config', 'G-ZZZZZZ9');</script>", note="no list is given"),
        Passes("<pre>gtag('config', 'G-ZZZZZZ9');</pre>", settings=_OWN, note="shown as a sample"),
    ],
)
def track_id_mismatch(page: PageView, *, allowed_ids: Sequence[str] = ()) -> Iterator[Evidence]:
    """Yield the script that starts an id which is not on the list; an id is one cause."""
    own = {str(one).strip() for one in allowed_ids}
    if not own:
        return
    for vendor, call in CALLS.items():
        if not any(sign in page.body for sign in SIGNS[vendor]) or not set(call.findall(page.body)) - own:
            continue
        for script in page.select("script:not([src])"):
            for number in dict.fromkeys(call.findall(script.text)):
                if number not in own:
                    yield page.review(
                        script, f"{vendor} is started with {number}, which is not on your list.", group=number
                    )
