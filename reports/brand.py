"""The owner's own name, logo and colours on the report: read, checked for contrast, and written as style."""

from __future__ import annotations

import base64
import colorsys
import re
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from store.errors import ConfigError

MOST_LOGO_BYTES = 200_000
TEXT_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: the colour is that of links, of numbers and of small headings. 1.4.11 asks for 3 only."""
SOFT_SHARE = 0.12
GROUNDS = {"light": ("#f6f6f3", "#ffffff", "#f1f2ef"), "dark": ("#14181a", "#1c2124", "#161b1d")}
"""The backgrounds of the report on which the colour stands as text, by scheme."""
DEFAULT = {"light": "#0a5c6b", "dark": "#71c6d4"}
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", 0 to 1. Source: WCAG 2.2, definition of relative luminance."""
    parts = [value / 255 for value in _parts(colour)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def soft(colour: str, ground: str) -> str:
    """A pale ground of the colour's own tone."""
    mixed = (round(a * SOFT_SHARE + b * (1 - SOFT_SHARE)) for a, b in zip(_parts(colour), _parts(ground), strict=True))
    return "#" + "".join(f"{one:02x}" for one in mixed)


def least_contrast(colour: str, scheme: str) -> float:
    """The lowest contrast of the colour with what it stands on: our backgrounds and its own pale ground."""
    surface = GROUNDS[scheme][1]
    return min(contrast(colour, ground) for ground in (*GROUNDS[scheme], soft(colour, surface)))


def near_colour(colour: str, scheme: str) -> str:
    """The nearest colour of the same hue that can be read: darker on light grounds, lighter on dark ones."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(value / 255 for value in _parts(colour)))
    step = -0.005 if scheme == "light" else 0.005
    while 0 <= lightness <= 1:
        found = "#" + "".join(f"{round(one * 255):02x}" for one in colorsys.hls_to_rgb(hue, lightness, saturation))
        if least_contrast(found, scheme) >= TEXT_CONTRAST:
            return found
        lightness += step
    return DEFAULT[scheme]


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _colour(value: str) -> str:
    value = value.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        value = "#" + "".join(letter * 2 for letter in value[1:])
    if value and not _COLOUR.fullmatch(value):
        raise ValueError("write the colour like #0a5c6b")
    return value


Colour = Annotated[str, AfterValidator(_colour)]


class Brand(BaseModel):
    """Whose report it is. Colours stand as text, so each needs a contrast of 4.5:1 with the report's backgrounds."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field("", max_length=80, description="name in the place of Marsad's; empty: Marsad")
    logo: Path | None = Field(None, description="picture beside the name: PNG, JPEG, WebP or SVG, 200 kB at most; "
                                                "seen from marsad.toml")  # fmt: skip
    color: Colour = Field("", description="accent on light backgrounds, like #0a5c6b; empty: Marsad's own")
    color_dark: Colour = Field("", description="accent on dark backgrounds; empty: a near one of `color`")

    @model_validator(mode="after")
    def _check(self) -> Brand:
        for scheme, key, colour in (("light", "color", self.color), ("dark", "color_dark", self.color_dark)):
            if colour and (found := least_contrast(colour, scheme)) < TEXT_CONTRAST:
                raise ValueError(
                    f"{key} {colour} has a contrast of {found:.2f}:1 on the report's {scheme} backgrounds and needs "
                    f"{TEXT_CONTRAST}:1; {near_colour(colour, scheme)} is near and passes"
                )
        return self

    @property
    def dark(self) -> str:
        """The accent on dark backgrounds; empty where there is none of the owner's own."""
        return self.color_dark or (near_colour(self.color, "dark") if self.color else "")

    def style(self) -> str:
        """CSS that lays the owner's colours over the report's; empty where there are none."""
        if not self.color and not self.color_dark:
            return ""
        css = ""
        if self.color:
            css += f":root{{{_variables(self.color, 'light')}}}\n"
        return css + f"@media (prefers-color-scheme:dark){{:root{{{_variables(self.dark, 'dark')}}}}}\n"

    @cached_property
    def logo_address(self) -> str:
        """The logo as a data URI; empty where there is none. SVG too is only ever a picture, never markup.

        Raises ConfigError where it cannot be read, is no picture or is too large.
        """
        if self.logo is None:
            return ""
        try:
            with self.logo.open("rb") as file:
                data = file.read(MOST_LOGO_BYTES + 1)
        except OSError as error:
            raise ConfigError(
                f"{self.logo}: the logo cannot be read ({error.strerror}); check report.brand.logo"
            ) from error
        if len(data) > MOST_LOGO_BYTES:
            raise ConfigError(f"{self.logo}: the logo is larger than {MOST_LOGO_BYTES:,} bytes; make it smaller")
        kind = _kind_of(data)
        if not kind:
            raise ConfigError(f"{self.logo}: the logo is no PNG, JPEG, WebP or SVG picture; choose one")
        return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def _variables(colour: str, scheme: str) -> str:
    ground = GROUNDS[scheme][1]
    ink = max(("#ffffff", "#0c1618"), key=lambda one: contrast(one, colour))
    return f"--accent:{colour};--accent-soft:{soft(colour, ground)};--on-accent:{ink}"


def _kind_of(data: bytes) -> str:
    """The picture's type by its first bytes; empty for what is no picture that we show."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    head = re.sub(rb"^\xef\xbb\xbf|<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*>", b"", data[:4_000], flags=re.S).lstrip()
    return "svg+xml" if re.match(rb"<svg[\s>]", head) else ""
