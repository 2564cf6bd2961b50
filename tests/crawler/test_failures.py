"""Every way in which a server can fail a page is named, and the crawl goes on."""

from __future__ import annotations

import gzip
import zlib

import pytest

from store.errors import GatherError
from store.model import Failure
from tests.crawler.conftest import Crawl
from tests.servers import Drip, Hang, Raw, Reply, Route, Site, html

GZIP = (("Content-Encoding", "gzip"),)
PAGE = b"<!doctype html><title>Hello</title><p>" + b"word " * 4_000
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    ("route", "failure"),
    [
        (Hang(), Failure.TIMEOUT),
        (Hang(OK + b"Content-Length: 50\r\n\r\n<p>"), Failure.TIMEOUT),
        (Drip(OK + b"\r\n"), Failure.TIMEOUT),
        (Drip(b"HTTP/1.1 200 OK\r\nX-Slow: "), Failure.TIMEOUT),
        (Raw(), Failure.RESET),
        (Raw(b"", reset=True), Failure.RESET),
        (Raw(b"\x00\x01 this is no HTTP\r\n\r\n"), Failure.BAD_RESPONSE),
        (Raw(OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nhello"), Failure.BAD_RESPONSE),
        (Raw(OK + b"Content-Length: 5000\r\n\r\n<title>cut"), Failure.TRUNCATED),
        (Raw(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"), Failure.TRUNCATED),
        (Reply(gzip.compress(PAGE)[:-30], headers=GZIP), Failure.TRUNCATED),
        (Reply(gzip.compress(PAGE)[:-8], headers=GZIP), Failure.TRUNCATED),
        (Reply(b"this is no gzip", headers=GZIP), Failure.BAD_ENCODING),
        (Reply(PAGE, headers=(("Content-Encoding", "rot13"),)), Failure.BAD_ENCODING),
        (Raw(OK + b"Content-Length: 3000000000\r\n\r\nx"), Failure.TOO_BIG),
        (Reply(gzip.compress(bytes(200_000_000), 9), headers=GZIP), Failure.TOO_BIG),
        (Reply(zlib.compress(bytes(50_000_000), 9), headers=(("Content-Encoding", "deflate"),)), Failure.TOO_BIG),
        (Reply("<p>wait", 503, (("cf-mitigated", "challenge"),)), Failure.CHALLENGE),
        (Reply("<script>window._cf_chl_opt={};'/?__cf_chl_tk=x'</script>", 403), Failure.CHALLENGE),
    ],
    ids=lambda value: value.value if isinstance(value, Failure) else "",
)
def test_failing_page_is_named_and_the_crawl_goes_on(crawl_site: Crawl, route: Route, failure: Failure) -> None:
    with Site({"/": html("start", "/bad", "/good"), "/bad": route, "/good": html("good")}) as site:
        done = crawl_site(site, timeout_s=1.0, retries=0)
    bad = done.pages["/bad"]
    assert bad.failure is failure, bad
    assert bad.failure_detail
    assert done.pages["/good"].status == 200
    assert done.summary.failed == 1
    if failure is Failure.CHALLENGE:
        assert bad.facts is None


def test_bomb_keeps_no_body(crawl_site: Crawl) -> None:
    bomb = Reply(gzip.compress(bytes(200_000_000), 9), headers=GZIP)
    with Site({"/": html("start", "/bomb"), "/bomb": bomb}) as site:
        done = crawl_site(site)
    page = done.pages["/bomb"]
    assert page.body_bytes <= 32 * 1024 * 1024
    assert len(done.store.bodies(done.run.id, [page.id]).get(page.id, b"")) <= 2 * 1024 * 1024


def test_large_page_is_parsed_up_to_the_cap_and_its_true_size_kept(crawl_site: Crawl) -> None:
    body = b"<!doctype html><title>Large</title>" + b"<p>word</p>" * 300_000
    with Site({"/": Reply(gzip.compress(body), headers=GZIP)}) as site:
        done = crawl_site(site)
    page = done.pages["/"]
    assert page.failure is None
    assert page.body_bytes == len(body)
    assert page.wire_bytes < 100_000
    assert page.facts is not None and page.facts.title == "Large"
    assert len(done.store.bodies(done.run.id, [page.id])[page.id]) == 2 * 1024 * 1024


def test_encodings_are_unpacked(crawl_site: Crawl) -> None:
    import zstandard

    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    bodies = {
        "/gzip": ("gzip", gzip.compress(PAGE)),
        "/members": ("gzip", gzip.compress(PAGE[:500]) + gzip.compress(PAGE[500:])),
        "/deflate": ("deflate", zlib.compress(PAGE)),
        "/bare": ("deflate", raw.compress(PAGE) + raw.flush()),
        "/zstd": ("zstd", zstandard.compress(PAGE)),
    }
    routes: dict[str, Route] = {"/": html("start", *bodies)}
    routes |= {path: Reply(body, headers=(("Content-Encoding", name),)) for path, (name, body) in bodies.items()}
    with Site(routes) as site:
        done = crawl_site(site)
    for path in bodies:
        page = done.pages[path]
        assert page.failure is None, page
        assert page.body_bytes == len(PAGE)
        assert page.facts is not None and page.facts.title == "Hello"


def test_5000_headers_are_capped_and_cookies_lose_their_values(crawl_site: Crawl) -> None:
    many = tuple((f"X-{number}", "v" * 20) for number in range(1_000))
    cookie = ("Set-Cookie", "session=s3cret; Path=/; HttpOnly")
    with Site({"/": Reply("<title>x</title>", headers=(cookie, *many))}) as site:
        done = crawl_site(site)
    page = done.pages["/"]
    assert len(page.headers) <= 60
    assert page.header("set-cookie") == "session=; Path=/; HttpOnly"
    assert "s3cret" not in str(page)


def test_a_page_that_fails_once_is_asked_again(crawl_site: Crawl) -> None:
    answers = iter([Reply("busy", 500), Reply("busy", 502), html("fine")])
    with Site({"/": html("start", "/shaky"), "/shaky": lambda asked: next(answers)}) as site:
        done = crawl_site(site)
    assert done.pages["/shaky"].status == 200
    assert done.pages["/shaky"].tries == 3
    assert site.paths().count("/shaky") == 3


def test_a_page_that_keeps_failing_is_told_after_two_retries(crawl_site: Crawl) -> None:
    with Site({"/": html("start", "/dead"), "/dead": Reply("busy", 503)}) as site:
        done = crawl_site(site)
    assert done.pages["/dead"].status == 503
    assert done.pages["/dead"].tries == 3
    assert site.paths().count("/dead") == 3


def test_refused_start_url_is_one_clear_error(crawl_site: Crawl) -> None:
    with Site() as site:
        url = site.url()
    with pytest.raises(GatherError, match=r"^cannot reach http://127\.0\.0\.1:\d+/: .*check the port") as told:
        crawl_site(url)
    assert "\n" not in str(told.value)


def test_unknown_host_is_one_clear_error(crawl_site: Crawl) -> None:
    with pytest.raises(GatherError, match="host name could not be resolved"):
        crawl_site("http://marsad-no-such-host.invalid/")


def test_hanging_start_url_is_one_clear_error(crawl_site: Crawl) -> None:
    with Site({"*": Hang()}) as site, pytest.raises(GatherError, match=r"no complete answer in time"):
        crawl_site(site, timeout_s=0.5, retries=0)


def test_pdf_as_start_url_is_fetched_and_typed(crawl_site: Crawl) -> None:
    pdf = Reply(b"%PDF-1.7 \x00\x01", content_type="application/pdf")
    with Site({"/a.pdf": pdf}) as site:
        done = crawl_site(site, "/a.pdf")
    assert done.pages["/a.pdf"].content_type == "application/pdf"
    assert done.pages["/a.pdf"].facts is None
    assert done.summary.html == 0
    assert any("no HTML" in note for note in done.summary.notes)


def test_a_dying_network_ends_the_crawl_instead_of_breaking_its_pages(crawl_site: Crawl) -> None:
    pages: dict[str, Route] = {f"/{n}": html(f"p{n}", *(f"/{m}" for m in range(n, n + 60))) for n in range(200)}
    site = Site({"/": html("start", "/0"), **pages})

    def die(asked: object) -> Reply:
        site.close()
        return html("last")

    with site:
        site.routes["/30"] = die
        done = crawl_site(site, retry_wait_s=0.1, concurrency=4, timeout_s=2.0)
    assert done.summary.network_lost
    assert done.summary.limit is None
    assert [page for page in done.pages.values() if page.status == 0] == []
    assert any("nothing answered any more" in note for note in done.summary.notes)


def test_last_pages_that_fail_are_told_where_the_site_still_answers(crawl_site: Crawl) -> None:
    with Site({"/": html("start", "/a", "/b"), "/a": Raw(), "/b": Raw()}) as site:
        done = crawl_site(site, retries=0)
    assert not done.summary.network_lost
    assert {done.pages["/a"].failure, done.pages["/b"].failure} == {Failure.RESET}


def test_page_limit_counts_pages_without_an_answer(crawl_site: Crawl) -> None:
    routes: dict[str, Route] = {"/": html("start", *(f"/{n}" for n in range(9))), **{f"/{n}": Raw() for n in range(9)}}
    with Site(routes) as site:
        done = crawl_site(site, retries=0, max_pages=4)
    assert len(done.pages) == 4
    assert len(done.skipped) == 6


def test_wrong_and_missing_content_types(crawl_site: Crawl) -> None:
    routes: dict[str, Route] = {
        "/": html("start", "/untyped", "/image", "/text"),
        "/untyped": Reply("<!doctype html><title>Sniffed</title>", content_type=None),
        "/image": Reply("<html><title>no</title></html>", content_type="image/png"),
        "/text": Reply("<html><title>no</title></html>", content_type="text/plain"),
    }
    with Site(routes) as site:
        done = crawl_site(site)
    sniffed = done.pages["/untyped"].facts
    assert sniffed is not None and sniffed.title == "Sniffed"
    assert done.pages["/image"].facts is None
    assert done.pages["/text"].facts is None
