"""The stage that asks outside services; what one cannot tell is a gap, and never ends the run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from integrations.trouble import ServiceError
from marsad.config import Config
from marsad.console import Console
from marsad.coverage import Coverage
from store.database import Store
from store.errors import ConfigError, StoreError
from store.model import Run


@dataclass(frozen=True, slots=True)
class Asking:
    """What every service is given to work with."""

    store: Store
    run: Run
    config: Config
    console: Console
    coverage: Coverage
    stop: threading.Event

    def gap(self, what: str, why: str, how: str) -> None:
        """Say what is not known, why, and what to do; on the screen and in the report."""
        self.console.warn("ask", f"{what}: {why}{f'; {how}' if how else ''}")
        self.coverage.add_gap(what, why, how)


def _place(endpoint: Callable[[], str]) -> str:
    """Address of a stand-in; none where it is refused, for the service that asks there says so in its own gap."""
    try:
        return endpoint()
    except ConfigError:
        return ""


def note_stand_ins(asking: Asking) -> None:
    """Say which services are stood in for by this machine: their numbers are made up, and the report must say so."""
    from integrations import bing, credentials

    found = [name for name, place in (("Google", credentials.endpoint), ("Bing", bing.endpoint)) if _place(place)]
    if found:
        asking.coverage.sources["stand_in"] = {"services": found}
        asking.gap(" and ".join(found), "a stand-in on this machine answered: its numbers are made up", "")


def ask_services(asking: Asking) -> None:
    """Ask every service that is connected, one after the other."""
    from marsad.ask_measures import MEASURING
    from marsad.ask_search import ask_search_console

    note_stand_ins(asking)
    _ask(asking, (("Google Search Console", ask_search_console), *MEASURING))


def ask_of_links(asking: Asking) -> None:
    """Ask what is known of dead links, once a browser has had the last word on them."""
    from marsad.ask_archive import ask_archive

    _ask(asking, (("Internet Archive", ask_archive),))


def _ask(asking: Asking, services: Iterable[tuple[str, Callable[[Asking], None]]]) -> None:
    from marsad.connect import said_of

    for name, ask in services:
        if asking.stop.is_set():
            return
        try:
            ask(asking)
        except ServiceError as error:
            asking.gap(name, said_of(error), error.advice)
        except ConfigError as error:
            asking.gap(name, str(error), "")
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - a service that answers nonsense must not end the audit
            asking.gap(name, f"its answer could not be read ({type(error).__name__})", "report this")
