"""What a user may set about the browser stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from crawler.admission import Admission

Device = Literal["desktop", "mobile"]


class KeyboardOptions(BaseModel):
    """Options of the keyboard walk."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    enabled: bool = True
    """Walk through a page of each template with the Tab key."""
    max_stops: int = Field(default=150, ge=1, le=5000)
    """Most stops in each direction; a page with more is not judged by what was not reached."""
    deadline_s: float = Field(default=45.0, gt=0)
    """Longest walk of one page."""
    allow_pressing: bool = False
    """Also press buttons that may open dialogs. Only where a press does no harm: it can change what the site holds."""


class ResponsiveOptions(BaseModel):
    """Options of the look at a page on narrow, enlarged, turned and calm screens."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    enabled: bool = True
    """Look at each page on narrow and turned screens, enlarged, and with less motion."""
    deadline_s: float = Field(default=15.0, gt=0)
    """After so long no further question is asked of a page."""
    watch_s: float = Field(default=6.0, ge=0)
    """Longest watch for texts that change by themselves; only where something moves already."""
    press_menu: bool = True
    """Press the button that opens the menu of narrow screens, with keys and, where they do nothing, the mouse."""


class MediaOptions(BaseModel):
    """Options of the look at films and sounds."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    enabled: bool = True
    """Start the films and sounds of a page, without sound, to see what they hold."""
    deadline_s: float = Field(default=15.0, gt=0)
    """Longest look at the films and sounds of one page."""
    most: int = Field(default=6, ge=1, le=50)
    """Most films and sounds that are started on one page."""
    listen_bytes: int = Field(default=12_000_000, ge=0)
    """Largest file whose sound is listened to for speech; 0: none."""


class LabOptions(BaseModel):
    """Options of the lab: loads of a few pages, one after the other, for their speed alone."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    enabled: bool = True
    """Measure the speed of a page of each template as a phone on a slow network sees it, after all other loads."""
    max_pages: int = Field(default=20, ge=0)
    """Most pages."""
    max_seconds: float = Field(default=150, ge=0)
    """After so long no further page is begun, so that phones come before desktops; 0: no limit."""
    devices: tuple[Device, ...] = ("mobile", "desktop")
    """mobile: slow 4G and a processor four times slower; desktop: neither is slowed down."""
    runs: int = Field(default=3, ge=1, le=15)
    """Loads of each page and device; the median counts."""
    quiet_ms: int = Field(default=1000, ge=0)
    """A page counts as finished once nothing loaded, moved or computed for so long."""
    quiet_cap_ms: int = Field(default=10_000, ge=0)
    """Longest wait for that quiet after load."""
    page_timeout_s: float = Field(default=45.0, gt=0)
    """Longest wait for a page's load event."""
    filmstrip: bool = True
    """Load each page once more on a slowed device and keep small pictures of how it comes up."""


class BrowserOptions(BaseModel):
    """Options of the browser stage; times in seconds unless the name says otherwise."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    enabled: Literal["auto", "always", "never"] = "auto"
    """auto: use a browser where one is found; always: a run without one is an error; never: no browser."""
    binary: str = ""
    """Path of Chromium or Chrome; empty: searched."""
    driver: str = ""
    """Path of chromedriver; empty: searched."""
    grid: str = ""
    """URL of a Selenium Grid, used in place of local browsers."""
    workers: int = Field(default=2, ge=1, le=32)
    """Browsers at the same time."""
    devices: tuple[Device, ...] = ("desktop",)
    """Screens on which each page is loaded, once each."""
    page_timeout_s: float = Field(default=30.0, gt=0)
    """Longest wait for a page's load event."""
    axe_timeout_s: float = Field(default=30.0, gt=0)
    """Longest run of axe on one page."""
    quiet_ms: int = Field(default=500, ge=0)
    """After load, the page counts as finished once nothing loaded, moved or computed for so long."""
    quiet_cap_ms: int = Field(default=5000, ge=0)
    """Longest wait for that quiet."""
    axe: bool = True
    """Run axe-core."""
    axe_tags: tuple[str, ...] = ()
    """Run only rules with one of these axe tags (wcag2a, wcag2aa, ...); empty: all that run by default."""
    axe_experimental: bool = False
    """Run axe-core's experimental rules too."""
    unused: bool = True
    """Measure how much of its scripts and style sheets each page uses."""
    interaction: bool = True
    """Press the Tab key, plain text and one control that only opens something, and time the page's answer."""
    axe_enhanced_contrast: bool = False
    """Also ask for the contrast of level AAA (7:1), which few sites promise."""
    keyboard: KeyboardOptions = Field(default_factory=KeyboardOptions)
    """The walk through the page with the Tab key."""
    responsive: ResponsiveOptions = Field(default_factory=ResponsiveOptions)
    """The look at narrow, enlarged, turned and calm screens."""
    media: MediaOptions = Field(default_factory=MediaOptions)
    """The look at films and sounds."""
    lab: LabOptions = Field(default_factory=LabOptions)
    """The loads for speed alone."""
    scripts: dict[str, str] = Field(default_factory=dict)
    """Expressions of JavaScript to ask each page, by name; the tables [[javascript]] fill it."""
    screenshots: bool = True
    """Keep a picture of each page and of the elements that axe flags."""
    screenshot_height: int = Field(default=6000, ge=200, le=16000)
    """Tallest picture, in CSS pixels; what lies below is cut off."""
    elements: int = Field(default=30, ge=0, le=200)
    """Most pictures of flagged elements a page."""
    pages_per_browser: int = Field(default=50, ge=1)
    """A browser is replaced after so many loads."""
    cold_cache: bool = True
    """Empty cache and cookies before each load, so that a page's figures do not depend on the page before it."""
    allow_private: bool = False
    """Let the browser reach loopback, private and link-local addresses."""
    allowed_hosts: tuple[str, ...] = ()
    """Hosts ("name" or "name:port") that may be reached although their addresses are private."""
    user_agent: str = ""
    """User agent; empty: the browser's own with "Marsad" added."""
    sandbox: Literal["auto", "on", "off"] = "auto"
    """Chromium's sandbox; auto: off only for root and in containers, where it cannot start."""
    extra_args: tuple[str, ...] = ()
    """More Chromium switches, for special networks."""

    _admission: Admission | None = PrivateAttr(default=None)

    _resolve: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @property
    def resolve(self) -> Mapping[str, str]:
        """Where hosts are reached in place of what DNS says: crawl.resolve."""
        return self._resolve

    def with_resolve(self, resolve: Mapping[str, str]) -> BrowserOptions:
        """The same options with hosts that are reached elsewhere."""
        other = self.model_copy()
        other._resolve = resolve
        return other

    @property
    def admission(self) -> Admission | None:
        """What opens the site; no setting, and in no copy that is written down."""
        return self._admission

    def with_admission(self, admission: Admission | None) -> BrowserOptions:
        """The same options for a site behind a login."""
        other = self.model_copy()
        other._admission = admission
        return other
