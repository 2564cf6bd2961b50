"""Connects the audit with the made-up consoles for as long as a block runs, and leaves no trace of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date

from integrations import bing, credentials
from integrations.credentials import SCOPES
from integrations.keys import Key
from integrations.secret_files import FOLDER_VARIABLE, write_secrets
from marsad.demo.bing import MadeUpBing
from marsad.demo.google import MadeUpGoogle
from marsad.demo.server import LoopbackServer
from marsad.demo.shop import Shop

_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@contextmanager
def shop_with_consoles(shop: Shop, today: date) -> Iterator[str]:
    """Serve the shop and its consoles on 127.0.0.1; gives the shop's origin.

    Meanwhile the process asks the made-up services with made-up secrets from a folder that is deleted afterwards: the
    user's own connections are neither read nor used.
    """
    google, microsoft = MadeUpGoogle(today), MadeUpBing(today)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="marsad-demo-"))
        place = stack.enter_context(LoopbackServer(shop.answer)).origin
        shop.origin = google.shop = microsoft.shop = place
        asked = stack.enter_context(LoopbackServer(google.answer)).origin
        also = stack.enter_context(LoopbackServer(microsoft.answer)).origin
        values = {
            FOLDER_VARIABLE: folder, credentials.ENDPOINT_VARIABLE: f"{asked}/",
            bing.ENDPOINT_VARIABLE: f"{also}/webmaster/api.svc/json/",
            Key.GOOGLE.variable: "made-up", Key.BING.variable: "made-up", Key.BING_TOKEN.variable: "",
            "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1",
        }  # fmt: skip
        stack.enter_context(_environment(values | dict.fromkeys(_PROXIES, "")))
        write_secrets("google", {
            "kind": "consent", "client_id": "made-up", "client_secret": "made-up", "refresh_token": "made-up",
            "scopes": list(SCOPES), "token_uri": f"{asked}/token",
        })  # fmt: skip
        yield place


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Environment variables for a while; an empty value takes one away."""
    before = {name: os.environ.get(name) for name in values}
    try:
        for name, value in values.items():
            if value:
                os.environ[name] = value
            else:
                os.environ.pop(name, None)
        yield
    finally:
        for name, old in before.items():
            if old is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = old
