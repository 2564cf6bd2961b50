"""What a page rule may ask of a page."""

from __future__ import annotations

import pytest
import xxhash

from audits.page import PageView
from crawler.extract import extract
from store.model import Canonical, Facts, Failure, Page, RobotsDirective

CANONICAL = "https://example.com/b"


def view(html: str = "", **fields: object) -> PageView:
    return PageView(Page("https://example.com/a", status=200, facts=fields.pop("facts", Facts()), **fields), html)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<header>Top</header><main>One<p>two<script>x()</script></p></main><footer>End</footer>", "One two"),
        ("<header>Top</header><div>One <b>two</b></div><nav>Menu</nav><footer>End</footer>", "One two"),
        ("<main>a<style>c</style>d<!-- e --> <p hidden>b</p></main>", "ad b"),
        ("<main><div><svg><text>x</text></svg>y</div><template>z</template></main>", "y"),
        ("<main>\n  white \n space </main>", "white space"),
        ("", ""),
    ],
)
def test_main_text_is_what_is_read_in_the_main_content(html: str, expected: str) -> None:
    assert view(html).main_text == expected


def test_rules_read_the_text_that_the_facts_were_made_of() -> None:
    html = "<main><header>By me</header>half<b>way</b><p hidden>a</p><ul><li>b<li>c</ul><aside>d</aside></main>"
    facts = extract("https://example.com/a", html).facts
    text = view(html).main_text
    assert (len(text.split()), xxhash.xxh3_64_hexdigest(text.encode())) == (facts.word_count, facts.text_digest)


def test_visible_text_holds_the_frame_too() -> None:
    assert view("<nav>Menu</nav><main>One</main><noscript>no</noscript>").visible_text == "Menu One"


def test_text_of_a_very_deep_page_is_read() -> None:
    assert view("<div>" * 400 + "<i hidden>x</i>deep").visible_text == "deep"
    assert view("<div>" * 20_000 + "deep").visible_text == "deep"  # browsers flatten it, and so does the parser


def test_a_page_is_indexable_only_as_its_own_canonical_and_without_noindex() -> None:
    assert view().is_indexable
    assert not view(facts=Facts(canonicals=(Canonical(CANONICAL, CANONICAL, "head"),))).is_indexable
    assert not view(facts=Facts(robots=(RobotsDirective("googlebot", ("none",), "header"),))).is_indexable
    assert view(facts=Facts(robots=(RobotsDirective("otherbot", ("noindex",), "meta"),))).is_indexable
    assert not view(failure=Failure.CHALLENGE).is_indexable


@pytest.mark.parametrize(
    ("title", "headings", "expected"),
    [
        ("Index of /files", ("Index of /files",), True),
        ("Directory listing for /files/", ("Directory listing for /files/",), True),
        ("Index of /files/", (), True),
        ("Index of /dev/null words", ("A poem",), False),
        ("Index of birds", ("Index of birds",), False),
    ],
)
def test_a_folder_that_a_server_lists_is_no_content(title: str, headings: tuple[str, ...], *, expected: bool) -> None:
    page = view(facts=Facts(title=title, h1=headings))
    assert (page.is_listing, page.is_content, page.is_indexable) == (expected, not expected, not expected)


def test_a_canonical_in_the_body_or_in_conflict_does_not_count() -> None:
    other = "https://example.com/c"
    assert view(facts=Facts(canonicals=(Canonical(CANONICAL, CANONICAL, "body"),))).canonical is None
    both = (Canonical(CANONICAL, CANONICAL, "head"), Canonical(other, other, "header"))
    assert view(facts=Facts(canonicals=both)).canonical is None


def test_urls_resolve_against_the_base_element() -> None:
    page = view('<base href="/deep/"><a href="x#y">')
    assert page.resolve("x#y") == "https://example.com/deep/x#y"
    assert page.normal("x#y") == "https://example.com/deep/x"
    assert page.normal("mailto:a@example.com") is None


def test_folded_markup_leaves_out_scripts_and_styles_alone() -> None:
    html = "<P>É\r\n😀</P>\r\n<SCRIPT a=1>x\r\ny</SCRIPT><style>z</style><script src=s></script><p>End<script>open"
    expected = "<p>é\n😀</p>\n<script a=1></script><style></style><script src=s></script><p>end<script>open"
    assert view(html).folded_markup == expected


def test_evidence_names_selector_place_and_line() -> None:
    page = view('<main>\n<ul class="list"><li>a</li>\n<li><a href=x>b</a></li></ul></main>')
    link = page.select_one("a")
    assert link is not None
    evidence = page.evidence(link, "No.")
    assert [one.text for one in page.select(evidence.selector)] == ["b"]
    assert (evidence.place, evidence.line) == ("main > ul.list > li > a", 3)
    assert evidence.snippet == '<a href="x">b</a>'
