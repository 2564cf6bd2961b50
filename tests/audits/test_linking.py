"""What the examples of rules cannot show: severities, caps, and how many links are counted."""

from __future__ import annotations

from audits.linking import MAX_SOURCES, link_counts, linking_edges, told_by_links
from audits.registry import rule
from audits.robots_text import robots_of
from audits.rule import Answer, Example
from marsad.rehearsal import site_view
from store.model import Evidence, Severity


def found(rule_id: str, site: dict[str, str | Answer], **rest: object) -> list[Evidence]:
    return list(rule(rule_id).check(site_view(Example("fails", site=site, **rest))))  # type: ignore[arg-type]


def test_server_error_on_one_page_of_many_is_not_critical() -> None:
    pages: dict[str, str | Answer] = {f"/p{n}": "<p>Fine</p>" for n in range(18)}
    one = found("resp-internal-5xx", {"/": '<a href="/a">A</a>', "/a": Answer(status=500), **pages})
    assert [evidence.severity for evidence in one] == [None]


def test_server_errors_on_more_than_a_twentieth_of_the_pages_are_critical() -> None:
    pages: dict[str, str | Answer] = {f"/p{n}": "<p>Fine</p>" for n in range(17)}
    one = found("resp-internal-5xx", {"/": '<a href="/a">A</a>', "/a": Answer(status=500), **pages})
    assert [evidence.severity for evidence in one] == [Severity.CRITICAL]


def test_forbidden_basket_is_only_told_and_forbidden_goods_are_asked_about() -> None:
    site: dict[str, str | Answer] = {"/": '<a href="/cart/">A</a><a href="/boats/a">B</a>'}
    both = found("robots-blocks-linked", site, robots="User-agent: *\nDisallow: /cart/\nDisallow: /boats/")
    assert [evidence.severity for evidence in both] == [Severity.INFO, None]


def test_chain_of_four_redirects_weighs_more_than_one_of_three() -> None:
    site: dict[str, str | Answer] = {"/": '<a href="/3">A</a><a href="/4">B</a>', "/0": "<p>End</p>"}
    site |= {f"/{n}": Answer(status=301, redirect=f"/{n - 1}") for n in range(1, 5)}
    weights = {evidence.target.rpartition("/")[2]: evidence.severity for evidence in found("redir-chain", site)}
    assert weights == {"3": None, "4": Severity.MEDIUM}


def test_missing_font_weighs_less_than_missing_style_sheet() -> None:
    site: dict[str, str | Answer] = {
        "/": '<link rel="stylesheet" href="/a.css"><link rel="preload" as="font" href="/a.woff2" crossorigin>'
    }
    targets = {f"https://example.com/{name}": Answer(status=404) for name in ("a.css", "a.woff2")}
    weights = {
        one.target.rpartition(".")[2]: one.severity for one in found("resp-resource-broken", site, targets=targets)
    }
    assert weights["css"] is None
    assert weights.get("woff2", Severity.MEDIUM) is Severity.MEDIUM


def test_target_with_very_many_linking_pages_is_told_with_the_true_number() -> None:
    pages: dict[str, str | Answer] = {f"/p{n}": '<a href="/gone">A</a>' for n in range(MAX_SOURCES + 5)}
    view = site_view(Example("fails", site={"/": '<a href="/gone">A</a>', "/gone": Answer(status=404), **pages}))
    told = list(told_by_links(view, "https://example.com/gone", "Gone."))
    assert len(told) == MAX_SOURCES
    assert told[0].facts["linking_pages"] == MAX_SOURCES + 6


def test_page_does_not_link_to_itself() -> None:
    view = site_view(Example("fails", site={"/": '<a href="/">Home</a><a href="/a">A</a>', "/a": '<a href="/">H</a>'}))
    assert [edge.source for edge in linking_edges(view, "https://example.com/")] == ["https://example.com/a"]


def test_links_are_counted_by_direction_and_by_nofollow() -> None:
    site: dict[str, str | Answer] = {
        "/": '<a href="/a" rel="nofollow">A</a><a href="/b">B</a><a href="https://other.example/">O</a>',
        "/a": '<meta name="robots" content="noindex"><a href="/b">B</a>',
        "/b": "<p>End</p>",
    }
    view = site_view(Example("fails", site=site))
    counts = link_counts(view)
    home, one, other = (view.ids[f"https://example.com{path}"] for path in ("/", "/a", "/b"))
    assert (counts.incoming[one], counts.nofollow[one]) == (1, 1)
    assert (counts.incoming[other], counts.from_indexable[other]) == (2, 1)
    assert (counts.outgoing[home], counts.outgoing[other]) == (2, 0)


def test_robots_of_one_host_do_not_bind_another() -> None:
    view = site_view(Example("fails", site={"/": "<p>A</p>"}, robots="User-agent: *\nDisallow: /a"))
    robots = robots_of(view)
    assert robots.forbidding("https://example.com/a/b") == "Disallow: /a"
    assert robots.forbidding("https://other.example/a/b") == ""
    assert robots.forbidding("https://example.com/b") == ""


def test_page_with_the_text_of_the_error_page_is_told_without_any_phrase() -> None:
    text = "<title>{}</title><main><p>We lost this one, sorry, go and look at our other boats.</p></main>"
    site: dict[str, str | Answer] = {"/": '<a href="/a">A</a><p>Home</p>', "/a": text.format("Boats")}
    page = site_view(Example("fails", site=site)).page("https://example.com/a")
    assert page is not None
    assert page.facts is not None
    probe = {"kind": "soft-404", "url": "/x", "status": 404, "data": {"text_digest": page.facts.text_digest}}
    told = found("soft404-page", site, probes=(probe,))
    assert [one.url for one in told] == ["https://example.com/a"]
