"""Lets a browser into a site behind a login, without telling other hosts, the page or the process list anything.

Headers (HTTP's own login among them) are set by a small extension that is made for the session: Chromium's declarative
rules apply to the site's own addresses alone, also in redirects, frames and workers, and no script takes part. The same
rules refuse every address that would end the session, whoever asks for it: a link, a form, a script or a key that was
pressed. Cookies are put into the browser before each load, since each load begins with none.
"""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from crawler.admission import Admission, is_secret_cookie, secret_of
from crawler.never_follow import LOG_OUT_SEGMENTS
from store.model import Artifact

if TYPE_CHECKING:
    from crawler.browser.session import Browser

EXTENSION_SWITCHES = ("--disable-component-extensions-with-background-pages",)
_ALL = ["main_frame", "sub_frame", "stylesheet", "script", "image", "font", "object", "xmlhttprequest", "ping", "media",
        "websocket", "other"]  # fmt: skip
_DEEDS = ["main_frame", "sub_frame", "xmlhttprequest", "ping", "image", "other"]
_MANIFEST = {
    "manifest_version": 3,
    "name": "Marsad",
    "version": "1",
    "permissions": ["declarativeNetRequest", "declarativeNetRequestWithHostAccess"],
    "host_permissions": ["<all_urls>"],
    "declarative_net_request": {"rule_resources": [{"id": "rules", "enabled": True, "path": "rules.json"}]},
}
_STORAGE = """(() => {
  const kept = %s[location.origin];
  if (!kept) return;
  try {
    for (const [name, value] of Object.entries(kept)) {
      if (localStorage.getItem(name) === null) localStorage.setItem(name, value);
    }
  } catch {}
})();"""


def extension_of(admission: Admission) -> str:
    """The extension, zipped and in base64, as the driver takes it; it lands in the browser's own folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("manifest.json", json.dumps(_MANIFEST))
        archive.writestr("rules.json", json.dumps(_rules(admission)))
    return base64.b64encode(packed.getvalue()).decode()


def _rules(admission: Admission) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = []

    def add(action: dict[str, Any], pattern: str, types: list[str], priority: int = 1) -> None:
        condition = {"regexFilter": pattern, "resourceTypes": types, "isUrlFilterCaseSensitive": False}
        rules.append({"id": len(rules) + 1, "priority": priority, "action": action, "condition": condition})

    headers = {**admission.headers, **admission.secret_headers}
    change = [{"header": name, "operation": "set", "value": value} for name, value in headers.items()]
    for origin in admission.origins():
        if change:
            add({"type": "modifyHeaders", "requestHeaders": change}, origin, _ALL)
        for word in LOG_OUT_SEGMENTS:
            add({"type": "block"}, rf"{origin}(.*[/?&=])?{re.escape(quote(word))}([/?&=#.]|$)", _DEEDS, 2)
    return rules


def admit(browser: Browser, admission: Admission) -> None:
    """Give the fresh tab the session: its cookies, and what the site keeps in the browser's storage."""
    if cookies := admission.browser_cookies():
        browser.cdp("Network.setCookies", cookies=cookies)
    kept = {origin: dict(values) for origin, values in admission.session.storage.items() if values}
    if kept:
        browser.cdp("Page.addScriptToEvaluateOnNewDocument", source=_STORAGE % json.dumps(kept))


def cookies_given(browser: Browser, admission: Admission) -> list[str]:
    """The secret values of cookies that came with this page, and of the site's own that the browser holds now.

    Raises what the browser raises.
    """
    hosts = {host.partition(":")[0] for host in admission.hosts}
    held = [
        str(one["value"])
        for one in browser.cdp("Network.getAllCookies").get("cookies", ())
        if is_cookie_of(str(one["domain"]).lstrip("."), hosts)
        and is_secret_cookie(str(one["value"]), is_http_only=bool(one.get("httpOnly")))
    ]
    return [*held, *(value for line in browser.set_cookies if (value := secret_of(line)))]


def is_cookie_of(domain: str, hosts: Iterable[str]) -> bool:
    """Whether a cookie of this domain (without leading dot) is sent to one of the hosts."""
    return any(host == domain or host.endswith(f".{domain}") or domain.endswith(f".{host}") for host in hosts)


def masked(artifact: Artifact, admission: Admission | None, given: Iterable[str] = ()) -> Artifact:
    """The artifact without secrets that the page echoes; pictures are as they are."""
    mask = admission.mask_of().also(given) if admission is not None else None
    if not mask:
        return artifact
    return replace(artifact, data=mask.data(artifact.data), error=mask.text(artifact.error))
