"""What is measured in the page besides its facts: a narrow screen, overlays, consent, other sites, and rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from crawler.browser.browse import browse
from crawler.browser.options import BrowserOptions
from crawler.browser.padding import padding_of
from crawler.browser.pool import BrowseTask
from store.model import Artifact, ArtifactKind

from .conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'


def html(body: str, head: str = VIEWPORT) -> bytes:
    return f"<!doctype html><html lang=en><head><title>T</title>{head}</head><body>{body}</body></html>".encode()


PAGES = {
    "/wide": html('<main><div class="fits">Text</div><div class="wide" style="width:700px">Wide</div></main>'),
    "/wide-rtl": html('<main dir="rtl"><div class="wide" style="width:700px">عريض</div></main>').replace(
        b"<html lang=en>", b'<html lang=ar dir="rtl">'
    ),
    "/clipped": html(
        '<div style="overflow-x:auto"><table style="width:900px"><tr><td>A table that scrolls by itself</table></div>'
        '<div style="overflow:hidden"><div style="width:2000px">A slider</div></div>'
    ),
    "/small": html(
        '<p style="font-size:10px">Twenty small letters</p><p hidden>Not shown at all</p><p>Ten of size</p>'
    ),
    "/overlay": html(
        '<main><p>The page below.</p></main><div id="newsletter" class="modal" style="position:fixed;inset:0">'
        "<p>Subscribe to our letter</p></div>" + "<p>More text.</p>" * 20
    ),
    "/app": html('<div style="position:fixed;inset:0;overflow:auto"><main><h1>An application</h1></main></div>'),
    "/decoration": html('<div style="position:fixed;inset:0;pointer-events:none">Snow</div><main>Text</main>'),
    "/consent": html(
        "<main>Text</main><div class='cookie-bar' style='position:fixed;bottom:0;height:90px;width:100%'>"
        "We use cookies <button>Fine</button></div><script>document.cookie='_ga=secret'</script>"
    ),
    "/reviews": html("<main>Text</main><ul class='review-list' hidden><li>A fine basket, well made.</li></ul>"),
    "/waits": html(
        "<main id=m>Soon</main><script>addEventListener('mousemove', () => {"
        "document.getElementById('m').textContent = 'All about cats. '.repeat(60) }, {once: true})</script>"
    ),
    "/restless": html("<p id=p></p><script>setInterval(() => { fetch('/wide').catch(() => 0) }, 50)</script>"),
}


@pytest.fixture(scope="module")
def seen(chromium: None, site: Site) -> Iterator[dict[str, dict[ArtifactKind, Artifact]]]:
    other = Site()
    other.pages["/hit.js"] = (200, {"content-type": "text/javascript"}, b"/* counted */ " * 100)
    site.pages.update(PAGES)
    there = other.url.replace("127.0.0.1", "localhost")
    site.pages["/foreign"] = html(f'<main>Text</main><script src="{there}/hit.js?id=1&gcs=G100"></script>')
    lines = b"// a word on the next line\n      let tabby = 'striped';\n\n" * 400
    site.pages["/padded.js"] = (200, {"content-type": "text/javascript"}, b"{" + lines.replace(b"let", b"var") + b"}")
    site.pages["/tight.js"] = (200, {"content-type": "text/javascript"}, b"var a='// b';" * 1000)
    site.pages["/padded"] = html('<main>Text</main><script src="/padded.js"></script><script src="/tight.js"></script>')
    paths = [*PAGES, "/foreign", "/padded"]
    found: dict[str, dict[ArtifactKind, Artifact]] = {path: {} for path in paths}

    def keep(artifact: Artifact) -> None:
        found[paths[artifact.page_id - 1]][artifact.kind] = artifact

    tasks = [BrowseTask(number, site.url + path) for number, path in enumerate(paths, start=1)]
    options = BrowserOptions(allow_private=True, page_timeout_s=60, quiet_cap_ms=1500, axe=False, screenshots=False)
    browse(tasks, options, keep, lambda _: None)
    yield found
    other.close()


Seen = dict[str, dict[ArtifactKind, Artifact]]


def rendered(seen: Seen, path: str) -> dict[str, Any]:
    artifact = seen[path][ArtifactKind.RENDERED]
    assert not artifact.error, artifact.error
    return dict(artifact.data)


@pytest.mark.parametrize("path", ["/wide", "/wide-rtl"])
def test_a_page_that_moves_sideways_names_the_element_that_is_too_wide(seen: Seen, path: str) -> None:
    narrow = rendered(seen, path)["narrow"]
    assert narrow["width"] == 360
    assert narrow["moved"] >= 340
    assert narrow["wide"][0]["place"] == "main > div.wide"


def test_what_scrolls_in_its_own_box_does_not_move_the_page(seen: Seen) -> None:
    narrow = rendered(seen, "/clipped")["narrow"]
    assert narrow["moved"] == 0
    assert narrow["wide"] == []


def test_small_letters_are_counted_among_those_that_are_shown(seen: Seen) -> None:
    narrow = rendered(seen, "/small")["narrow"]
    assert (narrow["letters"], narrow["small_letters"]) == (27, 18)
    assert narrow["small"][0]["selector"] == "body > p:nth-of-type(1)"
    assert narrow["small"][0]["size"] == 10


def test_an_overlay_is_told_with_its_share_and_words(seen: Seen) -> None:
    overlay = rendered(seen, "/overlay")["overlay"]
    assert overlay["share"] == 1
    assert overlay["text"] == "Subscribe to our letter"
    assert "newsletter modal" in overlay["names"]


@pytest.mark.parametrize("path", ["/app", "/decoration", "/wide"])
def test_what_holds_the_page_or_lets_touches_through_is_no_overlay(seen: Seen, path: str) -> None:
    assert rendered(seen, path)["overlay"] is None


def test_consent_notice_and_cookies_are_told_without_their_values(seen: Seen) -> None:
    facts = rendered(seen, "/consent")
    assert facts["consent_notice"] == "a notice of its own"
    assert facts["cookies"] == [{"name": "_ga", "domain": "127.0.0.1"}]
    assert rendered(seen, "/wide")["consent_notice"] == ""


def test_words_of_reviews_count_although_they_are_folded_away(seen: Seen) -> None:
    assert rendered(seen, "/reviews")["review_letters"] == len("A fine basket, well made.")
    assert rendered(seen, "/wide")["review_letters"] == 0


def test_requests_to_other_sites_are_counted_by_host_and_keep_only_the_consent_signal(seen: Seen) -> None:
    third = seen["/foreign"][ArtifactKind.VITALS].data["third_party"]
    assert third["requests"] == 1
    assert third["bytes"] == sum(host["bytes"] for host in third["hosts"].values()) > 0
    [hit] = third["hits"]
    assert hit["url"].endswith("/hit.js")
    assert hit["gcs"] == "G100"
    assert seen["/wide"][ArtifactKind.VITALS].data["third_party"]["requests"] == 0


def test_a_page_that_never_rests_is_told_from_one_that_does(seen: Seen) -> None:
    assert seen["/wide"][ArtifactKind.VITALS].data["is_quiet"] is True
    assert seen["/restless"][ArtifactKind.VITALS].data["is_quiet"] is False


def test_a_page_that_waits_for_a_movement_is_told_from_those_that_are_short(seen: Seen) -> None:
    assert rendered(seen, "/waits")["narrow"]["stirred"] == {"before": 4, "after": 780}
    assert rendered(seen, "/consent")["narrow"]["stirred"] == {"before": 4, "after": 4}
    assert rendered(seen, "/reviews")["narrow"]["stirred"] == {}


def test_padding_is_measured_in_the_sites_own_files(seen: Seen) -> None:
    [file] = seen["/padded"][ArtifactKind.VITALS].data["files"]
    assert file["url"].endswith("/padded.js")
    assert file["padding"] > 0.5 * file["size"]
    assert seen["/wide"][ArtifactKind.VITALS].data["files"] == []


@pytest.mark.parametrize(
    ("text", "is_style", "padding"),
    [
        ("a { color : red; }\n", True, 4),
        ("/* note */a{b:c}", True, 10),
        ("/*! licence */a{b:c}", True, 0),
        ("  var a = 1;\n", False, 2),
        ("/* one\n two */\nvar a;\n", False, 15),
        ("x = 'http://a';\n", False, 0),
        ("/* a */ var b;\n", False, 0),
    ],
)
def test_padding_is_what_a_minifier_leaves_out_at_the_least(text: str, is_style: bool, padding: int) -> None:
    assert padding_of(text, is_style=is_style) == padding


def test_protocol_of_the_page_is_known(seen: Seen) -> None:
    assert seen["/wide"][ArtifactKind.VITALS].data["protocol"] == "http/1.1"
