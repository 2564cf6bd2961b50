"""Scrapy's settings for one process. What Marsad does itself is switched off: each part costs time on every page."""

from __future__ import annotations

from typing import Any

from crawler.options import CrawlOptions, default_user_agent
from crawler.throttle import LOCAL_CONCURRENCY

BOT_NAME = "marsad"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
USER_AGENT = default_user_agent()

# asyncio alone: no reactor, so that a process can crawl more than once, and one client (aiohttp) whose resolver is
# guarded serves pages and everything else.
TWISTED_REACTOR_ENABLED = False
ASYNCIO_EVENT_LOOP = "uvloop.Loop"
DOWNLOAD_HANDLERS = {
    "http": "crawler.download.GuardedDownloadHandler",
    "https": "crawler.download.GuardedDownloadHandler",
    **dict.fromkeys(("data", "file", "s3", "ftp")),  # a crawl has no business there
}

# The frontier is ours: it lives in the store, with leases, and sees a URL before a Request is made.
SCHEDULER = "crawler.schedule.FrontierScheduler"
ITEM_PIPELINES = {"crawler.pipelines.StorePipeline": 300}

# The pace is ours too (crawler/throttle.py): Scrapy's slots hold nothing back but a safety cap.
CONCURRENT_REQUESTS = LOCAL_CONCURRENCY
CONCURRENT_REQUESTS_PER_DOMAIN = LOCAL_CONCURRENCY
DOWNLOAD_DELAY = 0
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_TIMEOUT = 30

CONCURRENT_ITEMS = 1  # Scrapy starts that many tasks for every answer
WARN_ON_GENERATOR_RETURN_VALUE = False  # reads the callback's source on every answer
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 50_000_000

# Robots, redirects, retries, cookies, compression: done by us or on purpose not at all.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}
ROBOTSTXT_OBEY = False
COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
MEMUSAGE_ENABLED = False

STATS_DUMP = False
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
LOG_FORMATTER = "crawler.log.QuietLogFormatter"
LOG_LEVEL = "WARNING"

MARSAD_STORE = "marsad.db"  # where `scrapy crawl site` writes: a path or a SQLAlchemy URL


def settings_for(options: CrawlOptions) -> dict[str, Any]:
    """The settings above as a mapping, with what the options change."""
    values = {name: value for name, value in globals().items() if name.isupper() and name != "LOCAL_CONCURRENCY"}
    most = max(options.concurrency, LOCAL_CONCURRENCY)
    values.update(
        USER_AGENT=options.user_agent,
        CONCURRENT_REQUESTS=most,
        CONCURRENT_REQUESTS_PER_DOMAIN=most,
        DOWNLOAD_TIMEOUT=options.timeout_s,
        DOWNLOAD_MAXSIZE=options.max_body_bytes,
    )
    values.pop("LOG_LEVEL")  # the caller's logging is left alone
    return values
