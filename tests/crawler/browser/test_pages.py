"""One browser stage over pages that behave and pages that do not: what each ends in."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from crawler.browser.browse import BrowseProgress, BrowseTask, browse
from crawler.browser.options import BrowserOptions
from store.model import Artifact, ArtifactKind

from .conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SVG = {"content-type": "image/svg+xml"}
STRICT = "default-src 'self'; script-src 'none'; style-src 'unsafe-inline'; require-trusted-types-for 'script'"


def html(body: str, head: str = "") -> bytes:
    return f'<!doctype html><html lang="en"><head><title>A page</title>{head}</head><body>{body}</body></html>'.encode()


PAGES: dict[str, Any] = {
    "/frames": (
        200,
        {"content-security-policy": STRICT},
        html('<main><h1>Top</h1><iframe title="one" src="/frame-one"></iframe></main>'),
    ),
    "/frame-one": (
        200,
        {"content-security-policy": STRICT},
        html('<p>One</p><iframe title="two" src="/frame-two"></iframe>'),
    ),
    "/frame-two": html('<img src="/dot.svg"><p>Two</p>'),
    "/dot.svg": (200, SVG, b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    "/dialogs": html(
        "<h1>Dialogs</h1><script>alert(1); confirm(2); prompt(3); print(); "
        "setInterval(() => alert(4), 20);"
        "window.onbeforeunload = () => 'stay';</script>"
    ),
    "/popups": html("<h1>Popups</h1><script>for (let i = 0; i < 30; i++) window.open('/plain', 'w' + i);</script>"),
    "/plain": html("<main><h1>Plain</h1><p>Nothing is wrong here.</p></main>"),
    "/download": (200, {"content-type": "application/octet-stream", "content-disposition": "attachment"}, b"zzzz"),
    "/refresh": html("<h1>Again</h1>", '<meta http-equiv="refresh" content="0">'),
    "/moves": html("<h1>Moves</h1><script>location.replace('/plain')</script>"),
    "/error": html("<h1>Error</h1><script>throw new Error('broken on purpose')</script>"),
    "/gone": (410, {}, html("<h1>Gone</h1>")),
    "/image": (200, SVG, b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "/text": (200, {"content-type": "text/plain"}, b"words"),
    "/push": html(
        "<h1>Push</h1><script>let n = 0;setInterval(() => history.pushState(0, '', '/push?' + n++), 5)</script>"
    ),
    "/shift": html(
        '<div id="late"></div><p id="moved" style="height:300px;background:#ddd">This text is pushed down.</p>'
        "<script>setTimeout(() => { document.getElementById('late').style.height = '200px' }, 300)</script>",
        "<style>body { margin: 0 } p { margin: 0 }</style>",
    ),
    "/still": html('<h1 style="font-size:90px">The largest thing here</h1><p>small</p>'),
    "/busy": html(
        "<h1>Busy</h1><script>setTimeout(() => {"
        "const end = performance.now() + 400; while (performance.now() < end);"
        "}, 300)</script>"
    ),
    "/faults": html(
        '<main><h1>Faults</h1><p style="color:#aaa">Faint words</p><a href="/plain"><img src="/dot.svg"></a></main>'
    ),
    "/scripted": html(
        "<script>document.title = 'Set by script';"
        "document.body.innerHTML = '<h1>Made</h1><a href=/plain>one two</a>'"
        "</script>",
        '<link rel="canonical" href="/plain"><meta name="robots" content="noindex">',
    ),
    "/app": html(
        '<header><a href="/plain#part">Plain</a></header><main id="app"></main><div id="bar">Cookies please</div>'
        "<a href='https://example.com/'>Away</a>"
        "<script>document.getElementById('app').innerHTML = '<h1>Made</h1><p hidden>Unseen</p><p>one<br>two</p>"
        '<nav>Menu</nav><my-box></my-box><dialog open>Sign in</dialog><a href="/still?a=1">Still</a>\';'
        "const data = document.createElement('script'); data.type = 'application/ld+json';"
        "data.text = JSON.stringify({'@graph': [{'@type': ['Product', 'Book'], offers: {'@type': 'Offer'}}]});"
        "document.head.append(data, document.createElement('script'));"
        "document.querySelector('my-box').attachShadow({mode: 'open'}).innerHTML = '<p>in the shadow</p>';"
        "history.replaceState(0, '', '/app-home')</script>",
        '<style>#bar { position: fixed }</style><meta name="description" content=" What it  is ">'
        '<link rel="alternate" hreflang="de" href="/de"><link rel="canonical" media="print" href="/print">',
    ),
    "/throws": html(
        "<h1>Throws</h1><script>console.error('only said')</script><script src='/missing.js'></script>"
        "<script>fetch('/missing.json')</script><script>Promise.reject(new TypeError('late'))</script>\n"
        "<script>missing()</script>"
    ),
    "/prototype": html(
        "<h1>Old library</h1><script>Array.prototype.toJSON = () => 'spoilt';"
        "window.axe = null; Promise = null;"
        "</script><img src='/dot.svg'>"
    ),
    "/tall": html('<h1>Tall</h1><div style="height:30000px"></div>'),
}


class Seen:
    def __init__(self, artifacts: list[Artifact], progress: list[BrowseProgress], paths: list[str]) -> None:
        self.artifacts = artifacts
        self.progress = progress
        self.paths = paths

    def of(self, path: str, kind: ArtifactKind = ArtifactKind.AXE) -> Artifact:
        number = self.paths.index(path) + 1
        return next(one for one in self.artifacts if one.page_id == number and one.kind is kind)

    def violations(self, path: str) -> dict[str, list[str]]:
        artifact = self.of(path)
        assert not artifact.error, artifact.error
        return {rule["id"]: [node["selector"] for node in rule["nodes"]] for rule in artifact.data["violations"]}


@pytest.fixture(scope="module")
def seen(chromium: None, site: Site) -> Iterator[Seen]:
    other = Site()
    other.pages["/"] = html("<h1>Another site</h1>")
    site.pages.update(PAGES)
    site.pages["/off-site"] = (302, {"location": other.url + "/"}, b"")
    site.pages["/hop"] = (302, {"location": "/plain"}, b"")
    site.pages["/loop"] = (302, {"location": "/loop"}, b"")
    paths = [path for path in site.pages if path not in ("/frame-one", "/frame-two", "/dot.svg")]
    tasks = [BrowseTask(number, site.url + path) for number, path in enumerate(paths, start=1)]
    artifacts: list[Artifact] = []
    progress: list[BrowseProgress] = []
    options = BrowserOptions(allow_private=True, page_timeout_s=60, screenshot_height=3000)
    browse(tasks, options, artifacts.append, progress.append)
    yield Seen(artifacts, progress, paths)
    other.close()


def test_every_task_ends_in_artifacts(seen: Seen) -> None:
    wanted = {ArtifactKind.AXE, ArtifactKind.VITALS, ArtifactKind.RENDERED, ArtifactKind.SCREENSHOT}
    for number in range(1, len(seen.paths) + 1):
        assert wanted <= {one.kind for one in seen.artifacts if one.page_id == number}
    assert seen.progress[-1].done == seen.progress[-1].total == len(seen.paths)


def test_axe_looks_into_nested_frames_under_a_strict_policy(seen: Seen) -> None:
    assert seen.violations("/frames")["image-alt"] == ["iframe >>> iframe >>> img"]
    assert "frame-tested" not in {rule["id"] for rule in seen.of("/frames").data["incomplete"]}


def test_axe_is_the_pinned_version_and_not_the_one_of_2018(seen: Seen) -> None:
    assert seen.of("/plain").data["version"] == "4.14.1"


def test_target_size_runs_and_experimental_rules_do_not(seen: Seen) -> None:
    data = seen.of("/faults").data
    ran = {*data["passes"], *data["inapplicable"], *seen.violations("/faults")}
    assert "target-size" in ran
    assert "css-orientation-lock" not in ran


def test_faults_are_found_with_place_and_markup(seen: Seen) -> None:
    assert {"image-alt", "link-name", "color-contrast"} <= set(seen.violations("/faults"))
    rule = next(one for one in seen.of("/faults").data["violations"] if one["id"] == "image-alt")
    assert rule["nodes"][0]["place"] == "main > a > img"
    assert rule["nodes"][0]["html"] == '<img src="/dot.svg">'
    assert rule["total"] == 1


def test_a_page_that_spoils_json_and_promises_is_examined_all_the_same(seen: Seen) -> None:
    assert seen.violations("/prototype")["image-alt"] == ["img"]


@pytest.mark.parametrize("path", ["/dialogs", "/popups", "/push", "/still"])
def test_dialogs_popups_and_history_games_do_not_stop_the_examination(seen: Seen, path: str) -> None:
    for kind in (ArtifactKind.AXE, ArtifactKind.VITALS, ArtifactKind.RENDERED):
        assert not seen.of(path, kind).error
    assert (
        seen.of(path, ArtifactKind.RENDERED)
        .data["h1"][0]
        .lower()
        .startswith(("dialogs", "popups", "push", "the largest"))
    )


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/download", "download"),
        ("/refresh", "moves on by itself"),
        ("/gone", "status 410"),
        ("/loop", "redirects in a loop"),
        ("/off-site", "leads off the site"),
        ("/text", "text/plain"),
    ],
)
def test_what_is_no_page_of_the_site_is_an_error_that_says_why(seen: Seen, path: str, reason: str) -> None:
    artifact = seen.of(path)
    assert reason in artifact.error
    assert not artifact.data


@pytest.mark.parametrize("path", ["/hop", "/moves"])
def test_a_redirect_on_the_site_is_told_by_its_final_url(seen: Seen, site: Site, path: str) -> None:
    assert seen.of(path, ArtifactKind.RENDERED).data["final_url"] == site.url + "/plain"
    assert seen.of(path).data["url"] == site.url + "/plain"


def test_script_error_is_recorded(seen: Seen) -> None:
    errors = seen.of("/error", ArtifactKind.VITALS).data["console_errors"]
    assert any("broken on purpose" in error for error in errors)
    assert not any(
        "broken on purpose" in error for error in seen.of("/plain", ArtifactKind.VITALS).data["console_errors"]
    )


def test_layout_shift_has_its_size_and_its_source(seen: Seen) -> None:
    vitals = seen.of("/shift", ArtifactKind.VITALS).data
    # 500 of 940 px of the screen are touched (the text before and after), moved by 200 px of the longer side, 1350
    assert vitals["cls"] == pytest.approx(500 / 940 * 200 / 1350, abs=0.01)
    assert vitals["cls_sources"][0]["selector"] == "body > p"
    assert seen.of("/still", ArtifactKind.VITALS).data["cls"] == 0


def test_largest_paint_names_its_element(seen: Seen) -> None:
    vitals = seen.of("/still", ArtifactKind.VITALS).data
    assert vitals["lcp_selector"] == "body > h1"
    assert 0 < vitals["fcp_ms"] <= vitals["lcp_ms"]
    assert vitals["dom_depth"] == 3


def test_long_task_is_blocking_time(seen: Seen) -> None:
    vitals = seen.of("/busy", ArtifactKind.VITALS).data
    assert vitals["long_tasks"] >= 1
    assert vitals["tbt_ms"] >= 300


def test_requests_and_bytes_are_counted_by_type(seen: Seen) -> None:
    vitals = seen.of("/frames", ArtifactKind.VITALS).data
    assert vitals["by_type"]["document"]["requests"] == 3
    assert vitals["by_type"]["image"]["requests"] == 1
    assert vitals["bytes"] > len(PAGES["/frame-two"])


def test_rendered_facts_are_those_after_the_scripts(seen: Seen, site: Site) -> None:
    facts = seen.of("/scripted", ArtifactKind.RENDERED).data
    assert facts["title"] == "Set by script"
    assert facts["h1"] == ["Made"]
    assert (facts["links"], facts["words"]) == (1, 3)
    assert facts["canonical"] == [site.url + "/plain"]
    assert facts["robots"] == ["noindex"]


def test_rendered_main_text_is_what_a_reader_sees_of_it(seen: Seen, site: Site) -> None:
    facts = seen.of("/app", ArtifactKind.RENDERED).data
    assert facts["main_text"] == "Made one two in the shadow Still"
    assert facts["linked"] == [f"{site.url}/plain", f"{site.url}/still?a=1"]
    assert facts["description"] == "What it is"
    assert facts["hreflang"] == [["de", site.url + "/de"]]
    assert facts["canonical"] == []
    assert facts["schema_types"] == ["Product", "Book", "Offer"]


def test_an_address_that_a_script_wrote_is_told_from_that_of_the_document(seen: Seen, site: Site) -> None:
    facts = seen.of("/app", ArtifactKind.RENDERED).data
    assert (facts["document_url"], facts["final_url"]) == (site.url + "/app", site.url + "/app-home")
    assert seen.of("/moves", ArtifactKind.RENDERED).data["document_url"] == site.url + "/plain"


def test_script_errors_are_uncaught_exceptions_with_their_script(seen: Seen, site: Site) -> None:
    data = seen.of("/throws", ArtifactKind.VITALS).data
    errors = {(one["message"], one["script"], one["line"]) for one in data["script_errors"]}
    assert errors == {
        ("Uncaught TypeError: late", site.url + "/throws", 1),
        ("Uncaught ReferenceError: missing is not defined", site.url + "/throws", 2),
    }
    failed = {(one["url"].rpartition("/")[2], one["type"], one["status"]) for one in data["failed_requests"]}
    assert {("missing.js", "script", 404), ("missing.json", "fetch", 404)} <= failed


def test_screenshot_is_a_picture_of_the_page(seen: Seen) -> None:
    shot = seen.of("/faults", ArtifactKind.SCREENSHOT)
    picture = Image.open(io.BytesIO(shot.blob))
    assert picture.format == "JPEG"
    assert picture.size == (shot.data["width"], shot.data["height"]) == (1350, 940)
    assert shot.data["full_page"] is True
    assert len(picture.convert("RGB").getcolors(1_000_000) or ()) > 1


def test_tall_page_is_cut_and_says_so(seen: Seen) -> None:
    shot = seen.of("/tall", ArtifactKind.SCREENSHOT)
    assert shot.data["height"] == 3000
    assert shot.data["full_page"] is False


def test_flagged_elements_are_cropped_to_small_pictures(seen: Seen) -> None:
    crops = seen.of("/faults", ArtifactKind.ELEMENTS).data
    assert {"p", "img", "a"} & set(crops)
    for crop in crops.values():
        raw = base64.b64decode(crop["png"])
        picture = Image.open(io.BytesIO(raw))
        assert picture.format == "PNG"
        assert len(raw) <= 60_000
        assert 1 < picture.width <= 640
