"""The films and sounds of the page in the tab, in the form of a MEDIA artifact."""

from __future__ import annotations

import json
import time
from typing import Any

from crawler.browser.options import MediaOptions
from crawler.browser.session import Browser, PageFailedError, script

ANSWER_S = 20.0  # a film that does not start is given up sooner, by the script itself


def read_media(browser: Browser, options: MediaOptions) -> dict[str, Any]:
    """The data of a MEDIA artifact; the films stand afterwards where they stood, but a page may have noticed.

    `media`: the films and sounds of the page's own document in its order, at most `most`, each with tag, autoplay,
    muted, loop, controls (the browser's own), visible, `buttons` (what may stop it), `has_audio` and `has_picture`
    (None: it could not be played), duration_s, `plays_s` (the part that its address names), `tracks` with state and
    number of cues, `sound` (its kind: silent, speech, music or unknown; None: it could not be listened to) and
    `lettering` (the share of pictures with written words while somebody speaks); `error` where it cannot be played.
    `context`: what stands on the page in their place: `words` of its own text, links, transcripts by their names, and
    whether it says that a film tells the text `again`.

    Raises PageFailedError, ContextGoneError and BrowserFailedError as the browser does.
    """
    began = time.monotonic()
    end = began + options.deadline_s
    total = int(browser.evaluate("document.querySelectorAll('video, audio').length", ANSWER_S))
    if not total:
        return {"version": 1, "total": 0, "media": [], "context": {}, "errors": []}
    for name in ("telling.js", "hearing.js", "media.js"):
        browser.evaluate(script(name), ANSWER_S)
    context = browser.evaluate("self.marsadMedia.context()", ANSWER_S)
    media: list[dict[str, Any]] = []
    # Browsers start sounds only after a visitor did something, even without volume.
    browser.cdp("Runtime.evaluate", ANSWER_S, expression="0", userGesture=True)
    errors: list[str] = []
    for number in range(min(total, options.most)):
        if time.monotonic() > end:
            errors.append("the time was over")
            break
        try:
            asked = f"self.marsadMedia.look({number}, {json.dumps(options.listen_bytes)})"
            media.append(browser.evaluate(asked, ANSWER_S))
        except PageFailedError as fault:
            errors.append(str(fault)[:200])
    ms = round((time.monotonic() - began) * 1000)
    return {"version": 1, "total": total, "media": media, "context": context, "errors": errors, "ms": ms}
