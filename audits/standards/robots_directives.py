"""Robots directives of meta elements and X-Robots-Tag, as search engines document them.


Source: Google Search Central, "Robots meta tag, data-nosnippet, and X-Robots-Tag"; Bing Webmaster documentation.
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

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


def date_of(value: str) -> datetime | None:
    """The moment that `unavailable_after` names: RFC 822, RFC 850 or ISO 8601, in any case; None where it is no date.

    >>> date_of("25 jun 2010 15:00:00 pst").isoformat()
    '2010-06-25T15:00:00-08:00'
    """
    text = value.strip().upper()
    found: datetime | None = None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = parsedate_to_datetime(text)
        except (ValueError, TypeError):
            return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
