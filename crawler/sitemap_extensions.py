"""What a sitemap's entries say beside the address: pictures, news and videos, and values that search engines ignore.

Sources: the pages on image, news and video sitemaps below
https://developers.google.com/search/docs/crawling-indexing/sitemaps/
"""

from __future__ import annotations

from collections import Counter
from typing import Any

IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
VIDEO = "http://www.google.com/schemas/sitemap-video/1.1"
_KINDS = {IMAGE: "image", NEWS: "news", VIDEO: "video"}
_VIDEO_REQUIRED = ("thumbnail_loc", "title", "description")
_VIDEO_PLACES = ("content_loc", "player_loc")
MOST_PICTURES = 1_000  # addresses that are kept of one file
MOST_DAYS = 400
MOST_FAULTS = 20
TEXT_CHARACTERS = 2_048


class Extensions:
    """Gathers them while the file is read; only counts and few samples are kept."""

    def __init__(self) -> None:
        self._most_images = 0
        self._most_images_at = ""
        self._images: dict[str, str] = {}
        self._news: Counter[str] = Counter()
        self._news_urls = 0
        self._videos = 0
        self._video_faults: Counter[str] = Counter()
        self._video_samples: list[list[str]] = []
        self._ignored: Counter[str] = Counter()
        self._kind = ""
        self._depth = 0
        self._field = ""
        self._text: list[str] = []
        self._values: dict[str, str] = {}
        self._held: list[tuple[str, dict[str, str]]] = []  # of the entry under way

    def start(self, namespace: str, name: str, depth: int) -> bool:
        """An element opens inside an entry; returns whether it belongs to an extension."""
        kind = _KINDS.get(namespace)
        if kind is None:
            return False
        if not self._kind and name == kind:
            self._kind, self._depth, self._values = kind, depth, {}
        elif self._kind:
            self._field, self._text = name, []
        return True

    def data(self, text: str) -> None:
        """Text of the element under way."""
        if self._field:
            self._text.append(text)

    def end(self, depth: int) -> None:
        """An element closes."""
        if not self._kind:
            return
        if depth == self._depth:
            self._held.append((self._kind, self._values))
            self._kind = self._field = ""
        elif self._field:
            value = "".join(self._text).strip()[:TEXT_CHARACTERS]
            if value:
                self._values.setdefault(self._field, value)
            self._field = ""

    def entry(self, loc: str, values: dict[str, str]) -> None:
        """The entry is at its end: note what stood in it."""
        self._kind = self._field = ""
        for name in ("priority", "changefreq"):
            self._ignored[name] += name in values
        images = 0
        for kind, held in self._held:
            if kind == "image":
                images += 1
                if held.get("loc") and len(self._images) < MOST_PICTURES:
                    self._images.setdefault(held["loc"], loc)
            elif kind == "news":
                self._news_urls += 1
                day = held.get("publication_date", "")[:10]
                if day in self._news or len(self._news) < MOST_DAYS:
                    self._news[day] += 1
            else:
                self._video(loc, held)
        if images > self._most_images:
            self._most_images, self._most_images_at = images, loc
        self._held = []

    def _video(self, loc: str, held: dict[str, str]) -> None:
        self._videos += 1
        missing = [name for name in _VIDEO_REQUIRED if name not in held]
        if not any(name in held for name in _VIDEO_PLACES):
            missing.append(" or ".join(_VIDEO_PLACES))
        self._video_faults.update(missing)
        if missing and len(self._video_samples) < MOST_FAULTS:
            self._video_samples.append([loc, ", ".join(missing)])

    def found(self) -> dict[str, Any]:
        """All that was gathered, as small JSON values; what no entry has is left out.

        "images": {"most": int, "most_at": loc, "locs": [[picture, loc], ...]}, "news": {"urls": int, "days": {day:
        count}}, "videos": {"urls": int, "missing": {tag: count}, "samples": [[loc, tags], ...]},
        "ignored": {tag: count}
        """
        found: dict[str, Any] = {}
        if self._most_images:
            pictures = [[picture, loc] for picture, loc in self._images.items()]
            found["images"] = {"most": self._most_images, "most_at": self._most_images_at, "locs": pictures}
        if self._news_urls:
            found["news"] = {"urls": self._news_urls, "days": dict(self._news)}
        if self._videos:
            missing = dict(self._video_faults)
            found["videos"] = {"urls": self._videos, "missing": missing, "samples": self._video_samples}
        ignored = {name: count for name, count in self._ignored.items() if count}
        if ignored:
            found["ignored"] = ignored
        return found
