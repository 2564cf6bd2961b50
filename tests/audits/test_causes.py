"""One defect, one cause: how findings are gathered, counted and told."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from audits.causes import assign_causes, general_place, group_causes, is_chrome, shape_of, spread
from audits.linking import MAX_SOURCES
from store.model import Cause, CauseState, Effort, Finding, Outcome, Owner, Severity, Template
from tests.audits.makers import card_of, finding_of

PRODUCTS = Template(7, "/product/{slug}", 1_710, "https://example.com/product/a")
NEWS = Template(8, "/news/{slug}", 100, "https://example.com/news/a")
TEMPLATES = [PRODUCTS, NEWS]
MEMBERS = {**dict.fromkeys(range(1, 1_711), 7), **dict.fromkeys(range(2_001, 2_101), 8)}
CARDS = {
    "image-alt-missing": card_of(),
    "link-broken": card_of("link-broken", title="Link leads nowhere", message="This link leads nowhere."),
    "speed-lcp-heavy": card_of("speed-lcp-heavy", title="Main picture is too heavy", needs=("vitals",)),
    "title-duplicate": card_of("title-duplicate", title="Pages share one title", message="Several pages share it."),
    "hsts-missing": card_of(
        "hsts-missing",
        owner=Owner.SERVER,
        effort=Effort.SITE,
        title="HTTPS is not held",
    ),
    "contrast": card_of("contrast", title="Text is hard to read", needs=("axe",)),
}


def causes_of(findings: list[Finding], **rest: object) -> list[Cause]:
    return group_causes(findings, cards=CARDS, templates=TEMPLATES, page_templates=MEMBERS, **rest)  # type: ignore[arg-type]


def test_one_dead_footer_link_on_1710_pages_is_one_cause() -> None:
    gone = "https://example.com/gone"
    found = [
        finding_of(page, rule="link-broken", target=gone, place="footer > ul > li > a", message="The link answers 404.")
        for page in range(1, 1_711)
    ]
    (cause,) = causes_of(found)
    assert (cause.pages, cause.occurrences, cause.target) == (1_710, 1_710, gone)
    assert (cause.owner, cause.effort) == (Owner.TEMPLATE, Effort.TEMPLATE)
    assert cause.template_id == 7
    assert cause.message == "The link answers 404: all 1,710 pages like /product/{slug}, in the footer."
    assert len(cause.samples) == 25
    assert len({one.url for one in cause.samples}) == 25


def test_a_dead_link_of_more_pages_than_are_told_counts_them_all() -> None:
    found = [
        finding_of(page, rule="link-broken", target="https://example.com/gone", facts={"linking_pages": 90_000})
        for page in range(1, MAX_SOURCES + 1)
    ]
    (cause,) = causes_of(found)
    assert (cause.pages, cause.occurrences, len(cause.page_ids)) == (90_000, 90_000, MAX_SOURCES)
    assert cause.message.endswith(": 90,000 pages.")
    (few,) = causes_of(found[:7])
    assert (few.pages, few.occurrences) == (7, 7)


def test_a_heavy_picture_counts_all_pages_that_load_it_not_only_those_a_browser_opened() -> None:
    said = "The main picture /hero.jpg on 412 pages weighs 1.8 MB; 1.5 MB of it are needless and cost 1.1 s of LCP."
    facts = {"file": "/hero.jpg", "saved_bytes": 1_500_000, "saved_ms": 1_100, "pages": 412, "loading_pages": 412}
    found = [
        finding_of(page, rule="speed-lcp-heavy", target="https://example.com/hero.jpg", message=said, facts=facts)
        for page in (1, 2)
    ]
    (cause,) = causes_of(found)
    assert cause.pages == 412
    assert cause.message == said


def test_a_cause_that_leaves_its_template_does_not_say_all_pages_of_it() -> None:
    pages = (*range(1, 1_711), 2_001)
    found = [finding_of(page, rule="link-broken", target="https://example.com/gone") for page in pages]
    (cause,) = causes_of(found)
    assert cause.message.endswith(": 1,711 pages, most of them like /product/{slug}.")


def test_the_same_link_in_two_templates_stays_one_cause() -> None:
    found = [finding_of(page, rule="link-broken", target="https://example.com/gone") for page in (1, 2, 2_001)]
    (cause,) = causes_of(found)
    assert cause.pages == 3
    assert cause.template_id is None


def test_different_dead_links_in_articles_are_different_causes() -> None:
    found = [finding_of(page, rule="link-broken", target=f"https://example.com/{page}") for page in range(2_001, 2_021)]
    assert len(causes_of(found)) == 20


def test_a_template_whose_pages_each_miss_their_own_image_is_one_cause() -> None:
    found = [
        finding_of(page, rule="link-broken", target=f"https://example.com/{page}.jpg", place="main > div.photo > img")
        for page in range(1, 1_501)
    ]
    (cause,) = causes_of(found)
    assert cause.pages == 1_500
    assert cause.place == "main > div.photo > img"


def test_a_place_in_the_header_of_two_templates_is_one_cause() -> None:
    found = [finding_of(page, place="header > a.logo > img") for page in (1, 2, 3, 2_001, 2_002)]
    (cause,) = causes_of(found)
    assert cause.pages == 5
    assert cause.template_id is None
    assert cause.effort is Effort.TEMPLATE
    assert cause.message == "Image has no text alternative: 5 pages, in the header."


def test_a_place_that_two_templates_have_in_their_content_is_two_causes() -> None:
    found = [finding_of(page, place="main > p > img") for page in (*range(1, 601), *range(2_001, 2_041))]
    assert sorted(cause.pages for cause in causes_of(found)) == [40, 600]


def test_content_of_two_templates_is_one_cause() -> None:
    found = [finding_of(page, place="main > p > img") for page in (1, 2, 3, 2_001, 2_002)]
    (cause,) = causes_of(found)
    assert (cause.pages, cause.effort) == (5, Effort.PAGE)


def test_titles_of_some_pages_are_no_matter_of_the_template() -> None:
    found = [finding_of(page, place="head > title") for page in range(1, 301)]
    assert [cause.effort for cause in causes_of(found)] == [Effort.PAGE]
    everywhere = [finding_of(page, place="head > title") for page in MEMBERS]
    assert [cause.effort for cause in causes_of(everywhere)] == [Effort.TEMPLATE]


def test_scattered_places_in_articles_are_one_cause() -> None:
    places = [
        "main > article.post > p > img",
        "main > article.post > div.box > img",
        "main.wide > article.news > ul > li > img",
    ]
    found = [finding_of(2_001 + number, place=places[number % 3]) for number in range(9)]
    (cause,) = causes_of(found)
    assert cause.place == "main > article … img"
    assert cause.pages == 9
    assert cause.message == "Image has no text alternative: 9 of 100 pages like /news/{slug}."


def test_a_place_that_the_template_has_stands_apart_from_scattered_ones() -> None:
    found = [finding_of(page, place="main > div.photo > img") for page in range(2_001, 2_081)]
    found += [finding_of(2_001, place="main > p > img"), finding_of(2_002, place="main > div.text > img")]
    assert [(cause.place, cause.pages) for cause in causes_of(found)] == [
        ("main > div.photo > img", 80),
        ("main … img", 2),
    ]


def test_a_page_defect_on_all_templates_is_one_cause_only_where_it_is_everywhere() -> None:
    everywhere = [finding_of(page) for page in MEMBERS]
    (cause,) = causes_of(everywhere)
    assert cause.pages == 1_810
    assert cause.message == "Image has no text alternative: all 1,810 pages."
    many = [finding_of(page) for page in (*range(1, 701), *range(2_001, 2_041))]
    assert len(causes_of(many)) == 2
    some = [finding_of(page) for page in (1, 2, 3, 2_001)]
    assert len(causes_of(some)) == 1


def test_groups_are_causes_of_their_own() -> None:
    found = [finding_of(page, rule="title-duplicate", group="Shoes") for page in (1, 2, 2_001)]
    found += [finding_of(page, rule="title-duplicate", group="Hats") for page in (3, 4)]
    assert sorted((cause.group, cause.pages) for cause in causes_of(found)) == [("Hats", 2), ("Shoes", 3)]


def test_a_server_setting_is_one_cause_for_all_templates() -> None:
    found = [finding_of(page, rule="hsts-missing") for page in (1, 2, 2_001)]
    (cause,) = causes_of(found)
    assert (cause.owner, cause.effort, cause.pages) == (Owner.SERVER, Effort.SITE, 3)


def test_pages_of_tiny_templates_share_a_cause() -> None:
    templates = [Template(number, f"/{number}", 1, "") for number in (1, 2, 3)]
    found = [finding_of(number, place="main > p > img") for number in (1, 2, 3)]
    (cause,) = group_causes(found, cards=CARDS, templates=templates, page_templates={1: 1, 2: 2, 3: 3})
    assert cause.pages == 3


def test_a_defect_of_all_pages_is_one_cause_where_some_templates_are_tiny() -> None:
    templates = [Template(1, "/product/{slug}", 18, ""), Template(2, "/", 1, ""), Template(3, "/shop", 1, "")]
    members = {**dict.fromkeys(range(1, 19), 1), 19: 2, 20: 3}
    found = [finding_of(number) for number in members]
    (cause,) = group_causes(found, cards=CARDS, templates=templates, page_templates=members)
    assert cause.pages == 20


def test_what_only_the_start_page_shows_of_a_setting_is_told_of_the_site() -> None:
    found = finding_of(1, rule="hsts-missing", url="https://example.com/", group="example.com")
    (cause,) = causes_of([found])
    assert cause.message == "HTTPS is not held."


def test_what_is_to_be_reviewed_is_a_cause_of_its_own() -> None:
    found = [finding_of(1, place="a > b"), finding_of(2, place="a > b", outcome=Outcome.REVIEW)]
    assert {cause.outcome for cause in causes_of(found)} == {Outcome.FAIL, Outcome.REVIEW}


def test_a_finding_of_the_site_has_no_pages() -> None:
    (cause,) = causes_of([finding_of(None, rule="hsts-missing", url="https://example.com/")])
    assert (cause.pages, cause.page_ids, cause.template_id) == (0, (), None)
    assert cause.message.endswith(".")


def test_what_a_browser_saw_twice_carries_over_to_the_template() -> None:
    (cause,) = causes_of([finding_of(page, rule="contrast", place="main > p.price") for page in (1, 2)])
    assert cause.inferred
    assert cause.pages == 1_710
    assert cause.page_ids == (1, 2)
    assert "seen on 2 sampled pages that stand for 1,710 pages like /product/{slug}" in cause.message


def test_what_a_browser_saw_once_does_not_carry_over() -> None:
    (cause,) = causes_of([finding_of(1, rule="contrast", place="main > p.price")])
    assert (cause.inferred, cause.pages) == (False, 1)


def test_severity_is_the_worst_of_its_findings() -> None:
    found = [finding_of(1, place="p"), finding_of(2, place="p", severity=Severity.CRITICAL)]
    (cause,) = causes_of(found)
    assert cause.severity is Severity.CRITICAL


def test_state_follows_earlier_runs() -> None:
    found = [finding_of(1, place="main > p > img")]
    (new,) = causes_of(found, now=50.0)
    (still,) = causes_of(found, now=50.0, first_seen={new.id: 10.0})
    assert (new.state, new.first_seen, new.last_seen) == (CauseState.NEW, 50.0, 50.0)
    assert (still.state, still.first_seen, still.last_seen) == (CauseState.STILL, 10.0, 50.0)


def test_ids_do_not_hang_on_page_ids_or_order() -> None:
    found = [finding_of(page, place=f"main > div.a{page % 3} > img") for page in range(1, 40)]
    moved = [
        finding_of(page + 5_000, url=f"https://example.com/{page}", place=f"main > div.a{page % 3} > img")
        for page in range(1, 40)
    ]
    random.Random(4).shuffle(moved)
    members = {page + 5_000: 70 for page in range(1, 40)}
    templates = [Template(70, "/product/{slug}", 1_710, "")]
    other = group_causes(moved, cards=CARDS, templates=templates, page_templates=members)
    assert {cause.id for cause in causes_of(found)} == {cause.id for cause in other}


@given(
    st.lists(
        st.builds(
            finding_of,
            st.sampled_from([1, 2, 3, 2_001, 2_002, None]),
            rule=st.sampled_from(sorted(CARDS)),
            place=st.sampled_from(["", "header > a", "main > p > img", "div > b"]),
            target=st.sampled_from(["", "https://example.com/x"]),
            group=st.sampled_from(["", "g"]),
            outcome=st.sampled_from([Outcome.FAIL, Outcome.REVIEW]),
        ),
        max_size=30,
    )
)
def test_every_finding_belongs_to_exactly_one_cause(found: list[Finding]) -> None:
    causes = causes_of(found)
    assigned = assign_causes(found, cards=CARDS, templates=TEMPLATES, page_templates=MEMBERS)
    assert sum(cause.occurrences for cause in causes) == len(found)
    assert {one.cause for one in assigned} == {cause.id for cause in causes}
    assert len({cause.id for cause in causes}) == len(causes)
    for cause in causes:
        own = [one for one in assigned if one.cause == cause.id]
        assert {one.page_id for one in own} - {None} == set(cause.page_ids)
        assert cause.message.endswith((".", "!", "?", "”", "…"))


def test_samples_are_spread_over_pages_before_one_page_comes_twice() -> None:
    found = [finding_of(page, line=line) for page in range(1, 6) for line in range(1, 10)]
    chosen = spread(found, 7)
    assert {one.page_id for one in chosen[:5]} == {1, 2, 3, 4, 5}
    assert len(chosen) == 7


def test_places_are_told_apart_by_their_landmark() -> None:
    assert is_chrome("div.page > header > a")
    assert is_chrome("div.site-footer > a")
    assert not is_chrome("main > article > header > img")
    assert not is_chrome("div > p > img")
    assert general_place("div > div > p > img") == "… img"
    assert general_place("div.x > nav.top > ul > li > a") == "nav.top … a"


def test_a_rule_that_tells_the_number_itself_is_not_told_twice() -> None:
    found = [
        finding_of(page, rule="title-duplicate", group="S", message="23 pages have the title “S”.")
        for page in range(1, 24)
    ]
    (cause,) = causes_of(found)
    assert cause.message == "23 pages have the title “S”."


def test_a_single_page_is_told_by_its_path() -> None:
    (cause,) = causes_of([finding_of(1, place="main > img", url="https://example.com/product/red-shoe")])
    assert cause.message == "Image has no text alternative: 1 page (/product/red-shoe)."


def test_what_a_browser_saw_in_two_templates_is_one_cause() -> None:
    found = [
        finding_of(1, rule="contrast", place="div.doc > p.note > span"),
        finding_of(2_001, rule="contrast", place="section > span.k"),
    ]
    (cause,) = causes_of(found)
    assert cause.page_ids == (1, 2_001)


def test_what_one_of_many_sampled_pages_shows_does_not_stand_for_its_template() -> None:
    found = [finding_of(page, rule="contrast", place="main > p", group="#777 on #fff") for page in (1, 2)]
    others = [finding_of(page, rule="contrast", place="main > a", group="#aaa on #fff") for page in range(3, 13)]
    causes = {cause.group: cause for cause in causes_of([*found, *others])}
    assert (causes["#777 on #fff"].inferred, causes["#777 on #fff"].pages) == (False, 2)
    assert (causes["#aaa on #fff"].inferred, causes["#aaa on #fff"].pages) == (True, 1_710)


def test_neighbours_in_the_navigation_of_all_pages_are_one_cause() -> None:
    found = [finding_of(page, place=f"nav > ul > li.{name} > img") for page in MEMBERS for name in ("next", "prev")]
    (cause,) = causes_of(found)
    assert (cause.pages, cause.occurrences) == (1_810, 3_620)


def test_one_page_of_a_small_template_does_not_make_a_place() -> None:
    templates = [Template(1, "/install/{slug}", 3, ""), PRODUCTS]
    members = {1: 1, 2: 1, 3: 1}
    found = [finding_of(1, place=f"div > section.{name} > p > img") for name in ("a", "b", "c")]
    (cause,) = group_causes(found, cards=CARDS, templates=templates, page_templates=members)
    assert cause.occurrences == 3


def test_information_is_told_once_for_all_templates() -> None:
    cards = {"url-underscore": card_of("url-underscore", severity=Severity.INFO)}
    found = [finding_of(page, rule="url-underscore") for page in (1, 2, 2_001)]
    (cause,) = group_causes(found, cards=cards, templates=TEMPLATES, page_templates=MEMBERS)
    assert cause.pages == 3


def test_a_header_that_a_page_below_the_start_shows_is_told_of_the_host() -> None:
    found = finding_of(1, rule="hsts-missing", url="https://example.com/sl/help", group="example.com")
    (cause,) = causes_of([found])
    assert cause.message == "HTTPS is not held."


def test_what_a_rule_says_of_a_host_is_told_of_the_host_whichever_page_shows_it() -> None:
    said = "example.com does not send the header."
    (cause,) = causes_of([finding_of(1, rule="hsts-missing", url="https://example.com/sl/help", message=said)])
    assert cause.message == said


def test_classes_do_not_tell_places_apart() -> None:
    assert shape_of("p > a.right > img") == "p > a > img"
    assert shape_of("div.site-footer > a.x") == "div.site-footer > a"
    assert shape_of("nav.top … a") == "nav … a"


_TWO_PAGES = "2 of 1,710 pages like /product/{slug}."


def message_of(message: str, *pages: int, url: str = "", **more: object) -> str:
    found = [finding_of(page, message=message, **({"url": url} if url else {}), **more) for page in pages]  # type: ignore[arg-type]
    (cause,) = causes_of(found)
    return cause.message


def test_a_verdict_has_one_colon() -> None:
    told = message_of("The contrast could not be measured: something covers it.", 1, 2)
    assert told == f"The contrast could not be measured: something covers it. Found on {_TWO_PAGES}"


def test_a_question_stays_a_question() -> None:
    told = message_of("Is this link seen without its colour? The test could not tell.", 1, 2)
    assert told.startswith("Is this link seen without its colour? The test could not tell. Found on 2 of 1,710 pages")
    assert message_of("Is this a link?", 1, 2) == f"Is this a link? To be judged on {_TWO_PAGES}"


def test_a_page_that_the_fact_names_is_not_named_again() -> None:
    url = "https://example.com/index.html"
    assert message_of(f"{url} and https://example.com/ answer with the same page.", 1, url=url).count("index.html") == 1


def test_paths_are_told_in_letters() -> None:
    url = "https://example.com/%D8%AE%D8%A7%D9%86%D9%87/a%20b%2Fc?q=caf%C3%A9&x=%FF"
    assert "(/خانه/a%20b%2Fc?q=café&x=%FF)" in message_of("Text.", 1, url=url)
