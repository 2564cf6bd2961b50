"""Bodies become text as browsers read them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.decode import charset_of, decode, encoding_of, prescan


def test_a_byte_order_mark_outranks_the_header_and_the_meta() -> None:
    body = b"\xef\xbb\xbf<meta charset=latin1>caf\xc3\xa9"
    text, name = decode(body, "text/html; charset=iso-8859-1")
    assert name == "utf-8"
    assert text == "<meta charset=latin1>café"


def test_the_header_outranks_the_meta() -> None:
    assert decode(b"<meta charset=utf-8>caf\xe9", "text/html; charset=ISO-8859-1") == (
        "<meta charset=utf-8>café",
        "windows-1252",
    )


def test_a_header_with_a_bogus_label_is_ignored() -> None:
    assert decode(b"<meta charset=koi8-r>\xc1", "text/html; charset=utf-ate")[1] == "koi8-r"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('text/html; charset="utf-8"', "utf-8"),
        ("text/html;charset='UTF-8'", "utf-8"),
        ("text/html; Charset = utf8 ; x=y", "utf-8"),
        ("text/html; charset=", ""),
        ("text/html", ""),
        ("text/html; charset=none", ""),
    ],
)
def test_the_headers_charset_is_found_however_it_is_written(header: str, name: str) -> None:
    assert charset_of(header) == name


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("latin1", "windows-1252"),
        (" ASCII\n", "windows-1252"),
        ("GB2312", "gbk"),
        ("ks_c_5601-1987", "euc-kr"),
        ("x-sjis", "shift_jis"),
        ("utf-16", "utf-16le"),
        ("utf-7", ""),
        ("é", ""),
        ("", ""),
    ],
)
def test_labels_mean_what_the_standard_says(label: str, name: str) -> None:
    assert encoding_of(label) == name


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"<meta charset=big5>", "big5"),
        (b"<META CHARSET='Big5' />", "big5"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=big5">', "big5"),
        (b'<meta content="text/html; charset=big5">', ""),
        (b'<meta content="text/html; charset=big5" http-equiv=content-type>', "big5"),
        (b"<!-- <meta charset=big5> --><meta charset=koi8-r>", "koi8-r"),
        (b"<!-- never closed <meta charset=big5>", ""),
        (b"<p title='<meta charset=big5>'><meta charset=koi8-r>", "koi8-r"),
        (b"</p a='>'><meta charset=koi8-r>", "koi8-r"),
        (b"<!doctype html><?x ?><meta charset=koi8-r>", "koi8-r"),
        (b"<metacharset=big5>", ""),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<meta charset=x-user-defined>", "windows-1252"),
        (b"<meta charset=nonsense><meta charset=koi8-r>", "koi8-r"),
        (b"<meta charset=koi8-r", ""),
        (b"a < b <meta charset=koi8-r>", "koi8-r"),
    ],
)
def test_the_prescan_finds_what_browsers_find(head: bytes, name: str) -> None:
    assert prescan(head) == name


def test_a_meta_beyond_the_first_1024_bytes_is_not_looked_for() -> None:
    body = b"<!doctype html>" + b" " * 1024 + b"<meta charset=koi8-r>\xc3\xa9"
    assert decode(body)[1] == "utf-8"


def test_utf_16_is_read_with_its_mark_and_with_the_header() -> None:
    assert decode("hé".encode("utf-16-le").join([b"\xff\xfe", b""])) == ("hé", "utf-16le")
    assert decode("hé".encode("utf-16-be").join([b"\xfe\xff", b""])) == ("hé", "utf-16be")
    assert decode("hé".encode("utf-16-le"), "text/html; charset=utf-16") == ("hé", "utf-16le")


def test_without_a_declaration_valid_utf8_is_utf8_even_if_cut() -> None:
    assert decode("Straße".encode()) == ("Straße", "utf-8")
    assert decode("Straße".encode()[:-2]) == ("Stra\ufffd", "utf-8")


def test_without_a_declaration_other_bytes_fall_back() -> None:
    assert decode(b"caf\xe9 \x80 tout le monde") == ("café € tout le monde", "windows-1252")


def test_bytes_that_cannot_be_read_become_the_replacement_character() -> None:
    assert decode(b"a\xffb", "text/html; charset=utf-8") == ("a\ufffdb", "utf-8")


def test_nul_bytes_are_kept_for_the_parser_to_judge() -> None:
    assert decode(b"a\0b", "text/html; charset=utf-8")[0] == "a\0b"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=60))
def test_no_body_makes_it_fail(body: bytes, content_type: str) -> None:
    text, name = decode(body, content_type)
    assert encoding_of(name) == name
    assert len(text) <= len(body)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_text_sent_as_utf8_comes_back(text: str) -> None:
    sent = text.encode("utf-8", "ignore")
    assert decode(sent, "text/html; charset=utf-8")[0] == sent.decode().removeprefix("\ufeff")
