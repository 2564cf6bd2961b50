"""Films and sounds in a real browser: what is heard, which captions load, what stands in their place."""

from __future__ import annotations

import io
import math
import struct
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.browser.find import find_browser
from crawler.browser.media import read_media
from crawler.browser.options import BrowserOptions, MediaOptions
from crawler.browser.session import Browser
from crawler.browser.visit import visit

from .conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Listener = Callable[..., dict[str, Any]]
ASSETS = Path(__file__).resolve().parents[4] / "shared/corpora/act/site/WAI/content-assets/wcag-act-rules/test-assets"
in_corpus = pytest.mark.skipif(not ASSETS.is_dir(), reason="the films of the ACT corpus are not beside the repository")
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nSomebody speaks.\n\n00:02.000 --> 00:05.000\nAnd goes on.\n"
RATE = 8000
SCALE = (220.0, 261.63, 293.66, 329.63, 392.0)


def sound(at: Callable[[float], float], seconds: float = 6.0) -> bytes:
    """A WAV file of a function of time."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        samples = (max(-1.0, min(1.0, at(number / RATE))) for number in range(int(seconds * RATE)))
        out.writeframes(b"".join(struct.pack("<h", int(one * 32000)) for one in samples))
    return file.getvalue()


def tune(time: float) -> float:
    """A tune: one note of a scale after another."""
    tone = SCALE[int(time / 0.3) * 3 % 5]
    return 0.4 * (1 - time % 0.3 / 0.3) * sum(math.sin(2 * math.pi * tone * part * time) / part for part in (1, 2, 3))


@pytest.fixture(scope="module")
def listened(chromium: None, site: Site) -> Iterator[Listener]:
    """Look at the films and sounds of a page."""
    options = BrowserOptions(allow_private=True, quiet_ms=50)
    browser = Browser(find_browser(options), options)
    browser.start()
    site.pages["/tune.wav"] = (200, {"content-type": "audio/wav"}, sound(tune))
    site.pages["/silence.wav"] = (200, {"content-type": "audio/wav"}, sound(lambda _: 0.0))
    site.pages["/good.vtt"] = (200, {"content-type": "text/vtt"}, VTT)
    site.pages["/empty.vtt"] = (200, {"content-type": "text/vtt"}, b"WEBVTT\n")
    site.pages["/page.vtt"] = (200, {"content-type": "text/html"}, b"<p>Not found</p>")
    for name in ("perspective-video/perspective-video", "rabbit-video/silent", "rabbit-video/video"):
        if (file := ASSETS / f"{name}.mp4").is_file():
            site.pages[f"/{file.name}"] = (200, {"content-type": "video/mp4"}, file.read_bytes())

    def go(body: str, **settings: Any) -> dict[str, Any]:
        site.pages["/page"] = f"<!doctype html><title>A page</title><body>{body}</body>".encode()
        visit(browser, f"{site.url}/page", "desktop", options)
        data = read_media(browser, MediaOptions.model_validate({"deadline_s": 300, **settings}))
        assert data["errors"] == []
        return data

    yield go
    browser.stop()


def only(data: dict[str, Any]) -> dict[str, Any]:
    (one,) = data["media"]
    assert isinstance(one, dict)
    return one


class TestSounds:
    def test_tune_is_music(self, listened: Listener) -> None:
        one = only(listened('<audio src="/tune.wav" controls></audio>'))
        assert (one["has_audio"], one["sound"]["kind"], one["duration_s"]) == (True, "music", 6.0)

    def test_silence_is_no_sound(self, listened: Listener) -> None:
        one = only(listened('<audio src="/silence.wav" controls></audio>'))
        assert (one["has_audio"], one["sound"]["kind"]) == (False, "silent")

    def test_file_larger_than_allowed_is_not_listened_to(self, listened: Listener) -> None:
        one = only(listened('<audio src="/tune.wav" controls></audio>', listen_bytes=1000))
        assert one["sound"] is None

    def test_part_of_a_file_is_as_long_as_its_address_says(self, listened: Listener) -> None:
        one = only(listened('<audio src="/tune.wav#t=1,3" controls></audio>'))
        assert one["plays_s"] == 2

    def test_missing_file_is_an_error(self, listened: Listener) -> None:
        assert only(listened('<audio src="/none.wav" controls></audio>'))["error"]

    def test_page_without_any_has_none(self, listened: Listener) -> None:
        assert listened("<p>Words</p>")["media"] == []

    def test_most_of_them_are_left_alone(self, listened: Listener) -> None:
        data = listened('<audio src="/tune.wav" controls></audio>' * 4, most=1)
        assert (data["total"], len(data["media"])) == (4, 1)

    def test_buttons_that_may_stop_it_are_seen_and_hidden_ones_are_not(self, listened: Listener) -> None:
        body = '<audio src="/tune.wav" autoplay></audio>'
        seen = only(listened(f"{body}<button>Mute</button>"))
        assert (seen["autoplay"], [one["name"] for one in seen["buttons"]]) == (True, ["Mute"])
        assert only(listened(f"{body}<button hidden>Mute</button>"))["buttons"] == []
        assert only(listened(f"{body}<button></button>"))["buttons"] == []


class TestContext:
    def test_words_that_screen_readers_find_count(self, listened: Listener) -> None:
        audio = '<audio src="/silence.wav"></audio>'
        hidden = '<p aria-hidden="true">Not for all</p><p style="display: none">Nor this</p><nav>A menu</nav>'
        assert listened(f"{audio}<p>Four words are here.</p>{hidden}")["context"]["words"] == 4

    def test_transcripts_and_films_that_retell_are_known(self, listened: Listener) -> None:
        audio = '<audio src="/silence.wav"></audio>'
        context = listened(f'{audio}<a href="/t">Read the transcript</a><p>The same text in audio form</p>')["context"]
        assert [one["text"] for one in context["transcripts"]] == ["Read the transcript"]
        assert context["again"]


@in_corpus
class TestFilms:
    @pytest.mark.parametrize(
        ("track", "state", "cues"),
        [("good", "loaded", 2), ("empty", "loaded", 0), ("none", "error", 0), ("page", "error", 0)],
    )
    def test_captions_are_loaded(self, track: str, state: str, cues: int, listened: Listener) -> None:
        body = f'<video src="/silent.mp4" controls><track kind=captions src="/{track}.vtt"></video>'
        (one,) = only(listened(body))["tracks"]
        assert (one["kind"], one["state"], one["cues"]) == ("captions", state, cues)

    def test_film_with_a_voice(self, listened: Listener) -> None:
        one = only(listened('<video src="/perspective-video.mp4" controls></video>'))
        assert (one["has_audio"], one["has_picture"], one["sound"]["kind"]) == (True, True, "speech")
        assert one["lettering"] < 0.5

    def test_film_with_a_sound_track_in_which_nothing_is_heard(self, listened: Listener) -> None:
        one = only(listened('<video src="/silent.mp4" controls></video>'))
        assert (one["has_audio"], one["has_picture"], one["visible"]) == (False, True, True)

    def test_hidden_film_is_not_visible(self, listened: Listener) -> None:
        assert not only(listened('<video src="/silent.mp4" controls style="display: none"></video>'))["visible"]

    def test_film_that_is_not_loaded_with_the_page_is_played_all_the_same(self, listened: Listener) -> None:
        one = only(listened('<video src="/silent.mp4" controls preload=none></video>'))
        assert (one["muted"], one["playing"], one["error"], one["duration_s"]) == (False, False, "", 13.7)
