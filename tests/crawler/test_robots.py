"""robots.txt: the assertions of Google's own parser, and what they leave open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.robots import MAX_BYTES, Robots
from store.robots import escaped, is_agent_token, path_of

CORPUS = Path(__file__).parents[3] / "shared/corpora/robots"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the robots corpus is not beside the repository")


def cases() -> list[Any]:
    if not CORPUS.is_dir():
        return []
    loaded = json.loads((CORPUS / "cases.json").read_text("utf-8"))
    return [pytest.param(case, id=f"{case['test']}:{case['source_line']}") for case in loaded]


def other(key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CORPUS / "other.json").read_text("utf-8"))[key]
    return found


@needs_corpus
def test_the_corpus_is_whole() -> None:
    assert len(cases()) == 145


@pytest.mark.parametrize("case", cases())
def test_google_decides_the_same(case: dict[str, Any]) -> None:
    robots = Robots.parse(case["robots_txt"])
    assert robots.allows(case["user_agent"], case["url"]) is case["allowed"]


@needs_corpus
def test_lines_are_numbered_whatever_ends_them() -> None:
    for case in other("line_counting"):
        lines = Robots.parse(case["robots_txt"]).lines
        assert len(lines) == case["valid_directives"]
        assert lines[-1].number == case["last_line_seen"]


@needs_corpus
def test_a_byte_order_mark_is_skipped_whole_or_broken() -> None:
    known = {"user-agent", "allow", "disallow", "sitemap"}
    for case in other("byte_order_marks"):
        lines = Robots.parse(case["robots_bytes_latin1"].encode("latin-1")).lines
        assert sum(line.key in known for line in lines) == case["valid_directives"]
        assert sum(line.key not in known for line in lines) == case["unknown_directives"]


@needs_corpus
def test_sitemaps_are_found_wherever_they_stand() -> None:
    for case in other("sitemap_lines"):
        assert Robots.parse(case["robots_txt"]).sitemaps == case["sitemaps"]


@needs_corpus
def test_product_tokens_are_judged() -> None:
    for case in other("user_agent_validity"):
        assert is_agent_token(case["user_agent"]) is case["valid"], case


@needs_corpus
def test_rules_are_compared_with_path_and_query() -> None:
    for case in other("path_params_query"):
        assert path_of(case["url"]) == case["path"], case


@needs_corpus
def test_paths_are_escaped_before_they_are_compared() -> None:
    for case in other("escape_pattern"):
        assert escaped(case["pattern"]) == case["escaped"]


@needs_corpus
def test_every_line_report_agrees() -> None:
    tags = {"UserAgent": "user-agent", "Allow": "allow", "Disallow": "disallow", "Sitemap": "sitemap"}
    for case in other("line_reports"):
        lines = {line.number: line for line in Robots.parse(case["robots_txt"]).lines}
        for reported in case["lines"]:
            line = lines.get(reported["line"])
            if reported["tag"] in tags:
                assert line is not None
                assert line.key == tags[reported["tag"]]
            if reported["is_line_too_long"]:
                assert line is not None
                assert "too long" in line.problem
            elif reported["is_acceptable_typo"] and reported["has_directive"]:
                assert line is not None
                assert "taken for" in line.problem
            elif reported["is_missing_colon_separator"]:
                assert line is not None
                assert "colon" in line.problem


def test_the_deciding_line_is_shown_as_written() -> None:
    robots = Robots.parse("User-agent: *\nDisallow: /private # keep out\nAllow: /private/open\n")
    assert robots.rule("Marsad", "https://example.com/private/x") == "Disallow: /private"
    assert robots.rule("Marsad", "https://example.com/private/open/y") == "Allow: /private/open"
    assert robots.rule("Marsad", "https://example.com/") == ""


def test_robots_txt_itself_is_always_allowed() -> None:
    robots = Robots.parse("User-agent: *\nDisallow: /")
    assert robots.allows("Marsad", "https://example.com/robots.txt")
    assert not robots.allows("Marsad", "https://example.com/robots.txt?x")


def test_escapes_are_compared_without_regard_to_case() -> None:
    robots = Robots.parse("User-agent: *\nDisallow: /caf%c3%a9")
    assert not robots.allows("Marsad", "https://example.com/caf%C3%A9")
    assert not robots.allows("Marsad", "https://example.com/caf%c3%a9")


def test_what_lies_beyond_the_limit_is_ignored() -> None:
    head = b"User-agent: *\n" + b"# filler\n" * (MAX_BYTES // 9)
    robots = Robots.parse(head + b"Disallow: /\n")
    assert robots.is_truncated
    assert robots.allows("Marsad", "https://example.com/")


def test_crawl_delay_is_that_of_the_bots_own_group() -> None:
    robots = Robots.parse("User-agent: *\nCrawl-delay: 10\nUser-agent: bingbot\nCrawl-delay: 2.5\nDisallow: /x\n")
    assert robots.crawl_delay("Bingbot") == 2.5
    assert robots.crawl_delay("other") == 10
    assert Robots.parse("User-agent: *\nCrawl-delay: soon").crawl_delay("x") is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Disallow: /", "before any"),
        ("User-agent: *\nDisallow: private", "starts neither"),
        ("User-agent: *\nNoindex: /x", "no search engine obeys"),
        ("User-agent: *\nSitemap: /sitemap.xml", "not absolute"),
        ("User-agent: *\nUnicorns: yes", "no crawler knows"),
        ("User-agent: *\nDisalow: /", "taken for"),
        ("User-agent: *\nDisallow /", "colon is missing"),
        ("hello to you all", "no `key: value`"),
        ("User-agent: Bot/2.1", "only “bot”"),
        ("User-agent:", "names no bot"),
    ],
)
def test_each_fault_of_a_line_is_named(text: str, problem: str) -> None:
    assert problem in Robots.parse(text).lines[-1].problem


@pytest.mark.parametrize(
    "line", ["User-agent: *", "Crawl-delay: 5", "Host: example.com", "Sitemap: https://example.com/s.xml"]
)
def test_lines_that_some_crawler_knows_are_no_fault(line: str) -> None:
    assert Robots.parse(line).lines[0].problem == ""


def test_many_wildcards_cost_no_more_than_their_number() -> None:
    robots = Robots.parse("User-agent: *\nDisallow: /" + "*a" * 5_000 + "$\n")
    assert robots.allows("Marsad", "https://example.com/" + "a" * 4_000 + "b")


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)), st.text(max_size=20), st.text(max_size=50))
def test_no_file_makes_it_fail(source: bytes | str, agent: str, url: str) -> None:
    robots = Robots.parse(source)
    deciding = robots.deciding(agent, url)
    assert robots.allows(agent, url) is (deciding is None or deciding.allows)
