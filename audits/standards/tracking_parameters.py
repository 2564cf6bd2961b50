"""Query parameters that campaigns and click counters add to addresses.

Source: the documentation of Google Analytics, Google Ads, Meta, Microsoft Advertising, Mailchimp, HubSpot, Matomo.
"""

NAMES = frozenset(
    {
        "gclid",
        "gclsrc",
        "gbraid",
        "wbraid",
        "dclid",
        "fbclid",
        "msclkid",
        "twclid",
        "ttclid",
        "li_fat_id",
        "yclid",
        "igshid",
        "_ga",
        "_gl",
        "mc_cid",
        "mc_eid",
        "_hsenc",
        "_hsmi",
        "mkt_tok",
        "vero_id",
        "srsltid",
    }
)
PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "hsa_")


def is_tracking_parameter(name: str) -> bool:
    """Whether a parameter only counts a visit and never changes the page.

    >>> is_tracking_parameter("utm_source"), is_tracking_parameter("page")
    (True, False)
    """
    lower = name.lower()
    return lower in NAMES or lower.startswith(PREFIXES)
