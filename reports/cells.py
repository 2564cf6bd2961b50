"""Makes values fit for a cell of a spreadsheet: never a formula, no control characters, numbers stay numbers.

Source of the dangerous beginnings: OWASP, CSV Injection (= + - @, tab, carriage return, line feed, and their
full-width forms, which some spreadsheets read as the plain ones).
"""

from __future__ import annotations

import math
import re
from typing import Any

import orjson

from reports.text import plain

_DANGEROUS = tuple("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_IGNORED = re.compile(r"^[\s\u200b-\u200d\u2060\u00ad\ufeff]+")
"""What a spreadsheet may leave out before it looks for a formula."""
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def cell_text(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula.

    >>> cell_text("=1+1"), cell_text("＝1"), cell_text("-3.5"), cell_text(" @x")
    ("'=1+1", "'＝1", '-3.5', "' @x")
    """
    if text[:1].isalnum() and text.isascii() and text.isprintable():
        return text  # nearly all: nothing in it is a danger
    if _NUMBER.fullmatch(text):
        return text
    is_unsafe = text.startswith(_DANGEROUS)
    text = _NOT_IN_XML.sub("\ufffd", plain(text).replace("\t", " "))
    return f"'{text}" if is_unsafe or _IGNORED.sub("", text).startswith(_DANGEROUS) else text


def cell(value: Any) -> str | int | float:
    """A value of a row as what its cell holds: a number, or text that is safe."""
    if type(value) is str:
        return cell_text(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value if math.isfinite(value) else ""
    if isinstance(value, list | tuple):
        return cell_text(" | ".join(str(one) for one in value))
    if isinstance(value, dict):
        return cell_text(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS, default=str).decode()) if value else ""
    return cell_text(str(value))


def xml_text(text: str) -> str:
    """`text` without what XML 1.0 cannot hold and without marks that turn the writing direction."""
    return _NOT_IN_XML.sub("\ufffd", plain(text))
