"""The rich results of Google Search: for each, which properties are required and which recommended.

Source: the pages below https://developers.google.com/search/docs/appearance/structured-data/ that `page` names. A
property may be a path ("offers.price"); "a|b" stands for one of the two.
"""

from datetime import date
from typing import NamedTuple

READ_ON = date(2026, 7, 31)
"""The state of Google's gallery and pages that this table describes."""

PAGES = "https://developers.google.com/search/docs/appearance/structured-data/"


class RichResult(NamedTuple):
    """One rich result: the schema.org types that earn it and what they must and should say."""

    name: str  # as Google's gallery calls it
    types: tuple[str, ...]
    page: str  # below PAGES
    required: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()
    is_exact: bool = False  # subtypes do not earn it

    @property
    def url(self) -> str:
        """The address of Google's page."""
        return PAGES + self.page


def _result(
    name: str, types: str, page: str, required: str = "", recommended: str = "", *, is_exact: bool = False
) -> RichResult:
    return RichResult(
        name, tuple(types.split()), page, tuple(required.split()), tuple(recommended.split()), is_exact=is_exact
    )


RICH_RESULTS: tuple[RichResult, ...] = (
    _result(
        "Article", "Article NewsArticle BlogPosting", "article",
        recommended="author author.name author.url dateModified datePublished headline image",
    ),
    _result("Breadcrumb", "BreadcrumbList", "breadcrumb", "itemListElement"),
    _result("Carousel", "ItemList", "carousel", "itemListElement", is_exact=True),
    _result("Course list", "Course", "course", "name description", "provider"),
    _result(
        "Dataset", "Dataset", "dataset", "name description",
        "creator distribution identifier isAccessibleForFree keywords license sameAs spatialCoverage temporalCoverage "
        "variableMeasured version",
    ),
    _result(
        "Discussion forum", "DiscussionForumPosting", "discussion-forum",
        "author author.name datePublished text|image|video|sharedContent",
        "author.url comment dateModified headline interactionStatistic url",
    ),
    _result(
        "Discussion forum (comment)", "Comment", "discussion-forum",
        "author author.name datePublished text|image|video", "author.url dateModified interactionStatistic",
        is_exact=True,
    ),
    _result("Education Q&A", "Quiz", "education-qa", "hasPart", "about educationalAlignment"),
    _result(
        "Employer aggregate rating", "EmployerAggregateRating", "employer-rating",
        "itemReviewed itemReviewed.name ratingValue ratingCount|reviewCount", "bestRating worstRating",
    ),
    _result(
        "Event", "Event", "event", "name startDate location location.address",
        "description endDate eventStatus image location.name offers organizer performer",
    ),
    _result(
        "Image metadata", "ImageObject", "image-license-metadata",
        "contentUrl creator|creditText|copyrightNotice|license",
        "acquireLicensePage creator creditText copyrightNotice license", is_exact=True,
    ),
    _result(
        "Job posting", "JobPosting", "job-posting",
        "title description datePosted hiringOrganization jobLocation|applicantLocationRequirements",
        "baseSalary directApply employmentType identifier validThrough",
    ),
    _result(
        "Local business", "LocalBusiness", "local-business", "name address",
        "geo openingHoursSpecification|openingHours priceRange telephone url",
    ),
    _result(
        "Math solver", "MathSolver", "math-solvers", "potentialAction potentialAction.target url usageInfo",
        "inLanguage assesses|potentialAction.eduQuestionType",
    ),
    _result(
        "Movie", "Movie", "movie", "name image", "aggregateRating dateCreated director review",
    ),
    _result(
        "Organization", "Organization", "organization",
        recommended="name url logo address contactPoint description email sameAs telephone",
    ),
    _result("Product snippet", "Product", "product-snippet", "name offers|review|reviews|aggregateRating"),
    _result(
        "Merchant listing", "Product", "merchant-listing",
        "name image offers offers.price|offers.priceSpecification.price "
        "offers.priceCurrency|offers.priceSpecification.priceCurrency",
        "aggregateRating brand description gtin|gtin8|gtin12|gtin13|gtin14|isbn|mpn|sku offers.availability "
        "offers.hasMerchantReturnPolicy offers.itemCondition offers.priceValidUntil offers.shippingDetails review",
    ),
    _result(
        "Product variants", "ProductGroup", "product-variants", "name hasVariant",
        "aggregateRating brand description productGroupID variesBy",
    ),
    _result(
        "Profile page", "ProfilePage", "profile-page", "mainEntity mainEntity.name|mainEntity.alternateName",
        "dateCreated dateModified mainEntity.description mainEntity.image mainEntity.interactionStatistic "
        "mainEntity.sameAs",
    ),
    _result(
        "Q&A", "QAPage", "qapage",
        "mainEntity mainEntity.name mainEntity.answerCount mainEntity.acceptedAnswer|mainEntity.suggestedAnswer",
        "mainEntity.author mainEntity.datePublished mainEntity.text mainEntity.upvoteCount",
    ),
    _result(
        "Recipe", "Recipe", "recipe", "name image",
        "aggregateRating author cookTime|totalTime datePublished description nutrition prepTime|totalTime "
        "recipeCategory recipeCuisine recipeIngredient recipeInstructions recipeYield video",
    ),
    _result(
        "Review snippet", "Review", "review-snippet", "author reviewRating reviewRating.ratingValue",
        "datePublished",
    ),
    _result(
        "Review snippet (rating)", "AggregateRating", "review-snippet", "ratingValue ratingCount|reviewCount",
        "bestRating worstRating",
    ),
    _result(
        "Software app", "SoftwareApplication", "software-app", "name offers.price aggregateRating|review",
        "applicationCategory operatingSystem",
    ),
    _result("Speakable", "SpeakableSpecification", "speakable", "cssSelector|xpath"),
    _result(
        "Subscription and paywalled content", "WebPageElement", "paywalled-content", "isAccessibleForFree cssSelector",
        is_exact=True,
    ),
    _result(
        "Vacation rental", "VacationRental", "vacation-rental",
        "name identifier image latitude|geo.latitude longitude|geo.longitude containsPlace containsPlace.occupancy",
        "address aggregateRating brand checkinTime checkoutTime description review",
    ),
    _result(
        "Video", "VideoObject", "video", "name thumbnailUrl uploadDate",
        "contentUrl|embedUrl description duration",
    ),
)  # fmt: skip
"""What Google's gallery of search features lists, and the parts that its pages describe."""


_BY_NAME = {one.name: one for one in RICH_RESULTS}


def rich_result(name: str) -> RichResult:
    """The rich result of a name as Google's gallery calls it. Raises KeyError where there is none."""
    return _BY_NAME[name]


class RetiredResult(NamedTuple):
    """A rich result that Google no longer shows, and how its markup is told from other markup of the type."""

    name: str
    types: tuple[str, ...]
    sign: str = ""  # a property that the item has, or a second type: without it the markup is for something else
    values: tuple[str, ...] = ()  # what the sign says, in lower case; empty: anything
    parent: str = ""  # the type of the item that holds it
    since: str = ""


RETIRED_RESULTS: tuple[RetiredResult, ...] = (
    RetiredResult("FAQ", ("FAQPage",), since="May 2026"),
    RetiredResult("how-to", ("HowTo",), since="September 2023"),
    RetiredResult("sitelinks search box", ("SearchAction",), parent="WebSite", since="November 2024"),
    RetiredResult("book actions", ("ReadAction", "BorrowAction"), parent="Book", since="2025"),
    RetiredResult("course info", ("Course",), sign="hasCourseInstance", since="2025"),
    RetiredResult("fact check", ("ClaimReview",), since="2025"),
    RetiredResult(
        "estimated salary",
        ("Occupation", "OccupationAggregationByEmployer", "OccupationalExperienceRequirements"),
        since="2025",
    ),
    RetiredResult("learning video", ("LearningResource",), sign="VideoObject", since="2025"),
    RetiredResult("special announcement", ("SpecialAnnouncement",), since="2025"),
    RetiredResult("vehicle listing", ("Car", "Vehicle"), sign="vehicleIdentificationNumber", since="2025"),
    RetiredResult(
        "practice problem",
        ("Question",),
        sign="eduQuestionType",
        values=("multiple choice", "checkbox"),
        since="January 2026",
    ),
)
"""Withdrawn results. Their markup is harmless: it only earns nothing in Google Search."""
