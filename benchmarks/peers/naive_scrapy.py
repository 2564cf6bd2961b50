"""The crawler that most people would write with Scrapy: default settings, parsel, LinkExtractor, one item a page.

Run as a script: naive_scrapy.py URL. It gathers what Marsad's extractor gathers, as far as selectors give it, and drops
the items, so that it is measured without a store.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor


class NaiveSpider(scrapy.Spider):
    """Follows every internal link and takes the facts of every page."""

    name = "naive"

    def __init__(self, url: str) -> None:
        super().__init__()
        self.start_urls = [url]
        self.allowed_domains = [urlsplit(url).hostname or ""]
        self.links = LinkExtractor()

    def parse(self, response: Any) -> Iterator[Any]:
        if not isinstance(response, scrapy.http.HtmlResponse):
            return
        yield facts_of(response)
        for link in self.links.extract_links(response):
            yield response.follow(link.url, callback=self.parse)


def facts_of(response: Any) -> dict[str, Any]:
    """The facts of one page as people take them with CSS selectors and XPath."""
    return {
        "url": response.url,
        "status": response.status,
        "headers": {name.decode(): response.headers.get(name, b"").decode() for name in response.headers},
        "lang": response.css("html::attr(lang)").get(),
        "title": response.css("title::text").getall(),
        "metas": [dict(one.attrib) for one in response.css("meta")],
        "canonical": response.css("link[rel=canonical]::attr(href)").getall(),
        "hreflang": [
            (one.attrib.get("hreflang"), response.urljoin(one.attrib.get("href", "")))
            for one in response.css("link[rel=alternate][hreflang]")
        ],
        "headings": [
            (one.root.tag, " ".join(one.css("::text").getall()).strip())
            for one in response.css("h1, h2, h3, h4, h5, h6")
        ],
        "links": [_link(response, one) for one in response.css("a[href]")],
        "images": [
            {name: one.attrib.get(name) for name in ("src", "alt", "width", "height", "loading", "srcset")}
            for one in response.css("img")
        ],
        "forms": [(one.attrib.get("action"), one.attrib.get("method")) for one in response.css("form")],
        "controls": [
            (one.attrib.get("name"), bool(one.xpath("ancestor::label")), one.attrib.get("aria-label"))
            for one in response.css("input, select, textarea")
        ],
        "data": [_json(one) for one in response.css('script[type="application/ld+json"]::text').getall()],
        "text": " ".join(
            " ".join(response.xpath("//body//text()[not(ancestor::script or ancestor::style)]").getall()).split()
        ),
    }


def _link(response: Any, one: Any) -> tuple[Any, ...]:
    return (
        response.urljoin(one.attrib["href"]),
        " ".join(one.css("::text").getall()).strip(),
        one.attrib.get("rel"),
        one.attrib.get("target"),
        one.xpath("name(ancestor::*[self::nav or self::header or self::footer or self::main or self::aside][1])").get(),
        one.css("img::attr(alt)").getall(),
        one.root.sourceline,
    )


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


if __name__ == "__main__":
    # The default level prints every item on the screen, which costs more than the crawl; nobody keeps it.
    process = CrawlerProcess({"LOG_LEVEL": "INFO"})
    process.crawl(NaiveSpider, url=sys.argv[1])
    process.start()
