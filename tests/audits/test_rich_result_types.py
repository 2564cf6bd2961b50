"""The table of rich results names only what schema.org knows, with the page that says so."""

from __future__ import annotations

import pytest

from audits.standards.rich_result_types import PAGES, READ_ON, RETIRED_RESULTS, RICH_RESULTS, RichResult, rich_result
from audits.standards.schema_org import is_a, is_known
from audits.standards.schema_org_properties import ALL_PROPERTIES, properties_of

RESULTS = [pytest.param(one, id=one.name) for one in RICH_RESULTS]
GOOGLE_ONLY = {"MathSolver", "OccupationAggregationByEmployer"}  # types that Google defined beside schema.org's
GALLERY = (
    "Article, Breadcrumb, Carousel, Course list, Dataset, Discussion forum, Education Q&A, Employer aggregate rating, "
    "Event, Image metadata, Job posting, Local business, Math solver, Movie, Organization, Product snippet, "
    "Merchant listing, Profile page, Q&A, Recipe, Review snippet, Software app, Speakable, "
    "Subscription and paywalled content, Vacation rental, Video"
).split(", ")


def paths(result: RichResult) -> list[list[str]]:
    return [one.split(".") for path in (*result.required, *result.recommended) for one in path.split("|")]


@pytest.mark.parametrize("result", RESULTS)
def test_types_and_properties_are_those_of_the_vocabulary(result: RichResult) -> None:
    assert all(is_known(name) for name in result.types if name not in GOOGLE_ONLY)
    for path in paths(result):
        assert path[0] in properties_of(result.types[0]) | {"isbn"} or result.types[0] in GOOGLE_ONLY, path
        assert all(step in ALL_PROPERTIES for step in path), path


@pytest.mark.parametrize("result", RESULTS)
def test_no_property_is_both_required_and_recommended(result: RichResult) -> None:
    if result.name != "Image metadata":  # one of four is required, the others are recommended
        assert not set(result.required) & set(result.recommended)


def test_every_result_of_the_gallery_is_there_with_its_page() -> None:
    assert [name for name in GALLERY if rich_result(name).url == PAGES] == []
    assert all(one.url.startswith("https://developers.google.com/search/docs/") and one.page for one in RICH_RESULTS)
    assert READ_ON.year >= 2026


def test_withdrawn_results_are_known_types_that_earn_nothing_else_by_that_sign() -> None:
    for retired in RETIRED_RESULTS:
        assert retired.since
        assert all(is_known(name) for name in retired.types if name not in GOOGLE_ONLY)
        assert not retired.sign or retired.sign in ALL_PROPERTIES or is_known(retired.sign)
    current = {name for one in RICH_RESULTS for name in one.types}
    outright = {name for one in RETIRED_RESULTS if not one.sign and not one.parent for name in one.types}
    assert not any(is_a(name, *current) for name in outright if name not in ("ClaimReview", "FAQPage", "HowTo"))
