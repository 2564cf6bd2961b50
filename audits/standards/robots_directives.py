"""Robots directives of meta elements and X-Robots-Tag, as search engines document them.

Source: Google Search Central, "Robots meta tag, data-nosnippet, and X-Robots-Tag"; Bing Webmaster documentation.
"""

KNOWN = frozenset(
    {
        "all",
        "index",
        "follow",
        "noindex",
        "nofollow",
        "none",
        "nosnippet",
        "indexifembedded",
        "notranslate",
        "noimageindex",
        "noai",
        "noimageai",
    }
)
"""Directives that stand alone; the last two are an agreement of others than search engines."""

KNOWN_WITH_VALUE = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
"""Directives that carry a value after a colon."""

DEAD = frozenset({"noarchive", "nocache", "nositelinkssearchbox", "noodp", "noydir"})
"""Directives that Google no longer heeds."""
