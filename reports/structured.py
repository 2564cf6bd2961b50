"""The chapter on structured data: types found, on which pages and templates, and what keeps them from rich results."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from reports.survey import Survey
from store.model import CauseState, Certainty, Outcome, RuleCount, Severity, Template

if TYPE_CHECKING:
    from reports.model import CauseView

RULES = "schema-"
"""How the ids of the rules begin that judge structured data."""
MOST_TYPES = 100
MOST_TEMPLATES = 30
TYPES_OF_TEMPLATE = 8
_SHARED = ("schema-value-format", "schema-hidden-rating", "schema-content-mismatch", "schema-image-blocked")
"""Rules that may concern every type; their findings count where their page carries the type."""


class RichResult(NamedTuple):
    """A rich result of Google Search, the types that earn it, and the rules that judge it."""

    name: str  # as Google's gallery calls it
    types: frozenset[str]
    rules: frozenset[str]


def _rich(name: str, types: str, rules: str) -> RichResult:
    return RichResult(name, frozenset(types.split()), frozenset(RULES + one for one in rules.split()))


_BUSINESSES = (
    "LocalBusiness Restaurant Store Dentist Physician Hotel FoodEstablishment CafeOrCoffeeShop Bakery BarOrPub "
    "MedicalClinic MedicalBusiness LegalService FinancialService RealEstateAgent HomeAndConstructionBusiness "
    "AutomotiveBusiness HealthAndBeautyBusiness LodgingBusiness ProfessionalService"
)
RICH_RESULTS = (
    _rich("Article", "Article NewsArticle BlogPosting", "article"),
    _rich("Breadcrumb", "BreadcrumbList", "breadcrumb"),
    _rich("Carousel", "ItemList", "course-carousel"),
    _rich("Course list", "Course", "course-carousel"),
    _rich("Dataset", "Dataset", "dataset"),
    _rich("Discussion forum", "DiscussionForumPosting", "profile-forum"),
    _rich("Event", "Event BusinessEvent MusicEvent SportsEvent TheaterEvent Festival", "event"),
    _rich("Job posting", "JobPosting", "job-posting"),
    _rich("Local business", _BUSINESSES, "local-business"),
    _rich("Math solver", "MathSolver", "rich-result-incomplete rich-result-recommended"),
    _rich("Movie", "Movie", "rich-result-incomplete rich-result-recommended"),
    _rich("Organization", "Organization OnlineStore OnlineBusiness Corporation", "organization"),
    _rich("Product", "Product", "product merchant-listing merchant-recommended aggregate-rating"),
    _rich("Product variants", "ProductGroup", "product-group"),
    _rich("Profile page", "ProfilePage", "profile-forum"),
    _rich("Q&A", "QAPage", "qapage"),
    _rich("Recipe", "Recipe", "recipe"),
    _rich("Review snippet", "Review AggregateRating", "review aggregate-rating self-serving-review hidden-rating"),
    _rich("Software app", "SoftwareApplication MobileApplication WebApplication VideoGame", "software-app"),
    _rich("Vacation rental", "VacationRental", "rich-result-incomplete rich-result-recommended"),
    _rich("Video", "VideoObject", "video"),
)
"""Source: https://developers.google.com/search/docs/appearance/structured-data/search-gallery"""


@dataclass(frozen=True, slots=True)
class StructuredFound:
    """What the pages declare: types that stand together on a page, with the pages."""

    kinds: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]  # (types, page ids)
    pages: int  # HTML pages that answered 200
    template_of: Mapping[int, int | None]  # page id -> template id
    sizes: Mapping[int | None, int]  # HTML pages by template id


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One type."""

    name: str
    pages: int
    share: float  # of the HTML pages, 0 to 1
    templates: tuple[str, ...]  # the ones with the most of these pages first
    example: int  # page id
    rich: str  # the rich result of Google that it may earn; empty: none


@dataclass(frozen=True, slots=True)
class RichRow:
    """One rich result that pages may earn."""

    name: str
    pages: int  # that carry one of its types
    faulty: int  # of these, pages on which a check of this rich result fails
    improvable: int  # of these, pages without a fault where something recommended lacks or a person must look
    causes: tuple[str, ...]  # ids

    @property
    def eligible(self) -> int:
        """Pages on which the checks found no fault."""
        return self.pages - self.faulty


@dataclass(frozen=True, slots=True)
class TemplateTypes:
    """What the pages of one template declare."""

    name: str
    pages: int
    declaring: int  # of these, pages with any type
    types: tuple[tuple[str, int], ...]  # (type, pages), the most frequent first


@dataclass(frozen=True, slots=True)
class StructuredChapter:
    """Structured data of the site: counts are pages that declare a type, in JSON-LD, microdata or RDFa."""

    pages: int  # HTML pages that answered 200
    declaring: int  # of these, pages that declare any type
    types: tuple[TypeRow, ...]  # the most frequent first
    rich: tuple[RichRow, ...]  # the one on the most pages first
    templates: tuple[TemplateTypes, ...]  # the largest first
    causes: tuple[str, ...]  # ids of causes of the checks of structured data, in order of priority
    is_judged: bool  # whether any such check ran

    @property
    def faulty(self) -> int:
        """Of these, those with a fault."""
        return sum(row.faulty for row in self.rich)


def structured_found(survey: Survey) -> StructuredFound:
    """What the survey saw of structured data."""
    content = {number: one for number, one in survey.standings.items() if one.is_content}
    declaring = {number for numbers in survey.types.values() for number in numbers}
    return StructuredFound(
        kinds=tuple((types, tuple(numbers)) for types, numbers in survey.types.items()),
        pages=len(content),
        template_of={number: content[number].template_id for number in declaring},
        sizes=Counter(one.template_id for one in content.values()),
    )


def structured_chapter(
    found: StructuredFound | None,
    causes: Iterable[CauseView],
    counts: Iterable[RuleCount],
    templates: Sequence[Template],
) -> StructuredChapter | None:
    """Join what pages declare with the causes of the checks; None where no page declares anything and none is asked."""
    own = [one for one in causes if one.rule.startswith(RULES) and one.state is not CauseState.FIXED]
    if found is None or not (found.kinds or own):
        return None
    names = {one.id: one.name for one in templates}
    on: defaultdict[str, set[int]] = defaultdict(set)
    for types, numbers in found.kinds:
        for name in types:
            on[name].update(numbers)
    declaring = {number for _, numbers in found.kinds for number in numbers}
    rich = [row for one in RICH_RESULTS if (row := _rich_row(one, on, own)) is not None]
    return StructuredChapter(
        pages=found.pages,
        declaring=len(declaring),
        types=_type_rows(on, found, names),
        rich=tuple(sorted(rich, key=lambda row: (-row.pages, row.name))),
        templates=_template_rows(found, names),
        causes=tuple(one.id for one in own),
        is_judged=any(one.rule.startswith(RULES) and (one.passed or one.fail or one.review) for one in counts),
    )


def _type_rows(on: Mapping[str, set[int]], found: StructuredFound, names: Mapping[int, str]) -> tuple[TypeRow, ...]:
    rows = []
    for name, numbers in sorted(on.items(), key=lambda one: (-len(one[1]), one[0]))[:MOST_TYPES]:
        templates = Counter(names.get(found.template_of[number] or 0, "") for number in numbers)
        rich = next((one.name for one in RICH_RESULTS if name in one.types), "")
        share = len(numbers) / found.pages if found.pages else 0.0
        told = tuple(one for one, _ in templates.most_common(3) if one)
        rows.append(TypeRow(name, len(numbers), share, told, min(numbers), rich))
    return tuple(rows)


def _rich_row(rich: RichResult, on: Mapping[str, set[int]], causes: Sequence[CauseView]) -> RichRow | None:
    pages = {number for name in rich.types for number in on.get(name, ())}
    if not pages:
        return None
    faulty: set[int] = set()
    improvable: set[int] = set()
    named = []
    for cause in causes:
        if cause.rule in rich.rules or cause.rule in _SHARED:
            met = pages.intersection(cause.page_ids)
            if not met:
                continue
            (faulty if _is_fault(cause) else improvable).update(met)
            if cause.rule in rich.rules:
                named.append(cause.id)
    return RichRow(rich.name, len(pages), len(faulty), len(improvable - faulty), tuple(named))


def _is_fault(cause: CauseView) -> bool:
    return (
        cause.outcome is Outcome.FAIL
        and cause.certainty is Certainty.DEFECT
        and cause.severity is not Severity.INFO
        and cause.state is not CauseState.NOT_RETESTED
    )


def _template_rows(found: StructuredFound, names: Mapping[int, str]) -> tuple[TemplateTypes, ...]:
    counts: defaultdict[int | None, Counter[str]] = defaultdict(Counter)
    declaring: Counter[int | None] = Counter()
    for types, numbers in found.kinds:
        for number in numbers:
            template = found.template_of[number]
            declaring[template] += 1
            counts[template].update(set(types))
    rows = [
        TemplateTypes(
            names.get(template or 0, ""), found.sizes[template], declaring[template],
            tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:TYPES_OF_TEMPLATE]),
        )
        for template, counted in counts.items()
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.pages, row.name))[:MOST_TEMPLATES])
