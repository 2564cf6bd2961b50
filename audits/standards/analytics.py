"""How analytics tags show themselves: addresses of their scripts, and the calls that name an id."""

import re

SCRIPTS: dict[str, re.Pattern[str]] = {
    "Google tag": re.compile(r"//www\.googletagmanager\.com/gtag/js\b"),
    "Google Tag Manager": re.compile(r"//www\.googletagmanager\.com/gtm\.js\b"),
    "Matomo": re.compile(r"/(?:matomo|piwik)\.js\b|//cdn\.matomo\.cloud/"),
    "Plausible": re.compile(r"//plausible\.io/js/"),
    "Yandex Metrica": re.compile(r"//mc\.yandex\.(?:ru|com)/metrika/"),
    "Fathom": re.compile(r"//cdn\.usefathom\.com/"),
    "Umami": re.compile(r"//(?:cloud|analytics)\.umami\.(?:is|dev)/"),
    "Cloudflare Web Analytics": re.compile(r"//static\.cloudflareinsights\.com/"),
    "Simple Analytics": re.compile(r"//scripts\.simpleanalyticscdn\.com/"),
}
"""Vendor -> address of the script that every page should load."""

CALLS: dict[str, re.Pattern[str]] = {
    "Google Analytics 4": re.compile(r"""gtag\(\s*['"]config['"]\s*,\s*['"](G-[A-Z0-9]{6,14})['"]"""),
    "Google Tag Manager": re.compile(r"""['"]dataLayer['"]\s*,\s*['"](GTM-[A-Z0-9]{4,10})['"]"""),
    "Matomo": re.compile(r"""['"]setSiteId['"]\s*,\s*['"]?(\d{1,6})['"]?"""),
    "Yandex Metrica": re.compile(r"""\bym\(\s*(\d{4,12})\s*,\s*['"]init['"]"""),
}
"""Vendor -> the call that starts counting for one id."""

SIGNS: dict[str, tuple[str, ...]] = {
    "Google Analytics 4": ("gtag(",),
    "Google Tag Manager": ("dataLayer",),
    "Matomo": ("setSiteId",),
    "Yandex Metrica": ("ym(",),
}
"""Vendor -> words without which its call cannot be on a page."""

UNIVERSAL_ANALYTICS = re.compile(r"""['"](UA-\d{4,10}-\d{1,4})['"]""")
"""Ids of Universal Analytics, which stopped counting in July 2023."""
