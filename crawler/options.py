"""What a person may set about the crawl."""

from __future__ import annotations

import re
from importlib import metadata
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from crawler.guard import mapped_address
from crawler.host_policy import HostPolicy
from crawler.login_options import BasicAuth
from store.urls import normal_form, split

MOST_PORT = 65_535
_HOST = re.compile(r"[\w.-]+")
PRODUCT_TOKEN = "Marsad"  # noqa: S105 - the name that robots.txt groups are matched against
"""The product token of RFC 9309 that Marsad answers to."""


def _version() -> str:
    try:
        return metadata.version("marsad")
    except metadata.PackageNotFoundError:
        return "0"


def default_user_agent() -> str:
    """Who we say we are: product, version and what for."""
    return f"{PRODUCT_TOKEN}/{_version()} (site-health audit)"


class CrawlOptions(BaseModel):
    """Options of one crawl. A limit of 0 means: no such limit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scope: Literal["host", "subdomains", "prefix"] = Field(
        "host", description="Which URLs are the site: the start host, its subdomains too, or only the start's folder."
    )
    include: tuple[str, ...] = Field((), description="Regular expressions; only URLs that match one are crawled.")
    exclude: tuple[str, ...] = Field((), description="Regular expressions; URLs that match one are left out.")
    urls: tuple[str, ...] = Field((), description="Further URLs of the site to begin with.")
    follow: bool = Field(True, description="Follow links; false: fetch the start, the given URLs and sitemaps only.")
    incremental: Literal["auto", "never"] = Field(
        "auto",
        description="Take over from the last whole run what has not changed since: pages that say so are not sent "
        "again, unchanged pages are not parsed and judged again, unchanged templates are not browsed again.",
    )
    sitemaps: bool = Field(True, description="Read the sitemaps that robots.txt names, and those at the usual places.")
    sitemap_urls: tuple[str, ...] = Field((), description="Further sitemaps to read.")
    max_pages: int = Field(10_000, ge=0, description="Fetch at most so many pages; redirects do not count.")
    max_vanished: int = Field(
        1_000,
        ge=0,
        description="Ask at most so many pages of the run before that nothing leads to any more, to tell what is gone, "
        "moved, or left without a link; they take nothing from max_pages. 0: ask none.",
    )
    max_depth: int = Field(0, ge=0, description="Follow links at most so many clicks from the start.")
    max_seconds: float = Field(0, ge=0, description="Crawl at most so long, in seconds.")
    max_bytes: int = Field(0, ge=0, description="Download at most so many bytes.")
    max_errors: int = Field(0, ge=0, description="End the crawl after so many pages without a usable answer.")
    max_url_length: int = Field(2_048, ge=64, description="Leave out longer URLs.")
    max_query_variants: int = Field(
        200,
        ge=0,
        description="Fetch at most so many URLs that differ only in their query; 50 times as many where it is an id.",
    )
    max_sitemap_urls: int = Field(500_000, ge=0, description="Read at most so many URLs from all sitemaps.")
    max_body_bytes: int = Field(32 * 1024 * 1024, ge=1024, description="Give up on an answer larger than this.")
    max_parse_bytes: int = Field(2 * 1024 * 1024, ge=1024, description="Parse and keep so much of an HTML page.")
    concurrency: int = Field(8, ge=1, le=256, description="Requests to one host at the same time.")
    delay_s: float = Field(0, ge=0, description="Pause between requests to one host, in seconds.")
    polite: bool | None = Field(
        None, description="Slow down when the host answers slowly; by default for every host but local ones."
    )
    obey_robots: bool = Field(True, description="Obey robots.txt.")
    max_crawl_delay_s: float = Field(10, ge=0, description="Honour Crawl-delay of robots.txt up to this.")
    max_retry_after_s: float = Field(120, ge=0, description="Honour Retry-After up to this.")
    retries: int = Field(2, ge=0, le=10, description="Ask again so often when a page fails in a way that may pass.")
    retry_wait_s: float = Field(2, ge=0, description="Wait so long before the first retry, then twice as long.")
    timeout_s: float = Field(20, gt=0, description="Give an answer so long, in seconds, from first to last byte.")
    user_agent: str = Field(default_factory=default_user_agent, description="The User-Agent header.")
    headers: dict[str, str] = Field(
        default_factory=dict,
        description="Further request headers, sent to the site only. A secret is named: env:NAME, file:PATH, "
        "keyring:SERVICE/NAME, or ${NAME} inside a text.",
    )
    cookies: dict[str, str] = Field(
        default_factory=dict, description="Cookies by name, sent to the site only; values as in `headers`."
    )
    basic_auth: BasicAuth | None = Field(
        None, description="User and password of HTTP's own login, sent to the site only: {user = …, password = …}."
    )
    resolve: dict[str, str] = Field(
        default_factory=dict,
        description='Where hosts are reached in place of what DNS says: {"www.example.com" = "10.0.0.7:8443"}.',
    )
    verify_tls: bool = Field(True, description="Refuse pages whose TLS certificate is not valid.")
    check_external: bool = Field(True, description="Ask links to other sites how they are.")
    check_assets: bool = Field(True, description="Ask images, scripts, style sheets and the like how they are.")
    measure_assets: bool = Field(
        True,
        description="Read the parts of pages once each after the crawl: what compression and smaller pictures would "
        "save, fonts, libraries; and how long the server takes at rest.",
    )
    max_measured: int = Field(500, ge=0, description="Read at most so many parts of pages, those that pages use most.")
    max_asked: int = Field(20_000, ge=0, description="Ask at most so many assets and external links.")
    ask_concurrency: int = Field(24, ge=1, le=256, description="Assets and external links asked at the same time.")
    ask_per_host: int = Field(4, ge=1, le=64, description="The same for one host that is not the site's own.")
    ask_retry_s: float = Field(
        180, ge=0, description="Spend at most so long, in seconds, on asking again what failed in a way that may pass."
    )
    hosts: tuple[HostPolicy, ...] = Field((), description="What holds for single hosts: the [[host]] tables.")
    ask_timeout_s: float = Field(15, gt=0, description="Give an asset or external link so long, in seconds.")
    questions: bool | None = Field(
        None,
        description="Ask a few dozen one-off questions after the pages: as a mobile browser, as search engines and AI "
        "services, in other languages, past the end of lists, for old TLS and IPv6; by default not of local hosts.",
    )
    exposed_files: bool = Field(
        False,
        description="Ask for about 30 files that must not be public (.git, .env, backups). Only for your own site.",
    )
    indexnow_key: str = Field("", description="The site's IndexNow key, to check its key file at the root.")
    allow_private: bool = Field(False, description="Allow requests to private and loopback addresses of other hosts.")

    @field_validator("resolve")
    @classmethod
    def _are_addresses(cls, wanted: dict[str, str]) -> dict[str, str]:
        found = {}
        for host, where in wanted.items():
            try:
                address, port = mapped_address(where)
            except ValueError:
                address, port = None, 0
            # Zones (fe80::1%eth0) may hold any letters, which a browser's switch would read as further rules.
            if address is None or not 0 <= port <= MOST_PORT or "%" in where:
                raise ValueError(f"{host}: {where!r} is not an IP address with or without a port")
            url = normal_form(f"http://{host}/") if _HOST.fullmatch(host) else None
            if url is None:
                raise ValueError(f"{host!r} is not a host name; write it without scheme, port and path")
            found[split(url).host] = where  # as URLs have it: in lower case, other scripts as xn--
        return found

    @field_validator("include", "exclude")
    @classmethod
    def _compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is not a regular expression: {error}") from None
        return patterns
