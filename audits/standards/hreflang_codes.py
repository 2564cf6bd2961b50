"""Which codes hreflang may carry. Source: Google Search Central, "Tell Google about localized versions"."""

import re

from audits.standards.languages import LANGUAGES as ISO_639_1
from audits.standards.regions import REGIONS

LANGUAGES = ISO_639_1 | frozenset({"fil", "ceb", "haw", "hmn"})
"""Two-letter languages, and those of three letters that Google's own sites use."""

SCRIPTS = frozenset("arab armn beng cyrl deva geor grek gujr hang hans hant hebr jpan kore latn mong taml thai".split())

_LANGUAGE_SLIPS = {"jp": "ja", "cn": "zh", "kr": "ko", "gr": "el", "cz": "cs", "dk": "da", "ua": "uk", "vn": "vi"}
_REGION_SLIPS = {"uk": "gb"}
_NUMBER = re.compile(r"\d{3}$")


def fault_of(code: str) -> str:
    """What is wrong with a code of hreflang; empty where nothing is.

    >>> fault_of("en-GB"), fault_of("zh-Hant-TW"), fault_of("x-default")
    ('', '', '')
    >>> fault_of("en-UK")
    '“uk” is no country; “gb” may be meant'
    """
    tag = code.strip().lower()
    if tag == "x-default":
        return ""
    if not tag:
        return "it is empty"
    if "_" in tag:
        return "it has `_` in place of `-`"
    language, *rest = tag.split("-")
    if language not in LANGUAGES:
        meant = _LANGUAGE_SLIPS.get(language)
        if meant:
            return f"“{language}” is no language; “{meant}” may be meant"
        if language in REGIONS and not rest:
            return f"“{language}” is a country and no language"
        return f"“{language}” is no language of ISO 639-1"
    if rest and rest[0] in SCRIPTS:
        rest = rest[1:]
    if not rest:
        return ""
    region = rest[0]
    if len(rest) > 1:
        return "it has more parts than language, script and country"
    if region in REGIONS:
        return ""
    meant = _REGION_SLIPS.get(region)
    if meant:
        return f"“{region}” is no country; “{meant}” may be meant"
    if _NUMBER.match(region):
        return f"“{region}” is a group of countries, which search engines do not read"
    return f"“{region}” is no country of ISO 3166-1"
