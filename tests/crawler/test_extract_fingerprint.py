"""The template's fingerprint of whole pages."""

from __future__ import annotations

from crawler.extract import extract
from store.fingerprint import similarity


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
