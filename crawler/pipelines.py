"""Hands what the spider gathered to the store, in batches of one transaction each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from crawler.spiders.site import SiteSpider
from store.database import Fetched

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class StorePipeline:
    """Takes `Fetched` items of the spider `site`; anything else passes through."""

    def __init__(self, spider: SiteSpider) -> None:
        self._job = spider.job

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline for the spider `site`."""
        if not isinstance(crawler.spider, SiteSpider):
            raise TypeError("this pipeline belongs to the spider `site`")
        return cls(crawler.spider)

    def process_item(self, item: Any) -> Any:
        """Put a fetched page into the batch, which is written when it is large or old enough."""
        if isinstance(item, Fetched):
            self._job.save_page(item)
        return item

    def close_spider(self) -> None:
        """Write what is left."""
        self._job.flush()
