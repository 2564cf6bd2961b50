"""What a browser tells of the images of a page: their own size, the size on screen, and those that still wait."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from crawler.browser.browse import browse
from crawler.browser.options import BrowserOptions
from crawler.browser.pool import BrowseTask
from store.model import Artifact, ArtifactKind

from .conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def png(width: int, height: int) -> bytes:
    """A grey picture."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


PAGE = b"""<!doctype html><html lang=en><head><title>T</title></head><body>
<img id=large src=/large.png alt=A style="width:100px;height:50px;padding:10px;box-sizing:content-box">
<img id=cropped src=/large.png alt=B style="width:50px;height:50px;object-fit:cover">
<img id=waits data-src=/large.png alt=C style="width:80px;height:80px">
<div style="position:relative;width:90px;height:90px">
<img id=covered data-src=/large.png alt=D style="width:90px;height:90px">
<div style="position:absolute;inset:0">Covered</div></div>
<img id=hidden src=/large.png alt=E style="display:none">
<div style="height:5000px"></div><img id=below data-src=/large.png alt=F style="width:80px;height:80px">
</body></html>"""


@pytest.fixture(scope="module")
def images(chromium: None, site: Site) -> Iterator[list[dict[str, Any]]]:
    site.pages["/pictures"] = PAGE
    site.pages["/large.png"] = (200, {"content-type": "image/png"}, png(400, 200))
    taken: list[Artifact] = []
    options = BrowserOptions(allow_private=True, page_timeout_s=60, axe=False, screenshots=False)
    browse([BrowseTask(1, site.url + "/pictures")], options, taken.append, lambda _: None)
    rendered = next(one for one in taken if one.kind is ArtifactKind.RENDERED)
    assert not rendered.error
    yield rendered.data["images"]


def test_an_image_has_its_own_size_and_that_on_screen(images: list[dict[str, Any]], site: Site) -> None:
    large, cropped = images[:2]
    assert (large["natural"], large["shown"]) == ([400, 200], [100, 50])
    assert large["src"] == site.url + "/large.png"
    assert large["selector"] == "body > img:nth-of-type(1)"
    assert (cropped["fit"], cropped["shown"]) == ("cover", [50, 50])


def test_an_image_that_waits_in_view_is_told_from_those_that_nobody_sees_yet(images: list[dict[str, Any]]) -> None:
    waiting = [(one["in_view"], one["is_loaded"]) for one in images if one["waiting"]]
    assert waiting == [(True, False), (False, False), (False, False)]


def test_images_that_are_not_shown_are_left_out(images: list[dict[str, Any]]) -> None:
    assert len(images) == 5
