"""Rules about visits: what Analytics says, joined with the crawl."""
