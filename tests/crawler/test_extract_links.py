"""Every place in markup where a URL can stand, and what is noted of a link."""

from __future__ import annotations

import pytest

from crawler.css import css_urls, srcset_urls
from crawler.extract import extract
from crawler.gathering import MAX_LINKS
from store.model import Link, LinkFlag, LinkKind, Place

URL = "https://example.com/a/b"
TARGET = "https://example.com/t"


def links(html: str, url: str = URL) -> list[Link]:
    return list(extract(url, html).links)


def only(html: str, url: str = URL) -> Link:
    (link,) = links(html, url)
    return link


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<a href=/t>x</a>", LinkKind.A),
        ("<map><area href=/t></map>", LinkKind.AREA),
        ("<img src=/t>", LinkKind.IMAGE),
        ("<img srcset='/t 2x'>", LinkKind.SRCSET),
        ("<picture><source srcset='/t 400w'></picture>", LinkKind.SRCSET),
        ("<video><source src=/t></video>", LinkKind.MEDIA),
        ("<video src=/t></video>", LinkKind.MEDIA),
        ("<audio src=/t></audio>", LinkKind.MEDIA),
        ("<video poster=/t></video>", LinkKind.POSTER),
        ("<video><track src=/t></video>", LinkKind.TRACK),
        ("<iframe src=/t></iframe>", LinkKind.FRAME),
        ("<object data=/t></object>", LinkKind.EMBED),
        ("<embed src=/t>", LinkKind.EMBED),
        ("<script src=/t></script>", LinkKind.SCRIPT),
        ("<link rel=stylesheet href=/t>", LinkKind.STYLESHEET),
        ("<link rel='alternate stylesheet' href=/t>", LinkKind.STYLESHEET),
        ("<link rel=canonical href=/t>", LinkKind.CANONICAL),
        ("<link rel=alternate hreflang=de href=/t>", LinkKind.HREFLANG),
        ("<link rel='shortcut icon' href=/t>", LinkKind.ICON),
        ("<link rel=apple-touch-icon href=/t>", LinkKind.ICON),
        ("<link rel=preload as=script href=/t>", LinkKind.PRELOAD),
        ("<link rel=preload as=font href=/t>", LinkKind.FONT),
        ("<link rel=modulepreload href=/t>", LinkKind.PRELOAD),
        ("<link rel=manifest href=/t>", LinkKind.MANIFEST),
        ("<link rel=next href=/t>", LinkKind.NEXT),
        ("<link rel=prev href=/t>", LinkKind.PREV),
        ("<link rel=amphtml href=/t>", LinkKind.AMP),
        ("<link rel=alternate type=application/rss+xml href=/t>", LinkKind.FEED),
        ("<link rel=alternate media='(max-width: 640px)' href=/t>", LinkKind.OTHER),
        ("<link rel=license href=/t>", LinkKind.RELATED),
        ("<link rel=shortlink href=/t>", LinkKind.OTHER),
        ("<link rel=preload as=image imagesrcset='/t 2x'>", LinkKind.SRCSET),
        ("<link itemprop=url href=/t>", LinkKind.STRUCTURED),
        ("<meta itemprop=image content=/t>", LinkKind.STRUCTURED),
        ("<meta name=msapplication-TileImage content=/t>", LinkKind.ICON),
        ("<form action=/t></form>", LinkKind.FORM),
        ("<form action=/t><input type=Search></form>", LinkKind.FORM_GET),
        ("<form action=/t role=search></form>", LinkKind.FORM_GET),
        ("<search><form action=/t></form></search>", LinkKind.FORM_GET),
        ("<form action=/t role=search method=post></form>", LinkKind.FORM),
        ("<form action=/t method=POST></form>", LinkKind.FORM),
        ("<form><button formaction=/t>x</button></form>", LinkKind.FORM),
        ("<form role=search><button formaction=/t>x</button></form>", LinkKind.FORM_GET),
        ("<form><button formaction=/t formmethod=post>x</button></form>", LinkKind.FORM),
        ("<form method=post><input type=submit formaction=/t></form>", LinkKind.FORM),
        ("<button formaction=/t>x</button>", LinkKind.FORM),
        ("<iframe srcdoc='<a href=/t>x</a>' src=/no></iframe>", LinkKind.A),
        ("<iframe srcdoc='<img src=/t><iframe srcdoc=x></iframe>'></iframe>", LinkKind.IMAGE),
        ("<body><noscript><a href=/t>x</a></noscript>", LinkKind.NOSCRIPT),
        ("<body><noscript><img src=/t></noscript>", LinkKind.IMAGE),
        ("<head><noscript><link rel=stylesheet href=/t></noscript>", LinkKind.STYLESHEET),
        ("<meta property=og:url content=/t>", LinkKind.SOCIAL_URL),
        ("<meta property=og:video content=/t>", LinkKind.SOCIAL_URL),
        ('<script type=application/ld+json>{"image": ["/t"]}</script>', LinkKind.STRUCTURED),
        ('<script type=application/ld+json>{"item": {"@id": "/t"}}</script>', LinkKind.STRUCTURED),
        ('<script type=application/ld+json>{"a": {"url": "https://example.com/t#x"}}</script>', LinkKind.STRUCTURED),
        ("<style>p { background: image-set('/t' 1x) }</style>", LinkKind.CSS_IMAGE),
        ("<img data-lazysrc=/t>", LinkKind.DATA_SRC),
        ("<input type=image src=/t>", LinkKind.IMAGE),
        ("<blockquote cite=/t></blockquote>", LinkKind.CITE),
        ("<q cite=/t></q>", LinkKind.CITE),
        ("<ins cite=/t></ins>", LinkKind.CITE),
        ("<del cite=/t></del>", LinkKind.CITE),
        ("<meta http-equiv=refresh content='0; url=/t'>", LinkKind.REFRESH),
        ("<meta property=og:image content=/t>", LinkKind.SOCIAL_IMAGE),
        ("<meta name=twitter:image content=/t>", LinkKind.SOCIAL_IMAGE),
        ("<p style='background: url(/t)'>", LinkKind.CSS_IMAGE),
        ("<style>@import '/t';</style>", LinkKind.STYLESHEET),
        ("<style>p { background: url( \"/t\" ) }</style>", LinkKind.CSS_IMAGE),
        ("<table background=/t></table>", LinkKind.CSS_IMAGE),
        ("<svg><image href=/t /></svg>", LinkKind.IMAGE),
        ("<svg><image xlink:href=/t /></svg>", LinkKind.IMAGE),
        ("<svg><use href='/t#icon'/></svg>", LinkKind.IMAGE),
        ("<svg><a xlink:href=/t>x</a></svg>", LinkKind.A),
        ("<img data-src=/t>", LinkKind.DATA_SRC),
        ("<div data-bg='url(/t)'></div>", LinkKind.DATA_SRC),
        ("<img data-srcset='/t 2x'>", LinkKind.DATA_SRC),
    ],
)  # fmt: skip
def test_every_place_is_found(html: str, kind: LinkKind) -> None:
    link = only(html)
    assert (link.target, link.kind) == (TARGET, kind)


@pytest.mark.parametrize(
    "html",
    [
        "<!-- <a href=/t>x</a> -->",
        "<template><a href=/t>x</a></template>",
        "<body><noscript><img src=/t width=1 height=1><iframe src=/t style='display: none'></iframe></noscript>",
        '<script type=application/ld+json>{"@id": "/t", "@context": "https://schema.org", "url": "/s?q={q}"}</script>',
        "<iframe srcdoc='<template><a href=/t>x</a></template>'></iframe>",
        "<a href='mailto:a@example.com'>x</a>",
        "<a href='tel:+441'>x</a>",
        "<a href='javascript:void(0)'>x</a>",
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
        "<a>x</a><a name=t>y</a>",
        "<svg><use href='#icon'/></svg>",
        "<link rel=preconnect href=https://cdn.example>",
        "<style>@namespace url(http://www.w3.org/1999/xhtml); p { fill: url(#g) }</style>",
        "<style>/* url(/t) */</style>",
        "<div data-src='{{ image }}' data-original='.gallery'></div>",
        "<textarea><a href=/t></textarea>",
        "<img src=''>",
        "<p title='<a href=/t>'>",
    ],
)
def test_what_is_no_link(html: str) -> None:
    found = extract(URL, html)
    assert found.links == ()
    assert found.rejected == ()


def test_urls_that_no_browser_reads_are_rejected_with_a_reason() -> None:
    found = extract(URL, f"<a href='http://exa mple.com/'>x</a><a href='https://[::1'>y</a><img src='/{'x' * 20_000}'>")
    assert found.links == ()
    assert [raw[:12] for raw, _ in found.rejected] == ["http://exa m", "https://[::1", "/xxxxxxxxxxx"]
    assert all(why for _, why in found.rejected)
    assert max(len(raw) for raw, _ in found.rejected) == 500


def test_each_target_is_noted_once_a_kind_with_its_count_and_first_line() -> None:
    found = links("\n<a href=/t></a>\n<a href='/t#x'>second</a>\n<img src=/t><a href=/t>third</a>")
    assert found == [
        Link(TARGET, LinkKind.A, "second", Place.OTHER, LinkFlag.HAS_FRAGMENT, 2, 3),
        Link(TARGET, LinkKind.IMAGE, "", Place.OTHER, LinkFlag(0), 4, 1),
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<a href=/t> two\n words </a>", "two words"),
        ("<a href=/t><h3>Title</h3><p>Teaser</p></a>", "Title Teaser"),
        ("<a href=/t>h<b>al</b>f</a>", "half"),
        ("<a href=/t><img alt=' A cat '></a>", "A cat"),
        ("<a href=/t><svg><title>Basket</title></svg></a>", "Basket"),
        ("<a href=/t aria-label=Close><i></i></a>", "Close"),
        ("<a href=/t title=More></a>", "More"),
        ("<a href=/t></a>", ""),
        ("<a href=/t>" + "x" * 300 + "</a>", "x" * 200),
        ("<area href=/t alt=North>", "North"),
    ],
)
def test_the_text_of_a_link(html: str, text: str) -> None:
    assert only(html).text == text if "img" not in html else links(html)[0].text == text


@pytest.mark.parametrize(
    ("html", "flags"),
    [
        ("<a href=/t rel='nofollow UGC'>x</a>", LinkFlag.NOFOLLOW | LinkFlag.UGC),
        ("<a href=/t rel=sponsored target=_BLANK>x</a>", LinkFlag.SPONSORED | LinkFlag.BLANK),
        ("<a href=/t><svg></svg></a>", LinkFlag.IMAGE_ONLY),
        ("<a href=/t#x>x</a>", LinkFlag.HAS_FRAGMENT),
        ("<a href=/t#>x</a>", LinkFlag(0)),
        ("<link rel=next href=/t>", LinkFlag.IN_HEAD),
        ("<a href=/t rel=nofollow>x</a><a href=/t>x</a>", LinkFlag(0)),
        ("<a href=/t>x</a><a href=/t target=_blank>x</a>", LinkFlag.BLANK),
    ],
)
def test_the_flags_of_a_link(html: str, flags: LinkFlag) -> None:
    assert only(html).flags == flags


@pytest.mark.parametrize(
    ("html", "place"),
    [
        ("<main><p><a href=/t>x</a></main>", Place.MAIN),
        ("<main><nav><a href=/t>x</a></nav></main>", Place.NAV),
        ("<header><nav></nav><a href=/t>x</a></header>", Place.HEADER),
        ("<main><article><header><a href=/t>x</a></header></article></main>", Place.MAIN),
        ("<footer><div><a href=/t>x</a></div></footer>", Place.FOOTER),
        ("<aside></aside><a href=/t>x</a>", Place.OTHER),
        ("<aside><a href=/t>x</a></aside>", Place.ASIDE),
        ("<div role=navigation><a href=/t>x</a></div>", Place.NAV),
        ("<div role=Main><a href=/t>x</a></div>", Place.MAIN),
        ("<link rel=next href=/t>", Place.HEAD),
    ],
)
def test_the_place_of_a_link_is_its_nearest_landmark(html: str, place: Place) -> None:
    assert only(html).place is place


@pytest.mark.parametrize(
    ("html", "target"),
    [
        ("<base href=/z/><a href=x>", "https://example.com/z/x"),
        ("<a href=x><base href=/z/>", "https://example.com/z/x"),
        ("<base target=_top><base href=//cdn.example/><base href=/no/><a href=x>", "https://cdn.example/x"),
        ("<base href='data:x'><a href=x>", "https://example.com/a/x"),
        ("<base href='http://['><a href=x>", "https://example.com/a/x"),
        ("<template><base href=/no/></template><a href=x>", "https://example.com/a/x"),
        ("<base href=/z/><a href='#top'>", "https://example.com/z/"),
    ],
)
def test_base_elements_are_honoured(html: str, target: str) -> None:
    assert only(html).target == target


@pytest.mark.parametrize(
    ("url", "href", "target"),
    [
        ("https://example.com/a/b?c", "?d", "https://example.com/a/b?d"),
        ("https://example.com/a/b?c", "", "https://example.com/a/b?c"),
        ("https://example.com/a/b?x=/y/", "z", "https://example.com/a/z"),
        ("https://example.com/a/c", "z", "https://example.com/a/z"),
        ("https://example.com/", "z", "https://example.com/z"),
        ("http://example.com/a", "//other.example/x", "http://other.example/x"),
        ("https://example.com/a", "//other.example/x", "https://other.example/x"),
        ("https://example.com/a/", "https:x", "https://example.com/a/x"),
        ("https://example.com/a/", " \n/x\t", "https://example.com/x"),
        ("https://example.com/a/", "\\x", "https://example.com/x"),
        ("https://example.com/a/b/c", "..", "https://example.com/a/"),
    ],
)
def test_what_is_remembered_of_one_page_is_right_on_the_next(url: str, href: str, target: str) -> None:
    for page in (url, "https://example.com/elsewhere/x?y", url):
        found = only(f'<a href="{href}">x</a>', page)
        if page == url:
            assert found.target == target


def test_links_beyond_the_limit_are_counted_and_not_kept() -> None:
    html = "".join(f"<a href=/{number}>x</a>" for number in range(MAX_LINKS + 10)) + "<a href=https://o.example>"
    found = extract(URL, html)
    assert len(found.links) == MAX_LINKS
    assert (found.facts.internal_links, found.facts.external_links) == (MAX_LINKS + 10, 1)


@pytest.mark.parametrize(
    ("value", "urls"),
    [
        ("a.png", ["a.png"]),
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        ("a.png, b.png 2x", ["a.png", "b.png"]),
        ("a,b.png 1x,c.png", ["a,b.png", "c.png"]),
        (" , a.png 100w 50h , ,b.png", ["a.png", "b.png"]),
        ("a.png calc(1px, 2px), b.png", ["a.png", "b.png"]),
        ("a.png (1px, 2px", ["a.png"]),
        ("", []),
        (",,,", []),
    ],
)
def test_srcset_is_split_as_browsers_split_it(value: str, urls: list[str]) -> None:
    assert list(srcset_urls(value)) == urls


@pytest.mark.parametrize(
    ("css", "urls"),
    [
        ("@import url('a.css') screen;", [("a.css", LinkKind.STYLESHEET)]),
        ('@IMPORT "b.css";', [("b.css", LinkKind.STYLESHEET)]),
        ("@font-face { src: url(f.woff2) format('woff2') }", [("f.woff2", LinkKind.FONT)]),
        ("@font-face { src: url(f.ttf?v=1) }", [("f.ttf?v=1", LinkKind.FONT)]),
        ("a{b:url(x.png), URL( 'y z.png' )}", [("x.png", LinkKind.CSS_IMAGE), ("y z.png", LinkKind.CSS_IMAGE)]),
        ("a { background: url(a\\).png) }", [("a).png", LinkKind.CSS_IMAGE)]),
        ("a { background: url('\\61 .png') }", [("a.png", LinkKind.CSS_IMAGE)]),
        ("/* url(x) */ a{} /* url(y)", []),
        ("a{b:url(x.png)} c{d:url(x.png)}", [("x.png", LinkKind.CSS_IMAGE)]),
    ],
)  # fmt: skip
def test_urls_of_style_sheets(css: str, urls: list[tuple[str, LinkKind]]) -> None:
    assert list(css_urls(css)) == urls


def test_links_in_declarative_shadow_roots_are_links_where_their_host_stands() -> None:
    shadow = "<div><template shadowrootmode=open><p><a href=/s style='background:url(i.png)'>s</a></p>"
    html = f"<nav>{shadow}{shadow.replace('/s', '/t')}</template></div></template></div></nav><a href=/l>l</a>"
    found = {link.target: (link.place, link.text) for link in links(html) if link.kind is LinkKind.A}
    assert found == {
        "https://example.com/l": (Place.OTHER, "l"),
        "https://example.com/s": (Place.NAV, "s"),
        "https://example.com/t": (Place.NAV, "s"),
    }


@pytest.mark.parametrize(
    ("html", "fragments"),
    [
        ("<a href=/t#x>X</a><a href=/t#x>again</a>", [(TARGET, "x", LinkKind.A, "X")]),
        ("<a href=/t#caf%C3%A9>X</a>", [(TARGET, "caf%C3%A9", LinkKind.A, "X")]),
        ("<a href=/t#x:~:text=y>X</a>", [(TARGET, "x", LinkKind.A, "X")]),
        ("<area href=/t#x alt=X>", [(TARGET, "x", LinkKind.AREA, "X")]),
        ("<svg><use href='/t#icon'/></svg>", [(TARGET, "icon", LinkKind.IMAGE, "")]),
        (f"<a href='{URL}#x'>X</a>", [(URL, "x", LinkKind.A, "X")]),
        ("<base href=/t><a href=#x>X</a>", [(TARGET, "x", LinkKind.A, "X")]),
        ("<a href=#x>told by the page alone</a><a href=/t#>no place</a><a href=/t#TOP>the top</a>", []),
        ("<a href=/t#/route>route</a><a href=/t#!r>route</a><a href=/t#:~:text=x>a text</a>", []),
    ],
)
def test_the_places_that_links_point_at(html: str, fragments: list[tuple[str, str, LinkKind, str]]) -> None:
    assert [tuple(one) for one in extract(URL, html).fragments] == fragments
