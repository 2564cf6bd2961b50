"""Language tags as BCP 47 forms them, with the two-letter languages of ISO 639-1."""

import re

_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu in iw ji jw mo sh"
)
LANGUAGES = frozenset(_CODES.split())
"""ISO 639-1 codes, with the six that older pages still use (in, iw, ji, jw, mo, sh)."""

_FORM = re.compile(
    r"(?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"(?:x(?:-[a-z0-9]{1,8})+|i-[a-z]{2,8}|sgn-[a-z]{2}-[a-z]{2}|en-gb-oed|art-lojban|zh-min)", re.IGNORECASE
)


def is_language_tag(tag: str) -> bool:
    """Whether a text is a well-formed language tag whose language exists; three-letter languages are all taken.

    >>> is_language_tag("pt-BR"), is_language_tag("en_US"), is_language_tag("english"), is_language_tag("xx")
    (True, False, False, False)
    """
    if _OLD.fullmatch(tag):
        return True
    found = _FORM.fullmatch(tag)
    if found is None:
        return False
    language = found["language"].split("-")[0].lower()
    return len(language) == 3 or language in LANGUAGES
