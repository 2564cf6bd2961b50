"""The template's fingerprint of whole pages."""

from __future__ import annotations

from crawler.extract import extract
from store.fingerprint import similarity
from store.model import Place


def page(kind: str, number: int) -> str:
    items = "".join(f"<li class='item-{n}'><a href=/{n}>Item {n}</a></li>" for n in range(number))
    product = (
        f"<article class='product product-{number}'><div class=gallery><figure class=shot></figure></div>"
        f"<form class=buy><fieldset class=size></fieldset></form>"
        f"<section class=related><ul>{items}</ul></section></article>"
    )
    post = (
        "<article class=post><header class=byline></header><div class=prose>"
        + "<p>Text with <b>bold</b> words.</p>" * number
        + "<blockquote></blockquote></div><section class=comments><ol></ol></section></article>"
    )
    inner = {"product": product, "post": post}[kind]
    return (
        f"<body class='page id-{number}'><header class=site><nav class=mega><ul>{items}</ul></nav></header>"
        f"<main>{inner}</main><footer class=site></footer>"
    )


def fingerprint(html: str) -> bytes:
    return extract("https://example.com/", html).fingerprint


def test_pages_of_one_template_are_alike_whatever_they_hold() -> None:
    assert similarity(fingerprint(page("product", 3)), fingerprint(page("product", 40))) == 1.0
    assert similarity(fingerprint(page("post", 1)), fingerprint(page("post", 50))) == 1.0


def test_pages_of_different_templates_are_apart() -> None:
    assert similarity(fingerprint(page("product", 3)), fingerprint(page("post", 3))) < 0.6


def test_a_fingerprint_has_64_values_of_16_bits() -> None:
    assert len(fingerprint("<p>x")) == 128


def test_a_void_name_with_children_in_a_picture_does_not_lift_what_follows_it() -> None:
    # Inside SVG a link element may hold others; the parser of a page must not take its end for the end of the body.
    html = "<nav><div class=a>{}<div class=b><a href=/x>x</a></div></div></nav>"
    plain = extract("https://example.com/", html.format(""))
    odd = extract("https://example.com/", html.format("<svg><link><g><use href=#i></use></g></link></svg>"))
    assert odd.fingerprint == plain.fingerprint
    assert [link.place for link in odd.links] == [link.place for link in plain.links] == [Place.NAV]


def test_a_long_way_up_through_elements_that_say_nothing_is_gone_once() -> None:
    html = "<nav>" + "<span><img src=/i>" * 30_000 + "<a href=/x>x</a>"
    assert {link.place for link in extract("https://example.com/", html).links} == {Place.NAV}
