"""Language tags as BCP 47 forms them, with the languages of ISO 639-1 and the longer codes that they stand for."""

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

_LONG = (
    "aar abk afr aka alb amh ara arg arm asm ava ave aym aze bak bam baq bel ben bih bis bod bos bre bul bur cat "
    "ces cha che chi chu chv cor cos cre cym cze dan deu div dut dzo ell eng epo est eus ewe fao fas fij fin fra "
    "fre fry ful geo ger gla gle glg glv gre grn guj hat hau hbs heb her hin hmo hrv hun hye ibo ice ido iii iku "
    "ile ina ind ipk isl ita jav jpn kal kan kas kat kau kaz khm kik kin kir kom kon kor kua kur lao lat lav lim "
    "lin lit ltz lub lug mac mah mal mao mar may mkd mlg mlt mon mri msa mya nau nav nbl nde ndo nep nld nno nob "
    "nor nya oci oji ori orm oss pan per pli pol por pus que roh ron rum run rus sag san sin slk slo slv sme smo "
    "sna snd som sot spa sqi srd srp ssw sun swa swe tah tam tat tel tgk tgl tha tib tir ton tsn tso tuk tur twi "
    "uig ukr urd uzb ven vie vol wel wln wol xho yid yor zha zho zul"
)
UNREGISTERED = frozenset(_LONG.split())
"""Codes of ISO 639-2 and 639-3 whose languages have two letters in a tag: `eng` is no tag, `en` is."""

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


def has_language(tag: str) -> bool:
    """Whether the first part of a tag is a registered language, whatever follows, as screen readers look at it.

    >>> has_language("fr-CH"), has_language("en-US-GB"), has_language("eng"), has_language("i-lux")
    (True, True, False, False)
    """
    language = tag.strip().partition("-")[0].lower()
    if len(language) == 3:
        return language.isalpha() and language.isascii() and language not in UNREGISTERED
    return language in LANGUAGES


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
