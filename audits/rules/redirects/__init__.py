"""Rules about redirects and about how far the crawl came."""
