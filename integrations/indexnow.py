"""IndexNow: whether the site's key file is right, and telling search engines of changed pages when asked to."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from integrations.exchange import exchange
from integrations.measure_options import IndexNowOptions
from integrations.trouble import ServiceError, Trouble
from store.urls import normal_form, split

SERVICE = "IndexNow"
MOST_URLS = 10_000
"""In one submission."""
MOST_BYTES = 2_000  # of a key file; more than 128 characters cannot be a key
PAUSE_S = 1.0
SAID = {
    200: "received",
    202: "received; the key is still being checked",
}
REFUSED = {
    400: (Trouble.BAD_REQUEST, "the submission is malformed", "report this"),
    403: (Trouble.KEY, "the key is not valid there", "check the key file with `marsad indexnow check`"),
    422: (Trouble.BAD_REQUEST, "addresses of another host, or a key that does not fit", "submit the site's own pages"),
    429: (Trouble.BUSY, "too many submissions", "submit only what has changed, and later"),
}


class KeyCheck(NamedTuple):
    """What the key file says."""

    is_right: bool
    url: str  # of the key file
    reason: str  # why it is wrong; empty where it is right


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a search engine answered. It says nothing of whether a page will be indexed."""

    urls: int
    status: int
    said: str


def key_url(options: IndexNowOptions, site_url: str) -> str:
    """Where the key file must be. Raises ServiceError where the named place is on another host."""
    parts = split(site_url)
    if not options.key_location:
        return f"{parts.scheme}://{parts.netloc}/{options.key}.txt"
    place = normal_form(options.key_location, site_url)
    if place is None or split(place).netloc != parts.netloc:
        raise ServiceError(Trouble.KEY, SERVICE, f"key_location {options.key_location} is not on {parts.netloc}",
                           "name a file on the site itself")  # fmt: skip
    return place


def check_key(options: IndexNowOptions, site_url: str) -> KeyCheck:
    """Fetch the key file and compare. Raises ServiceError where nothing answers."""
    url = key_url(options, site_url)
    answer = exchange(SERVICE, url, headers={"accept": "text/plain"})
    if answer.status != 200:
        where = f" to {answer.headers['location'][:200]}" if "location" in answer.headers else ""
        return KeyCheck(False, url, f"it answers {answer.status}{where}, not 200")
    if len(answer.body) > MOST_BYTES or re.match(rb"\s*<", answer.body):
        return KeyCheck(False, url, "it holds a page, not the key")
    lines = answer.body.decode("utf-8-sig", "replace").split()
    if options.key not in lines:
        return KeyCheck(False, url, "it does not hold the key")
    return KeyCheck(True, url, "")


def urls_to_submit(options: IndexNowOptions, site_url: str, urls: Sequence[str]) -> list[str]:
    """The addresses in normal form, each once. Raises ServiceError for one that the key does not speak for."""
    place = split(key_url(options, site_url))
    folder = place.path.rpartition("/")[0] + "/"
    found: dict[str, None] = {}
    for url in urls:
        normal = normal_form(url, site_url)
        if normal is None or split(normal).netloc != place.netloc:
            raise ServiceError(Trouble.BAD_REQUEST, SERVICE, f"{url} is not on {place.netloc}", "leave it out")
        if not split(normal).path.startswith(folder):
            raise ServiceError(Trouble.BAD_REQUEST, SERVICE, f"{url} is not below {folder}, where the key file lies",
                               "leave it out, or put the key file at the root")  # fmt: skip
        found[normal] = None
    return list(found)


def submit(
    options: IndexNowOptions,
    site_url: str,
    urls: Sequence[str],
    sleep: Callable[[float], None] = time.sleep,
) -> list[Submitted]:
    """Tell the search engine of changed pages, after the key file was found right; nothing is sent twice.

    Raises ServiceError: no key, a key file that is wrong, an address of another host, or a refusal.
    """
    if not options.key:
        raise ServiceError(Trouble.KEY, SERVICE, "there is no key", "set [indexnow] key in marsad.toml")
    wanted = urls_to_submit(options, site_url, urls)
    check = check_key(options, site_url)
    if not check.is_right:
        raise ServiceError(Trouble.KEY, SERVICE, f"{check.url}: {check.reason}", "put the key into that file")
    done: list[Submitted] = []
    for start in range(0, len(wanted), MOST_URLS):
        if start:
            sleep(PAUSE_S)
        done.append(_send(options, check.url, wanted[start : start + MOST_URLS]))
    return done


def _send(options: IndexNowOptions, place: str, urls: Sequence[str]) -> Submitted:
    body = {"host": split(place).netloc, "key": options.key, "keyLocation": place, "urlList": list(urls)}
    answer = exchange(
        SERVICE, options.endpoint, method="POST", body=json.dumps(body).encode(),
        headers={"content-type": "application/json; charset=utf-8"},
    )  # fmt: skip
    if answer.status in SAID:
        return Submitted(len(urls), answer.status, SAID[answer.status])
    if answer.status in REFUSED:
        trouble, what, how = REFUSED[answer.status]
        raise ServiceError(trouble, SERVICE, f"{answer.status}: {what}", how)
    trouble = Trouble.SERVER if answer.status >= 500 else Trouble.BAD_ANSWER
    raise ServiceError(trouble, SERVICE, f"HTTP {answer.status}")
