"""Numbers and amounts of money in a text, as any country writes them: each with all readings that it may have."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_PLAIN = {ord(char): str(unicodedata.decimal(char)) for char in map(chr, range(0x80, 0x1FBFA)) if char.isdecimal()}
_PLAIN |= {ord("٫"): ".", ord("٬"): ","}
_FOREIGN = re.compile(r"(?![0-9])[\d٫٬]")
_SPACES = " \u00a0\u2009\u202f"
_NUMBER = re.compile(rf"\d+(?:[ \u00a0]?[.,'’·][ \u00a0]?(?=\d)\d+|[{_SPACES}](?:\d{{3}}(?!\d)|\d\d(?!\d|[.,]\d)))*")
_GROUPED = re.compile(rf"\d{{1,3}}(?:[.,'’{_SPACES}]\d{{2,3}})*[.,'’{_SPACES}]\d{{3}}")

_DOLLARS = "USD AUD CAD NZD SGD HKD TWD MXN CLP COP ARS BRL BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD"
_SIGNS = {
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "S$": "SGD", "HK$": "HKD",
    "NT$": "TWD", "R$": "BRL", "MX$": "MXN", "$": _DOLLARS, "€": "EUR", "£": "GBP EGP LBP SYP SDG SSP FKP GIP SHP",
    "¥": "JPY CNY", "￥": "JPY CNY", "円": "JPY", "元": "CNY TWD HKD", "원": "KRW", "₩": "KRW KPW", "₹": "INR",
    "Rs": "INR PKR LKR NPR MUR SCR", "₽": "RUB", "руб": "RUB BYN", "р.": "RUB BYN", "₺": "TRY", "TL": "TRY", "₴": "UAH",
    "грн": "UAH", "zł": "PLN", "Kč": "CZK", "kr": "SEK NOK DKK ISK", "Ft": "HUF", "lei": "RON MDL", "лв": "BGN",
    "₪": "ILS", "฿": "THB",
    "₫": "VND", "đ": "VND", "₱": "PHP", "₦": "NGN", "₸": "KZT", "₾": "GEL", "₵": "GHS", "Fr.": "CHF", "RM": "MYR",
    "Rp": "IDR", "ر.س": "SAR", "ريال": "SAR QAR OMR YER", "﷼": "SAR QAR OMR YER IRR", "د.إ": "AED",
    "درهم": "AED MAD", "ج.م": "EGP",
    "جنيه": "EGP SDG", "د.ك": "KWD", "د.ب": "BHD", "ر.ع": "OMR", "ر.ق": "QAR", "د.أ": "JOD",
    "دينار": "JOD KWD BHD IQD DZD TND LYD",
    "تومان": "IRR", "ریال": "IRR", "د.م": "MAD", "د.ت": "TND", "ل.ل": "LBP", "د.ع": "IQD",
}  # fmt: skip
_CODES = (
    "AED AUD BGN BHD BRL CAD CHF CLP CNY COP CZK DKK DZD EGP EUR GBP HKD HUF IDR ILS INR IQD IRR ISK JOD JPY KES KRW "
    "KWD KZT LBP MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD VND "
    "ZAR"
)
_CURRENCIES = {sign: frozenset(codes.split()) for sign, codes in _SIGNS.items()} | {
    code: frozenset([code]) for code in _CODES.split()
}
_LONGEST = max(map(len, _CURRENCIES))
_DASHES = re.compile(r"(?:[.,]?[-–—]{1,2})?\s{0,2}")


class Amount(NamedTuple):
    """A number in a text: what it may mean, and the currencies that a sign beside it may stand for."""

    values: frozenset[float]
    currencies: frozenset[str]  # empty: no sign of money stands beside it
    start: int
    text: str


def plain_digits(text: str) -> str:
    """The text with the digits of any script as 0 to 9, and Arabic separators as `.` and `,`; of the same length.

    >>> plain_digits("١٬٢٣٤٫٥٦")
    '1,234.56'
    """
    return text if text.isascii() or not _FOREIGN.search(text) else text.translate(_PLAIN)


def readings(number: str) -> frozenset[float]:
    """Every value that a written number may have: a mark may part thousands or decimals.

    >>> sorted(readings("1.234,56")), sorted(readings("1 234")), sorted(readings("1.299"))
    ([1234.56], [1234.0], [1.299, 1299.0])
    """
    number = number.strip()
    found = set()
    digits = re.sub(r"\D", "", number)
    if not digits or len(digits) > 15:
        return frozenset()
    if digits == number or _GROUPED.fullmatch(number):
        found.add(float(digits))
    marks = re.findall(rf"[.,'’·{_SPACES}]", number)
    if marks:
        whole, fraction = re.split(rf"[.,'’·{_SPACES}]+", number)[:-1], re.split(rf"[.,'’·{_SPACES}]+", number)[-1]
        is_once = marks.count(marks[-1]) == 1 or marks[-1] in _SPACES
        # A space before two digits stands for cents that are set small and high.
        if is_once and (marks[-1] not in _SPACES + "'’" or len(fraction) == 2):
            found.add(float(f"{''.join(whole)}.{fraction}"))
    return frozenset(found)


def amounts(text: str) -> list[Amount]:
    """Every number of a text, in order."""
    plain = plain_digits(text)
    found = []
    for match in _NUMBER.finditer(plain):
        written = match[0]
        values = readings(written)
        # What a space joins may be two numbers as well.
        for part in re.split(rf"[{_SPACES}]+", written) if not values or any(one in written for one in _SPACES) else ():
            values |= readings(part)
        currencies = _sign_before(plain, match.start()) | _sign_after(plain, match.end())
        found.append(Amount(values, currencies, match.start(), written))
    return found


def _sign_before(text: str, end: int) -> frozenset[str]:
    part = text[max(0, end - _LONGEST - 3) : end].rstrip(f":{_SPACES}")
    for length in range(min(_LONGEST, len(part)), 0, -1):
        sign = part[-length:]
        if sign in _CURRENCIES and not (sign[0].isalpha() and part[:-length][-1:].isalpha()):
            return _CURRENCIES[sign]
    return frozenset()


def _sign_after(text: str, start: int) -> frozenset[str]:
    between = _DASHES.match(text, start)
    part = text[between.end() if between else start :][: _LONGEST + 1]
    for length in range(min(_LONGEST, len(part)), 0, -1):
        sign = part[:length]
        if sign in _CURRENCIES and not (sign.isascii() and sign[-1].isalpha() and part[length : length + 1].isalpha()):
            return _CURRENCIES[sign]
    return frozenset()


def number_of(value: object) -> float | None:
    """The number of a value in markup; None where it is none, or may be read in two ways."""
    text = plain_digits(str(value)).strip()
    if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", text):
        return float(text)
    match = _NUMBER.search(text)
    values = readings(match[0]) if match else frozenset()
    return next(iter(values)) if len(values) == 1 else None
