"""Rules that a site's owner fills: searches, extractions, segments."""
