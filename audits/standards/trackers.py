"""How tracking shows itself before consent: names of cookies, addresses that are told of a visit, consent tools."""

import re

COOKIES: dict[str, re.Pattern[str]] = {
    "Google Analytics": re.compile(r"_ga|_ga_[A-Z0-9]+|_gid|_gat(?:_.*)?"),
    "Google Ads": re.compile(r"_gcl_.+|IDE|DSID"),
    "Meta": re.compile(r"_fbp|_fbc|fr"),
    "Microsoft Clarity": re.compile(r"_clck|_clsk|CLID"),
    "Microsoft Advertising": re.compile(r"_uet(?:sid|vid)"),
    "Hotjar": re.compile(r"_hj(?:Session|SessionUser|id|IncludedIn)\w*"),
    "LinkedIn": re.compile(r"li_fat_id|UserMatchHistory|AnalyticsSyncHistory"),
    "TikTok": re.compile(r"_ttp|_tt_enable_cookie"),
    "Pinterest": re.compile(r"_pin_unauth|_pinterest_ct.*"),
    "Yandex Metrica": re.compile(r"_ym_(?:uid|d|isad)"),
    "Matomo": re.compile(r"_pk_(?:id|ses)\..+"),
    "HubSpot": re.compile(r"__hstc|hubspotutk"),
    "Criteo": re.compile(r"cto_bundle"),
    "Snapchat": re.compile(r"_scid(?:_r)?"),
    "X": re.compile(r"muc_ads|personalization_id"),
    "YouTube": re.compile(r"VISITOR_INFO1_LIVE"),
    "Mixpanel": re.compile(r"mp_.+_mixpanel"),
    "Segment": re.compile(r"ajs_anonymous_id"),
}
"""Vendor -> names of cookies that recognise a visitor."""

HITS: dict[str, re.Pattern[str]] = {
    "Google Analytics": re.compile(
        r"//(?:[\w-]+\.)?(?:google-analytics\.com|analytics\.google\.com)/(?:[gjr]/)?collect"
    ),
    "Google Ads": re.compile(
        r"//(?:[\w-]+\.)*doubleclick\.net/(?:pagead|activity|g/collect|j/collect)|"
        r"//www\.google\.[a-z.]+/(?:pagead|ads|ccm)/"
    ),
    "Meta": re.compile(r"//(?:www\.)?facebook\.com/(?:tr|privacy_sandbox)\b"),
    "Microsoft Clarity": re.compile(r"//[\w-]+\.clarity\.ms/(?:collect|c\.gif)"),
    "Microsoft Advertising": re.compile(r"//bat\.bing\.(?:com|net)/(?:action|actionp)"),
    "Hotjar": re.compile(r"//(?:[\w-]+\.)+hotjar\.(?:com|io)/(?:api|c/|content)"),
    "LinkedIn": re.compile(r"//px\d?\.ads\.linkedin\.com/"),
    "TikTok": re.compile(r"//analytics\.tiktok\.com/api/"),
    "Pinterest": re.compile(r"//ct\.pinterest\.com/(?:v3|user)"),
    "Yandex Metrica": re.compile(r"//mc\.yandex\.(?:ru|com)/(?:watch|webvisor|clmap)"),
    "Criteo": re.compile(r"//(?:[\w-]+\.)+criteo\.(?:com|net)/(?:event|sid|dis)"),
    "Snapchat": re.compile(r"//tr\d?\.snapchat\.com/"),
    "X": re.compile(r"//(?:analytics\.twitter\.com|t\.co)/(?:1/)?i/adsct"),
    "Mixpanel": re.compile(r"//api(?:-js|-eu)?\.mixpanel\.com/"),
}
"""Vendor -> addresses that are told of the visit."""

DENIED = "G100"
"""Google's consent signal of a request that says nothing of the visitor: both consents denied."""

CONSENT_TOOLS = (
    "cookiebot.com", "cookielaw.org", "onetrust", "usercentrics", "didomi", "consentmanager", "quantcast",
    "trustarc", "iubenda", "cookieyes", "complianz", "cmplz", "borlabs", "klaro", "osano", "termly", "cookiefirst",
    "sourcepoint", "sp-prod.net", "fundingchoices", "axept", "tarteaucitron", "cookieconsent", "cookie-consent",
    "cookie-script", "cookiehub", "cookieinformation", "civicuk", "ccm19", "consent-mode", "consentmode",
    "consent_mode", "real-cookie-banner", "moove_gdpr", "cookie-notice", "wpconsent", "transcend-cdn", "ketch",
)  # fmt: skip
"""Words in the source of pages on which a tool asks for consent."""
