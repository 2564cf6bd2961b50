"""What one page says: facts as browsers and search engines read them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import Extracted, extract
from store.model import Canonical, Facts, Hreflang, RobotsDirective

URL = "https://example.com/a/b"


def read(html: str, *headers: tuple[str, str], url: str = URL) -> Extracted:
    return extract(url, html, headers)


def facts(html: str, *headers: tuple[str, str]) -> Facts:
    return read(html, *headers).facts


def test_the_first_title_outside_svg_counts() -> None:
    found = facts("<body><svg><title>Drawing</title></svg></body><title> One\n two </title><title>Three</title>")
    assert (found.title, found.title_count, found.title_in_head) == ("One two", 2, False)


def test_a_title_in_the_head_and_no_title_at_all() -> None:
    assert facts("<title></title>").title == ""
    assert facts("<title>x</title>").title_in_head
    assert facts("<p>x").title is None


def test_what_follows_a_div_in_the_head_stands_in_the_body() -> None:
    found = facts("<head><div></div><link rel=canonical href=/c><meta name=robots content=noindex></head>")
    assert found.canonicals == (Canonical("https://example.com/c", "/c", "body"),)
    assert found.robots == (RobotsDirective("robots", ("noindex",), "body"),)


def test_an_unclosed_title_swallows_what_follows() -> None:
    found = facts("<title>Shop<meta name=robots content=noindex>")
    assert found.robots == ()


def test_descriptions_are_counted_and_the_first_is_kept() -> None:
    found = facts('<meta name="Description" content=" a\n b "><meta name=description content=c>')
    assert (found.description, found.description_count) == ("a b", 2)


def test_canonicals_come_from_head_body_and_header() -> None:
    found = facts(
        '<head><link rel="Canonical nofollow" href="/x#y"><link rel=canonical href="" ><link rel=canonical>'
        "<link rel=canonical media=print href=/m></head><body><link rel=canonical href='mailto:x@example.com'>",
        ("Link", '</h>; rel="canonical", <https://e.com/f>; rel=preload; as=font'),
    )
    assert found.canonicals == (
        Canonical("https://example.com/x", "/x#y", "head"),
        Canonical("", "", "head"),
        Canonical("", "", "head"),
        Canonical("https://example.com/m", "/m", "head", "media"),
        Canonical("", "mailto:x@example.com", "body"),
        Canonical("https://example.com/h", "/h", "header"),
    )


@pytest.mark.parametrize(
    ("html", "directive"),
    [
        ("<meta name=robots content='NOINDEX, follow'>", ("robots", ("noindex", "follow"))),
        ("<meta name=GoogleBot content='max-snippet: 20'>", ("googlebot", ("max-snippet:20",))),
        ("<meta name=bingbot content=noarchive>", ("bingbot", ("noarchive",))),
        (
            "<meta name=robots content='unavailable_after: Wed, 25 Jun 2010 15:00:00 PST, nosnippet'>",
            ("robots", ("unavailable_after:wed, 25 jun 2010 15:00:00 pst", "nosnippet")),
        ),
        ("<meta name=robots content=''>", ("robots", ())),
    ],
)
def test_robots_meta_elements(html: str, directive: tuple[str, tuple[str, ...]]) -> None:
    assert facts(html).robots == (RobotsDirective(*directive, "meta"),)


@pytest.mark.parametrize(
    ("value", "directives"),
    [
        ("noindex", [("robots", ("noindex",))]),
        ("googlebot: noindex, nofollow", [("googlebot", ("noindex", "nofollow"))]),
        ("noindex, otherbot: nofollow", [("robots", ("noindex",)), ("otherbot", ("nofollow",))]),
        (
            "unavailable_after: 25 Jun 2010 15:00:00 PST",
            [("robots", ("unavailable_after:25 jun 2010 15:00:00 pst",))],
        ),
        (
            "googlebot: unavailable_after: Wed, 25 Jun 2010 15:00:00 GMT",
            [("googlebot", ("unavailable_after:wed, 25 jun 2010 15:00:00 gmt",))],
        ),
        ("max-image-preview: large, , none", [("robots", ("max-image-preview:large", "none"))]),
        ("", []),
    ],
)
def test_robots_headers(value: str, directives: list[tuple[str, tuple[str, ...]]]) -> None:
    expected = tuple(RobotsDirective(agent, tokens, "header") for agent, tokens in directives)
    assert facts("<p>x", ("X-Robots-Tag", value)).robots == expected


def test_language_versions_come_from_head_body_and_header() -> None:
    found = facts(
        "<link rel=alternate hreflang=' de' href=/de><p><link rel=alternate hreflang=fr href=fr>",
        ("link", '<https://example.com/es>; rel="alternate"; hreflang="es"'),
    )
    assert found.hreflang == (
        Hreflang(" de", "https://example.com/de", "/de", "head"),
        Hreflang("fr", "https://example.com/a/fr", "fr", "body"),
        Hreflang("es", "https://example.com/es", "https://example.com/es", "header"),
    )


@pytest.mark.parametrize(
    ("content", "delay", "url"),
    [
        ("5", 5.0, None),
        ("0; url=/new", 0.0, "https://example.com/new"),
        ("0;URL='/new' ", 0.0, "https://example.com/new"),
        ("3, /new", 3.0, "https://example.com/new"),
        ("1.9 ; url = new", 1.0, "https://example.com/a/new"),
        ("; url=/new", None, None),
        ("soon; url=/new", None, None),
        ("0; url=javascript:x()", 0.0, None),
        ("0; url=", 0.0, None),
    ],
)
def test_a_refresh_is_read_as_the_standard_says(content: str, delay: float | None, url: str | None) -> None:
    found = facts(f'<meta http-equiv=Refresh content="{content}">')
    assert (found.refresh_delay_s, found.refresh_url) == (delay, url)


def test_a_refresh_inside_noscript_is_not_followed() -> None:
    found = read("<head><noscript><meta http-equiv=refresh content='0; url=/x'></noscript></head>")
    assert found.facts.refresh_delay_s is None
    assert found.links == ()


def test_language_direction_headings_and_viewport() -> None:
    found = facts(
        "<html lang=' en-GB ' dir=rtl><meta name=viewport content='width=device-width'>"
        "<h1>One<br>two</h1><h1></h1><h1><b>T</b>hree</h1>"
    )
    assert (found.lang, found.dir, found.viewport) == ("en-GB", "rtl", "width=device-width")
    assert found.h1 == ("One two", "", "Three")


def test_next_and_previous_pages() -> None:
    found = facts("<link rel=next href=?page=3><link rel=prev href=?page=1>")
    assert (found.next_url, found.prev_url) == (f"{URL}?page=3", f"{URL}?page=1")


def test_types_of_structured_data() -> None:
    found = facts(
        '<script type="application/ld+json">{"@graph":[{"@type":["Product","Thing"],"offers":{"@type":"Offer"}}]}'
        "</script><script type='application/ld+json'>{broken</script>"
        "<div itemscope itemtype='https://schema.org/Recipe'></div><p typeof='schema:Person foaf:Agent'></p>"
        "<template><div itemscope itemtype='https://schema.org/Hidden'></div></template>"
    )
    assert found.schema_types == ("Product", "Thing", "Offer", "Recipe", "Person", "foaf:Agent")


def test_social_cards_under_either_attribute() -> None:
    found = read(
        "<meta property=og:title content=T><meta name=twitter:image content=/i.png>"
        "<meta property=og:image content=j.png>"
    )
    assert found.facts.open_graph == (("og:title", "T"), ("twitter:image", "/i.png"), ("og:image", "j.png"))
    assert [link.target for link in found.links] == ["https://example.com/i.png", "https://example.com/a/j.png"]


def test_words_and_digest_are_those_of_the_main_content() -> None:
    one = facts("<nav>Home</nav><main><p>Three little words</p><script>x</script></main><footer>1</footer>")
    two = facts("<nav>Elsewhere</nav><main>\nThree <b>little</b> words</main><footer>2</footer>")
    assert one.word_count == two.word_count == 3
    assert one.text_digest == two.text_digest != ""
    assert facts("<nav>only this</nav>").text_digest == ""


def test_counts() -> None:
    found = facts(
        "<base href=/z/><a href=x>1</a><a href=x>2</a><a href=https://other.example/>3</a><area href=y>"
        "<a href=mailto:a@example.com>4</a><img src=i.png><img alt=''>"
    )
    assert (found.internal_links, found.external_links, found.images, found.has_base) == (3, 1, 2, True)
    assert found.dom_elements == 11


def test_who_is_internal_is_the_callers_to_say() -> None:
    found = extract(URL, "<a href=https://shop.example.com/>s</a>", (), lambda url: url.endswith("shop.example.com/"))
    assert (found.facts.internal_links, found.facts.external_links) == (1, 0)


def test_what_stands_in_a_template_says_nothing() -> None:
    found = read("<template><title>x</title><a href=/x>x</a><h1>h</h1><base href=/y/></template><a href=z>z</a>")
    assert found.facts.h1 == ()
    assert found.facts.title is None
    assert [link.target for link in found.links] == ["https://example.com/a/z"]
    assert not found.facts.has_base


def test_every_stored_text_is_cut() -> None:
    long = "x" * 50_000
    found = facts(
        f"<title>{long}</title><meta name=description content={long}><meta property=og:title content={long}>"
        f"<h1>{long}</h1>" + "<h1>h</h1>" * 50 + "<link rel=alternate hreflang=de href=/de>" * 600
    )
    assert found.title is not None
    assert found.description is not None
    assert (len(found.title), len(found.description)) == (1_000, 2_000)
    assert len(found.open_graph[0][1]) == 1_000
    assert (len(found.h1), len(found.h1[0])) == (20, 500)
    assert len(found.hreflang) == 500


@pytest.mark.parametrize("html", ["", "\0", "<", "<!doctype html>", "<html", "\ud800", "<a href='\ud800'>x", "&#0;"])
def test_scraps_are_read(html: str) -> None:
    assert read(html).facts.dom_elements >= 3


TAGS = st.sampled_from(
    "a div main nav svg title template noscript table td tr p h1 form base link meta img style script b select".split()
)
ATTRIBUTES = st.sampled_from(
    "href=/x|src=y|href='http://['|role=main|style='background:url(z)'|rel=canonical|content='0;url=q'|name=robots|"
    "http-equiv=refresh|itemtype=t|data-src=d/e|srcset='a 1x,,b'|hreflang=de|class='c 1'".split("|")
)
OPENING = st.builds(lambda tag, attributes: f"<{tag} {' '.join(attributes)}>", TAGS, st.lists(ATTRIBUTES, max_size=3))
SOUP = st.lists(st.one_of(OPENING, TAGS.map(lambda tag: f"</{tag}>"), st.text(max_size=5)), max_size=30).map("".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(SOUP, st.text(max_size=200)), st.text(max_size=40))
def test_no_page_makes_it_fail(html: str, header: str) -> None:
    found = extract(URL, html, [("link", header), ("x-robots-tag", header), ("refresh", header)])
    assert all(link.target.startswith(("http://", "https://")) for link in found.links)
    assert len({(link.target, link.kind) for link in found.links}) == len(found.links)
    assert found == extract(URL, html, [("link", header), ("x-robots-tag", header), ("refresh", header)])
