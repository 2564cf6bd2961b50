"""The order in which the Tab key goes through a page, as the report draws it over a picture of the page."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from store.database import Store
from store.model import Artifact, ArtifactKind

MOST_STOPS = 100  # stops that are drawn and listed
PICTURE_WIDTH = 900  # pixels
PICTURE_BYTES = 150_000
MARGIN = 120  # CSS pixels of the page below the last stop
_UNSEEN = "none"


@dataclass(frozen=True, slots=True)
class TabStop:
    """One stop: what it is, whether the focus shows there, and its middle in CSS pixels of the page."""

    number: int
    name: str
    role: str
    selector: str
    is_visible: bool
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class TabOrder:
    """The walk through one page; `picture` is a WebP as base64, empty where there is none."""

    url: str
    stops: tuple[TabStop, ...]
    total: int
    complete: bool
    problems: int
    width: int = 0
    height: int = 0
    picture: str = ""

    @property
    def path(self) -> tuple[TabStop, ...]:
        """The stops that lie in the picture."""
        return tuple(one for one in self.stops if 0 <= one.x < self.width and 0 <= one.y < self.height)

    @property
    def line(self) -> str:
        """The way from stop to stop, as points of an SVG polyline."""
        return " ".join(f"{one.x},{one.y}" for one in self.path)


def load_tab_order(store: Store, run_id: int, urls: Mapping[int, str], start_url: str) -> TabOrder | None:
    """The walk worth a look: of the page with most problems, the start page before others; None where none was done."""
    walks = [
        one for one in store.artifacts(run_id, None, [ArtifactKind.KEYBOARD]) if not one.error and one.data["stops"]
    ]
    if not walks:
        return None
    walks.sort(key=lambda one: (-len(one.data["problems"]), urls.get(one.page_id) != start_url, one.page_id))
    walk = walks[0]
    pictures = [
        one
        for one in store.artifacts(run_id, [walk.page_id], [ArtifactKind.SCREENSHOT])
        if one.blob and not one.error and one.device == walk.device
    ]
    return tab_order(urls.get(walk.page_id, ""), walk.data, pictures[0] if pictures else None)


def tab_order(url: str, walk: Mapping[str, Any], picture: Artifact | None) -> TabOrder:
    """What is drawn of one walk."""
    stops = tuple(_stop(one) for one in walk["stops"][:MOST_STOPS])
    width, height, drawn = _picture(picture, max((one.y for one in stops), default=0)) if picture else (0, 0, "")
    return TabOrder(
        url,
        stops,
        total=len(walk["stops"]),
        complete=bool(walk.get("complete")),
        problems=len(walk.get("problems", ())),
        width=width,
        height=height,
        picture=drawn,
    )


def _stop(one: Mapping[str, Any]) -> TabStop:
    x, y, width, height = (int(side) for side in one["rect"])
    return TabStop(
        int(one["number"]),
        str(one.get("name", "")),
        str(one.get("role", "")),
        str(one.get("selector", "")),
        one.get("focus") != _UNSEEN,
        x + min(width // 2, 30),
        y + height // 2,
    )


def _picture(artifact: Artifact, lowest: int) -> tuple[int, int, str]:
    """Width and height in CSS pixels, and the picture down to the last stop, made small."""
    try:
        from PIL import Image

        image = Image.open(io.BytesIO(artifact.blob)).convert("RGB")
    except OSError:
        return 0, 0, ""
    image = image.crop((0, 0, image.width, min(image.height, lowest + MARGIN)))
    width, height = image.size
    image.thumbnail((PICTURE_WIDTH, height))
    for quality in (50, 30, 15):
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality)
        if out.tell() <= PICTURE_BYTES:
            return width, height, base64.b64encode(out.getvalue()).decode("ascii")
    return width, height, ""
