"""Reads the packed blocks of a report as its script reads them."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any


def opened(block: str) -> Any:
    """What a block holds: JSON, or the rows of a table."""
    raw = zlib.decompress(base64.b64decode(block))
    head, _, data = raw.partition(b"\n")
    found = json.loads(head)
    if not data:
        return found
    columns, at = [], 0
    for column in found["columns"]:
        planes = [data[at + plane * found["rows"] :][: found["rows"]] for plane in range(column["w"])]
        at += column["w"] * found["rows"]
        numbers = [sum(byte << 8 * plane for plane, byte in enumerate(row)) for row in zip(*planes, strict=True)]
        columns.append(_numbers(column, numbers) if "by" in column else _texts(column, numbers))
    assert at == len(data)
    return [list(row) for row in zip(*columns, strict=True)]


def _numbers(column: dict[str, Any], numbers: list[int]) -> list[float | None]:
    return [(one - 1 + column["n"]) / column["by"] if one else None for one in numbers]


def _texts(column: dict[str, Any], numbers: list[int]) -> list[str]:
    texts: list[str] = []
    before = b""
    for part in column["d"].split("\n"):  # a script counts letters in units of UTF-16
        before = before[: 2 * (ord(part[0]) - 32)] + part[1:].encode("utf-16-le")
        texts.append(before.decode("utf-16-le"))
    following = iter(range(len(texts)))
    return [texts[number - 1 if number else next(following)] for number in numbers]
