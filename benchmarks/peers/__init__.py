"""Other crawlers that do the nearest thing, for a ratio from the same minute on the same machine."""
