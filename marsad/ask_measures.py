"""Asks the services that measure, keeps their tables, and says what they could not tell and how far to trust them."""

from __future__ import annotations

import ipaddress
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from integrations import credentials
from integrations.analytics import ask_analytics, doubts_of, hosts_of
from integrations.bing import ENDPOINT, BingClient
from integrations.bing import endpoint as bing_endpoint
from integrations.bing_sign_in import access_token, is_signed_in
from integrations.bing_tables import ask_bing
from integrations.credentials import ANALYTICS_SCOPE, google_client, load_connection
from integrations.crux import ask_crux
from integrations.google import SLOW_TIMEOUT_S, GoogleClient
from integrations.indexnow import check_key
from integrations.keys import Key, find_key, how_to_give
from integrations.pagespeed import ask_pagespeed
from integrations.trouble import ServiceError, Trouble
from marsad.ask import Asking
from marsad.config import SampleOptions
from marsad.sample import choose_sample
from store.measures import Measures, MeasureState
from store.urls import split

ANALYTICS, CRUX, PAGESPEED = "Google Analytics", "Chrome UX Report", "PageSpeed Insights"
BING, INDEXNOW = "Bing Webmaster Tools (and Yahoo)", "IndexNow"
MOST_PAGES = 2_000
"""Pages that services are asked about one by one, at most."""
MOST_HOPS = 10
"""Redirects from the start URL that are followed."""
NOT_SET_UP = "not set up"


def ask_visitors(asking: Asking) -> None:
    """Ask Google Analytics."""
    options = asking.config.analytics
    if not options.property:
        asking.coverage.add_gap(ANALYTICS, NOT_SET_UP, "set [analytics] property in marsad.toml")
        return
    connection = load_connection()
    if connection is None:
        asking.gap(ANALYTICS, "not connected", "connect it with `marsad connect google`")
        return
    if ANALYTICS_SCOPE in connection.missing_scopes:
        raise ServiceError(Trouble.SCOPE_MISSING, ANALYTICS, "permission for Analytics was not given")
    hosts = hosts_of(split(asking.run.start_url).host, options)
    client = google_client(connection, asking.stop.wait)
    found = ask_analytics(client, options, hosts, time.time(), asking.stop.is_set)
    total = next((one for one in found if one.name == "total"), None)
    if total is not None and total.state is MeasureState.EMPTY:
        said = f"property {options.property} has no visit of {', '.join(hosts)} in these days"
        asking.gap(ANALYTICS, said, "check the property's number, or name the hosts in [analytics] hosts")
    _keep(asking, "analytics", ANALYTICS, found, doubts_of(found))


def ask_bing_tools(asking: Asking) -> None:
    """Ask Bing Webmaster Tools."""
    options = asking.config.bing
    key, token = (find_key(Key.BING), find_key(Key.BING_TOKEN)) if options.enabled else ("", "")
    has_signed_in = options.enabled and not (key or token) and is_signed_in()
    if not (key or token or has_signed_in):
        how = how_to_give(Key.BING) if options.enabled else "set enabled = true in [bing]"
        asking.coverage.add_gap(BING, NOT_SET_UP, how)
        return
    place = bing_endpoint()
    if _is_private(asking) and not place:
        _not_known(asking, BING)
        return
    renew = None
    if has_signed_in:
        token, renew = access_token(), lambda: access_token(is_refused=True)
    client = BingClient(key, token, endpoint=place or ENDPOINT, sleep=asking.stop.wait, renew=renew)
    pages = _pages(asking) if options.url_info else []
    found = ask_bing(client, options, asking.run.start_url, pages, time.time(), asking.stop.is_set)
    doubts = dict.fromkeys(str(one.trust["position_scale"]) for one in found if one.trust.get("position_scale"))
    _keep(asking, "bing", BING, found, list(doubts))


def ask_field_speed(asking: Asking) -> None:
    """Ask the Chrome UX Report."""
    options = asking.config.crux
    client = _public(asking, CRUX, options.enabled, "[crux]")
    if client is None:
        return
    pages = _pages(asking) if options.pages else []
    found = ask_crux(client, options, _home(asking), pages, time.time(), asking.stop.is_set, asking.stop.wait)
    _keep(asking, "crux", CRUX, found, _left_out(found))


def ask_lab_speed(asking: Asking) -> None:
    """Ask PageSpeed Insights."""
    options = asking.config.pagespeed
    client = _public(asking, PAGESPEED, options.enabled and options.pages > 0, "[pagespeed]")
    if client is None:
        return
    found = ask_pagespeed(client, options, _home(asking), _pages(asking), time.time(), asking.stop.is_set)
    _keep(asking, "pagespeed", PAGESPEED, found, _left_out(found))


def check_indexnow(asking: Asking) -> None:
    """Look at the key file of IndexNow, where the site uses it; leaving it out is no gap."""
    options = asking.config.indexnow
    if not options.key:
        return
    check = check_key(options, asking.run.start_url)
    state = MeasureState.OK if check.is_right else MeasureState.UNAVAILABLE
    table = Measures("indexnow", "key", asking.run.site, keys=("url",), rows=(((check.url,), ()),),
                     state=state, reason=check.reason, taken_at=time.time())  # fmt: skip
    asking.store.save_measures(asking.run.site, asking.run.id, [table])
    if not check.is_right:
        asking.gap(INDEXNOW, f"{check.url}: {check.reason}", "put the key, and nothing else, into that file")


MEASURING: tuple[tuple[str, Callable[[Asking], None]], ...] = (
    (ANALYTICS, ask_visitors),
    (BING, ask_bing_tools),
    (CRUX, ask_field_speed),
    (PAGESPEED, ask_lab_speed),
    (INDEXNOW, check_indexnow),
)
"""The services in the order of asking, the slow one late."""


def _public(asking: Asking, name: str, is_on: bool, table: str) -> GoogleClient | None:
    """A client for Google's public services; None, and a gap, where there is no key or nothing to ask."""
    key = find_key(Key.GOOGLE) if is_on else ""
    if not key:
        asking.coverage.add_gap(name, NOT_SET_UP, how_to_give(Key.GOOGLE) if is_on else f"switch it on in {table}")
        return None
    place = credentials.endpoint()
    if _is_private(asking) and not place:
        _not_known(asking, name)
        return None
    return GoogleClient(key=key, endpoint=place, timeout_s=SLOW_TIMEOUT_S, sleep=asking.stop.wait)


def _home(asking: Asking) -> str:
    """Where the start URL ends: Google knows people's speed by the address that answered them."""
    url = asking.run.start_url
    for _ in range(MOST_HOPS):
        page = asking.store.page(asking.run.id, url)
        if page is None or not page.redirect_to:
            break
        url = page.redirect_to
    return url


def _is_private(asking: Asking) -> bool:
    """Whether the audited host is one that nobody outside can reach."""
    host = split(asking.run.start_url).host.strip("[]")
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def _not_known(asking: Asking, name: str) -> None:
    asking.coverage.add_gap(name, f"nobody outside can reach {asking.run.site}, so it was not asked", "")


def _pages(asking: Asking) -> list[str]:
    """The start page, then one page of each template, largest first, then outliers and much-linked pages."""
    from audits.page import SiteFacts
    from audits.site import SiteView

    pages = [one for one in asking.store.pages(asking.run.id) if one.facts is not None and one.status == 200]
    table = asking.store.links(asking.run.id, texts=False)
    links = SiteView(SiteFacts(asking.run.start_url), (), table, {}).inlinks()
    wanted = SampleOptions(pages_per_template=20, max_pages=MOST_PAGES)
    return [one.url for one in choose_sample(pages, asking.store.templates(asking.run.id), links, wanted)]


def _keep(asking: Asking, source: str, name: str, found: Sequence[Measures], doubts: Sequence[str]) -> None:
    """Store the tables, and say what is missing and what to doubt."""
    asking.store.save_measures(asking.run.site, asking.run.id, found)
    for what, why in _gaps(found):
        asking.gap(f"{name}: {what}", why, "")
    if doubts:
        asking.coverage.add_gap(f"{name}: whole numbers", "; ".join(doubts), "")
    known = [one for one in found if one.is_known]
    rows = sum(len(one.rows) for one in known)
    trust = next((one.trust for one in known), {})
    asking.coverage.sources[source] = {
        "account": next((one.account for one in found), ""),
        "first_day": min((one.first_day for one in known if one.first_day and one.name != "day"), default=""),
        "last_day": max((one.last_day for one in known if one.last_day), default=""),
        "time_zone": trust.get("time_zone", ""),
        "currency": trust.get("currency", ""),
        "covers": trust.get("covers", ""),
        "tables": len(known),
        "rows": rows,
        "doubts": list(doubts),
        "asked_at": time.time(),
    }
    asking.console.log("ask", f"{name}: {rows} rows in {len(known)} of {len(found)} tables", service=source, rows=rows)


def _gaps(found: Iterable[Measures]) -> list[tuple[str, str]]:
    """What could not be had, tables of one reason together."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for one in found:
        if one.state in (MeasureState.UNAVAILABLE, MeasureState.INSUFFICIENT):
            name = _called(one)
            by_reason[one.reason].append(name if one.scope == "all" else f"{name} ({one.scope})")
    return [(", ".join(names), reason) for reason, names in by_reason.items()]


def _called(table: Measures) -> str:
    """The name of a table as people write it."""
    return table.name.replace("_", " ")


def _left_out(found: Iterable[Measures]) -> list[str]:
    """How many answers are missing from tables that are there."""
    said: dict[str, None] = {}
    for one in found:
        if not one.is_known:
            continue
        if number := one.trust.get("not_asked"):
            said[f"{_called(one)}: {number} questions were not asked ({one.trust.get('ended', '')})"] = None
        if failed := one.trust.get("failed"):
            said[f"{_called(one)}: {len(failed)} questions failed, first of all {failed[0]}"] = None
        if little := one.trust.get("insufficient"):
            said[f"{_called(one)}: too little traffic for {len(little)} of the questions"] = None
    return list(said)
