"""The parts of pages are read once each, within a budget, and say what they weigh and could save."""

from __future__ import annotations

import gzip
import io

import pytest
from PIL import Image

from crawler.assets.pixels import pixels_of
from crawler.assets.text import padding_share, read_script, read_style
from tests.crawler.conftest import Crawl
from tests.servers import Asked, Reply, Route, Site, html

CSS = (
    b"@import 'more.css';\n@font-face { font-family: Cat; src: url(cat.woff2) }\n"
    + b"/* note */ a { color: red }\n" * 200
)
JS = b"/*! jQuery v3.6.1 */\n" + b"  var cats = 1; // how many\n" * 200


def picture(kind: str, size: tuple[int, int] = (123, 45)) -> bytes:
    file = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(file, kind)
    return file.getvalue()


def reply(body: bytes, kind: str, **headers: str) -> Reply:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Reply(body, 200, named, kind)


@pytest.mark.parametrize("kind", ["png", "gif", "jpeg", "webp", "avif"])
def test_pixels_are_read_from_the_first_bytes(kind: str) -> None:
    found = pixels_of(picture(kind)[:65_536])
    assert found is not None
    assert (found.kind, found.width, found.height) == (kind, 123, 45)


@pytest.mark.parametrize(
    "head", [b"", b"GIF89a", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF0000WEBPVP8 ", b"<html>"]
)
def test_what_is_no_whole_head_has_no_pixels(head: bytes) -> None:
    assert pixels_of(head) is None


def test_gif_with_several_frames_is_animated() -> None:
    file = io.BytesIO()
    frames = [Image.new("P", (8, 8), color) for color in (1, 2, 3)]
    frames[0].save(file, "gif", save_all=True, append_images=frames[1:], loop=0)
    moving, still = pixels_of(file.getvalue()), pixels_of(picture("gif"))
    assert moving is not None and moving.is_animated
    assert still is not None and not still.is_animated


def test_padding_leaves_strings_and_notices_alone() -> None:
    assert padding_share("var a='// no comment   here';", is_style=False) == pytest.approx(1 / 29)
    assert padding_share("/*! notice */a{b:c}", is_style=True) == 0
    assert padding_share("a{b:c}      /* x */", is_style=True) > 0.6


def test_file_of_long_lines_is_minified_whatever_looks_like_a_comment_in_it() -> None:
    assert padding_share("var a=/[/]/;b='" + "x" * 400 + "'//" + "y" * 900, is_style=False) == 0


def test_style_names_fonts_and_imports() -> None:
    found = read_style(CSS.decode(), "https://example.com/s/a.css")
    assert found == {
        "fonts": [["Cat", "", "https://example.com/s/cat.woff2"]],
        "imports": ["https://example.com/s/more.css"],
    }


def test_library_that_is_only_named_in_another_is_not_found() -> None:
    assert read_script("/* Based on Underscore.js 1.8.3 */")["libraries"] == []
    assert read_script("//     Underscore.js 1.13.4")["libraries"] == [["Underscore", "1.13.4"]]


def test_each_part_is_read_once_however_many_pages_use_it(crawl_site: Crawl) -> None:
    parts = "<link rel=stylesheet href=/a.css><script src=/a.js></script><img src=/a.png alt=A>"
    image = picture("png", (500, 400))

    def answered(asked: Asked) -> Reply:
        if asked.headers.get("range"):
            first, last = asked.headers["range"].removeprefix("bytes=").split("-")
            part = image[int(first) : int(last) + 1]
            return Reply(part, 206, (("Content-Range", f"bytes 0-{len(part) - 1}/{len(image)}"),), "image/png")
        return reply(image, "image/png")

    routes: dict[str, Route] = {
        "/": html("start", "/b", "/c", body=parts),
        "/b": html("b", body=parts),
        "/c": html("c", body=parts),
        "/a.css": reply(CSS, "text/css"),
        "/more.css": reply(b"b{}", "text/css"),
        "/cat.woff2": reply(b"wOF2" + bytes(99), "font/woff2"),
        "/a.js": reply(JS, "text/javascript", Cache_Control="max-age=60", Set_Cookie="a=b"),
        "/a.png": answered,
    }
    with Site(routes) as site:
        done = crawl_site(site, measure_assets=True)
        again = len(site.asked)
        crawl_site(site, run=done.run, measure_assets=True)
        assert len(site.asked) == again
        reads = [asked.path for asked in site.asked if asked.method == "GET"]
    found = {probe.url.rpartition("/")[2]: probe.data for probe in done.probes("asset")}
    assert set(found) == {"a.css", "more.css", "a.js", "a.png", "cat.woff2"}
    assert reads.count("/a.css") == 1
    assert reads.count("/a.js") == 1
    assert found["a.css"]["gzip_bytes"] < len(CSS) / 10
    assert found["a.css"]["fonts"][0][:2] == ["Cat", ""]
    assert found["a.js"]["libraries"] == [["jQuery", "3.6.1"]]
    assert found["a.js"]["cookies"] == 1
    assert found["a.js"]["headers"]["cache-control"] == "max-age=60"
    assert (found["a.png"]["width"], found["a.png"]["height"]) == (500, 400)
    assert found["a.png"]["bytes"] == len(image)
    assert len(done.probes("first-byte")[0].data["ttfb_ms"]) == 3


def test_fonts_and_icons_that_are_not_packed_are_read_whole_for_what_gzip_would_save(crawl_site: Crawl) -> None:
    font, icon, packed = b"\0\1\0\0" + b"glyf" * 9_000, b"\0\0\1\0\1\0" + bytes(9_000), b"wOF2" + bytes(9_000)

    def ranged(body: bytes, kind: str) -> Route:
        def answered(asked: Asked) -> Reply:
            wanted = asked.headers.get("range")
            if not wanted:
                return reply(body, kind)
            first, last = wanted.removeprefix("bytes=").split("-")
            part = body[int(first) : int(last) + 1]
            return Reply(part, 206, (("Content-Range", f"bytes 0-{len(part) - 1}/{len(body)}"),), kind)

        return answered

    parts = (
        "<link rel=preload as=font href=/a.ttf><link rel=preload as=font href=/a.woff2>"
        "<link rel=preload as=font href=/b.woff><link rel=icon href=/a.ico>"
    )
    routes: dict[str, Route] = {
        "/": html("start", body=parts),
        "/a.ttf": ranged(font, "font/ttf"),
        "/a.ico": ranged(icon, "image/x-icon"),
        "/a.woff2": ranged(packed, "font/woff2"),
        "/b.woff": ranged(packed, "application/x-font-woff"),
    }
    with Site(routes) as site:
        done = crawl_site(site, measure_assets=True)
    found = {probe.url.rpartition("/")[2]: probe.data for probe in done.probes("asset")}
    assert found["a.ttf"]["size"] == len(font)
    assert found["a.ttf"]["gzip_bytes"] < len(font) / 10
    assert found["a.ico"]["gzip_bytes"] < len(icon) / 10
    assert not {"a.woff2", "b.woff"} & {name for name, data in found.items() if "gzip_bytes" in data}
    assert found["a.woff2"]["bytes"] == len(packed)


def test_image_is_read_no_further_than_its_head_where_ranges_are_unknown(crawl_site: Crawl) -> None:
    image = picture("jpeg", (900, 900))
    assert len(image) > 200_000
    with Site({"/": html("start", body="<img src=/a.jpg alt=A>"), "/a.jpg": reply(image, "image/jpeg")}) as site:
        done = crawl_site(site, measure_assets=True)
    (probe,) = done.probes("asset")
    assert (probe.data["width"], probe.data["bytes"]) == (900, len(image))


def test_server_is_asked_for_newer_codings_and_formats(crawl_site: Crawl) -> None:
    photo = picture("jpeg", (600, 600))
    packed = gzip.compress(CSS * 4)

    def style(asked: Asked) -> Reply:
        is_new = asked.headers.get("accept-encoding") == "zstd"
        return (
            reply(b"(\xb5/\xfd", "text/css", Content_Encoding="zstd")
            if is_new
            else reply(packed, "text/css", Content_Encoding="gzip")
        )

    def image(asked: Asked) -> Reply:
        return reply(photo, "image/avif" if "image/avif" in asked.headers["accept"] else "image/jpeg")

    body = "<link rel=stylesheet href=/a.css><img src=/a.jpg alt=A>"
    packed = gzip.compress(picture("gif", (300, 300)) + CSS)
    with Site({"/": html("start", body=body), "/a.css": style, "/a.jpg": image}) as site:
        done = crawl_site(site, measure_assets=True)
    assert done.probes("compression")[0].data["coding"] == "zstd"
    assert done.probes("image-format")[0].data["type"] == "image/avif"


def test_budget_ends_the_reading_with_what_pages_use_least(crawl_site: Crawl) -> None:
    scripts: dict[str, Route] = {f"/{n}.js": reply(JS, "text/javascript") for n in range(5)}
    one = html("b", body="<script src=/3.js></script>")
    start = html("start", "/b", body="".join(f"<script src={path}></script>" for path in scripts))
    with Site({"/": start, "/b": one, **scripts}) as site:
        done = crawl_site(site, measure_assets=True, max_measured=1)
    assert [probe.url.rpartition("/")[2] for probe in done.probes("asset")] == ["3.js"]


def test_nothing_is_read_where_the_option_says_no(crawl_site: Crawl) -> None:
    with Site({"/": html("start", body="<script src=/a.js></script>"), "/a.js": reply(JS, "text/javascript")}) as site:
        done = crawl_site(site, measure_assets=False)
        assert {asked.method for asked in site.asked if asked.path == "/a.js"} == {"HEAD"}
    assert not done.probes("asset")


def test_file_of_rules_that_a_header_names_is_read_once(crawl_site: Crawl) -> None:
    named = (("Speculation-Rules", '"/rules.json", "/gone.json"'),)
    rules = reply(b'{"prefetch": []}', "application/speculationrules+json")
    routes: dict[str, Route] = {
        "/": Reply(html("start", "/b").body, headers=named),
        "/b": Reply(html("b").body, headers=named),
        "/rules.json": rules,
    }
    with Site(routes) as site:
        done = crawl_site(site, measure_assets=True)
        assert site.paths().count("/rules.json") == 1
    found = {
        probe.url.rpartition("/")[2]: (probe.status, dict(probe.data)) for probe in done.probes("speculation-rules")
    }
    assert found["rules.json"][0] == 200
    assert found["rules.json"][1]["type"] == "application/speculationrules+json"
    assert found["rules.json"][1]["text"] == '{"prefetch": []}'
    assert found["gone.json"][0] == 404
