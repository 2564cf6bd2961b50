"""What Google's documentation of rich results asks of the values in structured data.

Source: https://developers.google.com/search/docs/appearance/structured-data/search-gallery (as of July 2026).
"""

RECOMMENDED_ARTICLE = ("headline", "image", "datePublished", "dateModified", "author")
RECOMMENDED_ORGANIZATION = ("name", "url", "logo")
REVIEW_AUTHOR_CHARACTERS = 100

DATE_PROPERTIES = frozenset(
    {
        "dateCreated", "dateModified", "datePosted", "datePublished", "endDate", "expires", "priceValidUntil",
        "startDate", "uploadDate", "validFrom", "validThrough", "availabilityStarts", "availabilityEnds",
    }
)  # fmt: skip
NUMBER_PROPERTIES = frozenset(
    {"price", "lowPrice", "highPrice", "minPrice", "maxPrice", "ratingCount", "reviewCount", "offerCount"}
)
RATING_PROPERTIES = frozenset({"ratingValue", "bestRating", "worstRating"})
URL_PROPERTIES = frozenset({"url", "image", "logo", "sameAs", "contentUrl", "embedUrl", "thumbnailUrl"})

_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL "
    "HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL "
    "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON "
    "RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH "
    "UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES = frozenset(_CODES.split())
"""ISO 4217 codes of money in use."""
