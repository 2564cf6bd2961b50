"""Lists of courses and other carousels that Google cannot read."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_result_types import rich_result
from audits.structured import Item


def _markup(json: str) -> str:
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", {json}}}</script>'


_COURSE = rich_result("Course list").required
_KINDS = ("Course", "Movie", "Recipe", "Restaurant")


def _faults(entries: list[Item], page: PageView, min_courses: int) -> list[str]:
    follow = page.structured_data.follow
    inner = [follow(one) for entry in entries for one in entry.items("item")]
    inner = [one for one in inner if one.is_a(*_KINDS)]
    linked = [entry for entry in entries if not entry.items("item") and (entry.has("url") or entry.has("item"))]
    if not inner:
        return []
    faults = []
    if linked:
        faults.append("some entries with a link only and some in full")
    if any(not entry.has("position") for entry in entries):
        faults.append("entries without position")
    courses = [one for one in inner if one.is_a("Course")]
    if courses and len(courses) < min_courses:
        faults.append(f"{len(courses)} course(s), not at least {min_courses}")
    missing = sorted({name for one in courses for name in one.lacking(_COURSE)})
    return faults + [f"courses without {name}" for name in missing]


@page_rule(
    id="schema-course-carousel",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:course", "google:carousel"],
    title="Carousel markup lacks what Google requires",
    message="The markup of a list lacks what Google requires of carousels.",
    why="Google shows the list as a carousel only where all entries are of one form and complete.",
    fix="Tell the developer.",
    fix_developer=(
        "Give every `ListItem` a `position` and either a `url` or a whole `item`; list at least three courses"
        " with `name` and `description`."
    ),
    settings={"min_courses": "courses that a list of courses must have"},
    applies=lambda page: page.is_content and bool(page.structured_data.main("ItemList")),
    examples=[
        Fails(
            _markup(
                '"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1, "item": {"@type": '
                '"Course", "name": "A", "description": "a"}}, {"@type": "ListItem", "position": 2, "item": {"@type": '
                '"Course", "name": "B", "description": "b"}}]'
            ),
            at=["script"],
            note="two courses",
        ),
        Fails(
            _markup(
                '"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1, "item": {"@type": '
                '"Recipe", "name": "A"}}, {"@type": "ListItem", "position": 2, "url": "https://example.com/b"}]'
            ),
            at=["script"],
            note="two forms",
        ),
        Fails(
            _markup(
                '"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": {"@type": "Movie", '
                '"name": "A"}}]'
            ),
            at=["script"],
            note="no position",
        ),
        Passes(
            _markup(
                '"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1, "item": {"@type": '
                '"Course", "name": "A", "description": "a"}}, {"@type": "ListItem", "position": 2, "item": {"@type": '
                '"Course", "name": "B", "description": "b"}}, {"@type": "ListItem", "position": 3, "item": {"@type": '
                '"Course", "name": "C", "description": "c"}}]'
            )
        ),
        Passes(
            _markup('"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1, "url": "/a"}]'),
            note="links only",
        ),
        Passes(
            _markup('"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": {"@type": "Product"}}]'),
            note="a list that is no carousel",
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_course_carousel(page: PageView, *, min_courses: int = 3) -> Iterator[Evidence]:
    """Yield each list with its faults."""
    for item in page.structured_data.main("ItemList"):
        if item.is_a("BreadcrumbList"):
            continue
        faults = _faults(item.items("itemListElement"), page, min_courses)
        if faults:
            yield page.evidence(item.element, f"The list has {', '.join(faults)}.", facts={"faults": faults})
