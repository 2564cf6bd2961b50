"""The parsed page: its tree against html5lib's, its text as a reader sees it."""

from __future__ import annotations

from xml.etree.ElementTree import Element as OracleElement

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.document import (
    Document,
    count_words,
    css_path,
    element_place,
    is_decorative,
    main_text,
    outer_html,
    place_of,
    readable_text,
    source_line,
)

BLOCKS = ["div", "p", "section", "ul", "li", "h2", "td"]
INLINES = ["b", "span", "em", "a", "code"]


def oracle(html: str) -> OracleElement:
    tree: OracleElement = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return tree


def oracle_text(root: OracleElement) -> str:
    """The same reading written over again: every block's edges are spaces."""
    if not isinstance(root.tag, str) or root.tag in ("script", "style", "template", "noscript", "head", "title"):
        return ""
    inner = (root.text or "") + "".join(oracle_text(child) + (child.tail or "") for child in root)
    return inner if root.tag in INLINES else f" {inner} "


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<p>b<table><tr><td>c<div>d</table>e",
        "<b><p>a</b>b",
        "<a href=1>x<a href=2>y",
        "<title>a<b></title><p>c",
        "<noscript><img src=x></noscript><link rel=canonical href=/>",
        "<select><option>a<option>b</select>",
        "<table>stray<tr><td>x</table>",
        "<svg><title>s</title><p>out",
        "<ul><li>a<li>b</ul><dl><dt>c<dd>d</dl>",
        "<!doctype html><html lang=en><body class=x><html dir=rtl>",
        "<button><button>x",
        "<form><form><input></form>",
    ],
)
def test_the_tree_is_the_one_that_the_standard_builds(html: str) -> None:
    expected = [element.tag.rpartition("}")[2] for element in oracle(html).iter() if isinstance(element.tag, str)]
    assert [element.tag for element in Document(html).elements()] == expected


NESTED = st.recursive(
    st.text(alphabet="ab \n", max_size=4),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["div", "section", "b", "span", "em", "script", "style"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(NESTED)
def test_text_agrees_with_a_second_reading_of_a_second_parser(html: str) -> None:
    document = Document(f"<body>{html}")
    body = oracle(f"<body>{html}").find("body")
    assert document.body is not None
    assert body is not None
    assert readable_text(document.body) == " ".join(oracle_text(body).split())


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("half<b>way</b>, there", "halfway, there"),
        ("a<br>b<hr>c<img alt=x>d", "a b c d"),
        ("<div>a</div>b<span>c</span>", "a bc"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("x<script>y</script>z", "xz"),
        ("a<br><b>c</b>", "a c"),
        ("<b>a<br></b>c", "a c"),
        ("a<br><!-- x -->b<!-- x -->c", "a bc"),
        ("<noscript>n</noscript><template>t</template><svg><text>s</text></svg>v", "v"),
        ("<b>a</b><i>b</i><p><u>c</u></p>", "ab c"),
        ("a&nbsp;b\u2003c", "a b c"),
        ("", ""),
    ],
)
def test_blocks_part_words_and_inline_elements_do_not(html: str, text: str) -> None:
    body = Document(f"<body>{html}").body
    assert body is not None
    assert readable_text(body) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<nav>n</nav><main>m<aside>x</aside></main><footer>f</footer>", "m"),
        ("<div role=main>m</div><p>x", "m"),
        ("<header>h</header><p>b</p><footer>f</footer>", "b"),
        ("<main><article><header>byline</header>text</article></main>", "text"),
        ("<main></main><p>x", ""),
        ("<frameset></frameset>", ""),
    ],
)
def test_the_main_content(html: str, text: str) -> None:
    assert main_text(Document(html)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one", 1),
        (" one  two\nthree\t", 3),
        ("naïve café – déjà vu", 5),
        ("für 10 €", 3),
        ("東京都に住んでいます。", 5),
        ("東京 Tokyo", 2),
        ("안녕하세요 세계", 2),
        ("สวัสดีชาวโลก", 3),
        ("Привет мир", 2),
        ("مرحبا بالعالم", 2),
        ("नमस्ते दुनिया", 2),
        ("go 🚀 now", 3),
        ("a\xa0b", 2),
    ],
)
def test_words_of_any_script_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=100))
def test_counting_words_never_fails(text: str) -> None:
    assert 0 <= count_words(text) <= len(text)
    folded = " ".join(text.split())
    assert count_words(folded, is_folded=True) == count_words(folded)


@pytest.mark.parametrize(
    ("html", "decorative"),
    [
        ("<i id=x></i>", False),
        ("<i id=x aria-hidden=true></i>", True),
        ("<i id=x aria-hidden=false></i>", False),
        ("<div hidden><p><i id=x></i></p></div>", True),
        ("<div aria-hidden=true></div><i id=x></i>", False),
    ],
)
def test_what_is_hidden_from_assistive_technology(html: str, decorative: bool) -> None:
    element = Document(html).select_one("#x")
    assert element is not None
    assert is_decorative(element) is decorative


def test_paths_find_their_element_alone() -> None:
    document = Document("<main><ul><li><a>1</a><li><a>2</a></ul></main>")
    for element in document.elements():
        assert document.select(css_path(element)) == [element]


def test_the_place_is_the_same_for_every_page_of_a_template() -> None:
    document = Document("<main class='page p12 wide'><div class=c7><a class=cta>x</a></div></main>")
    element = document.select_one("a")
    assert element is not None
    assert element_place(element) == "main.page > div > a.cta"
    assert place_of("#post-12 > p:nth-of-type(3) > a") == " > p > a"


def test_lines_and_snippets() -> None:
    document = Document("<p>\n\n<b>x\ny</b><i>" + "z" * 600)
    bold, italic = document.select("b")[0], document.select("i")[0]
    assert source_line(bold) == 3
    assert outer_html(bold) == "<b>x y</b>"
    assert len(outer_html(italic)) == 500
    assert outer_html(italic).endswith("…")
    assert document.body is not None
    assert source_line(document.body) is None


@pytest.mark.parametrize("html", ["<div>" * 50_000 + "x", "<span>a" * 20_000, "<nav>" * 20_000 + "x"])
def test_deep_pages_are_read_without_recursion(html: str) -> None:
    document = Document(html)
    assert isinstance(main_text(document), str)
    deepest = document.select("div, span, nav")[-1]
    assert not is_decorative(deepest)
