"""The owner's name, logo and colours: what fails contrast is refused, and nothing of it can run."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from marsad.config import load_config
from reports.brand import DEFAULT, GROUNDS, TEXT_CONTRAST, Brand, contrast, least_contrast, near_colour
from reports.build import build
from reports.html import asset, render
from reports.mail import summary_mail
from reports.options import ReportOptions
from reports.two_pages import two_pages
from reports.words import Words
from store.errors import ConfigError
from tests.reports.specimen import specimen

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")
EVIL_SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="pwned()"><script>pwned()</script></svg>'
)
colours = st.integers(0, 0xFFFFFF).map(lambda one: f"#{one:06x}")


def options(folder: Path, logo: bytes = b"", **brand: str) -> ReportOptions:
    path = None
    if logo:
        path = folder / "logo"
        path.write_bytes(logo)
    return ReportOptions(brand=Brand(logo=path, **brand))


def test_the_reports_own_grounds_are_those_that_are_tested() -> None:
    css = asset("report.css")
    light, dark = css.split("@media (prefers-color-scheme:dark)", 1)
    for scheme, text in (("light", light), ("dark", dark)):
        found = [re.search(rf"--{name}:(#[0-9a-f]+)", text) for name in ("ground", "surface", "sunken")]
        told = [one[1] if one else "" for one in found]
        told = [f"#{one[1] * 2}{one[2] * 2}{one[3] * 2}" if len(one) == 4 else one for one in told]
        assert told == list(GROUNDS[scheme])
        assert least_contrast(DEFAULT[scheme], scheme) >= TEXT_CONTRAST


@pytest.mark.parametrize(("one", "other", "expected"), [
    ("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54),
    ("#ff0000", "#ffffff", 4.0),
])  # fmt: skip
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)


@settings(max_examples=150, deadline=None)
@given(colours, st.sampled_from(["light", "dark"]))
def test_a_near_colour_always_passes(colour: str, scheme: str) -> None:
    assert least_contrast(near_colour(colour, scheme), scheme) >= TEXT_CONTRAST


def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(tmp_path: Path) -> None:
    file = tmp_path / "marsad.toml"
    file.write_text('[report.brand]\ncolor = "#ffcc00"\n')
    with pytest.raises(ConfigError) as raised:
        load_config(file, {})
    said = str(raised.value)
    assert "\n" not in said
    assert "#ffcc00" in said
    near = re.findall(r"#[0-9a-f]{6}", said)[-1]
    file.write_text(f'[report.brand]\ncolor = "{near}"\n')
    assert load_config(file, {}).report.brand.color == near


@pytest.mark.parametrize("colour", ["red", "#12", "#0a5c6b;} body{display:none", "url(http://evil.example)", "#gggggg"])
def test_only_a_colour_is_a_colour(colour: str) -> None:
    with pytest.raises(ValidationError, match="write the colour like"):
        Brand(color=colour)


def test_name_and_logo_stand_in_html_pages_and_mail_and_the_policy_knows_the_style(tmp_path: Path) -> None:
    chosen = options(tmp_path, PIXEL, name='Acme <b>"&', color="#7a1f5c")
    report = build(specimen(pages=20, causes=4))
    page = BeautifulSoup(render(report, chosen), "lxml")
    brand = page.select_one(".brand")
    assert brand is not None
    assert 'Acme <b>"&' in brand.get_text()
    assert str(page.select(".brand img")[0]["src"]).startswith("data:image/png;base64,")
    style = page.select_one("style")
    assert style is not None
    assert "--accent:#7a1f5c" in style.text
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    policy = page.select_one("meta[http-equiv]")
    assert policy is not None
    assert f"style-src 'sha256-{digest}'" in str(policy["content"])
    printed = BeautifulSoup(two_pages(report, Words(), chosen), "lxml")
    assert 'Acme <b>"&' in printed.get_text()
    inner = printed.select_one("style")
    assert inner is not None
    assert base64.b64encode(hashlib.sha256(inner.text.encode()).digest()).decode() in str(
        printed.select("meta[http-equiv]")[0]["content"]
    )
    assert "#7a1f5c" in summary_mail(report, Words(), options=chosen).html


def test_an_svg_logo_is_a_picture_and_never_markup(tmp_path: Path) -> None:
    page = render(build(specimen(pages=20, causes=4)), options(tmp_path, EVIL_SVG))
    assert "pwned()" not in page
    assert "data:image/svg+xml;base64," in page


@pytest.mark.parametrize(("data", "said"), [(b"<html><svg></svg>", "no PNG"), (b"GIF89a", "no PNG"), (b"", "no PNG"),
                                            (PIXEL + bytes(200_000), "larger")])  # fmt: skip
def test_what_is_no_small_picture_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "logo").write_bytes(data)
    with pytest.raises(ConfigError, match=said):
        _ = Brand(logo=tmp_path / "logo").logo_address


def test_a_logo_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "marsad.toml").write_text('[report.brand]\nlogo = "brand/logo.svg"\n')
    brand = load_config(tmp_path / "marsad.toml", {}).report.brand
    with pytest.raises(ConfigError, match="cannot be read") as raised:
        _ = brand.logo_address
    assert str(tmp_path / "brand" / "logo.svg") in str(raised.value)
