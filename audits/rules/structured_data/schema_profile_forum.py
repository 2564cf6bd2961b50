"""Profiles and forum posts whose markup lacks what Google requires."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_result_types import rich_result
from audits.structured import Item


def _markup(json: str) -> str:
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", {json}}}</script>'


_PROFILE = rich_result("Profile page").required
_POST = rich_result("Discussion forum").required


def _missing(item: Item, page: PageView) -> list[str]:
    follow = page.structured_data.follow
    if item.is_a("ProfilePage"):
        return item.lacking(_PROFILE, follow)
    missing = item.lacking(_POST, follow)
    # A later page of a thread may only name its first post by its address.
    return [] if item.has("url") and len(missing) > 2 else missing


@page_rule(
    id="schema-profile-forum",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:profile-page", "google:discussion-forum"],
    title="Profile or forum markup lacks what Google requires",
    message="The markup of a profile or forum post lacks required properties.",
    why="Google shows authors and discussions in their own results only where all required properties are given.",
    fix="Tell the developer.",
    fix_developer=(
        "Give `ProfilePage` a `mainEntity` with `name`; give `DiscussionForumPosting` `author` with `name`, "
        "`datePublished` and `text`, `image` or `video`."
    ),
    applies=lambda page: page.is_content and bool(page.structured_data.main("ProfilePage", "DiscussionForumPosting")),
    examples=[
        Fails(_markup('"@type": "ProfilePage", "dateCreated": "2026-01-01"'), at=["script"]),
        Fails(_markup('"@type": "ProfilePage", "mainEntity": {"@type": "Person", "image": "x"}'), at=["script"]),
        Fails(
            _markup('"@type": "DiscussionForumPosting", "text": "Hello", "author": {"@type": "Person", "name": "Ann"}'),
            at=["script"],
            note="no date",
        ),
        Passes(_markup('"@type": "ProfilePage", "mainEntity": {"@type": "Person", "name": "Ann"}')),
        Passes(
            _markup(
                '"@graph": [{"@type": "ProfilePage", "mainEntity": {"@id": "#a"}}, '
                '{"@type": "Person", "@id": "#a", "name": "Ann"}]'
            ),
            note="the person stands beside",
        ),
        Passes(
            _markup(
                '"@type": "DiscussionForumPosting", "datePublished": "2026-01-01", "author": "Ann", "image": "x.png"'
            )
        ),
        Passes(
            _markup('"@type": "DiscussionForumPosting", "headline": "A", "url": "https://example.com/thread"'),
            note="the first post of a later page",
        ),
        Inapplicable(_markup('"@type": "BlogPosting", "headline": "A"')),
    ],
)
def schema_profile_forum(page: PageView) -> Iterator[Evidence]:
    """Yield each profile and each post that lacks something required."""
    for item in page.structured_data.main("ProfilePage", "DiscussionForumPosting"):
        missing = _missing(item, page)
        if missing:
            message = f"The {'profile' if item.is_a('ProfilePage') else 'post'} has no {', '.join(missing)}."
            yield page.evidence(item.element, message, group=item.type, facts={"missing": missing})
