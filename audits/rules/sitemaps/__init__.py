"""Rules about XML sitemaps."""
