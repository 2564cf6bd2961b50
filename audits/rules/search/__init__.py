"""Rules about how the site is found: what Search Console says, joined with the crawl."""
