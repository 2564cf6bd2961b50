"""Words with which pages say that there is nothing; the crawl asks further where it meets them."""

from store.not_found import PHRASES, says_not_found

__all__ = ["PHRASES", "says_not_found"]
