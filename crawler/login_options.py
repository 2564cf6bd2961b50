"""What a person may set about the login: steps for a browser, how to tell that it holds, what is never followed."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

REFERENCE = re.compile(r"(?:env|file|keyring):(?!//)\S|\$\{[A-Za-z_][A-Za-z0-9_]*\}")
SENSITIVE = re.compile(r"authorization|cookie|token|secret|key|password|signature|session|auth", re.IGNORECASE)
"""Names of headers whose values are secrets, however they are given."""

_WHERE = '"env:NAME", "file:PATH" or "keyring:SERVICE/NAME"'


class BasicAuth(BaseModel):
    """User and password of HTTP's own login."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    user: str = Field(description="The user, or where the name is kept: env:NAME, file:PATH, keyring:SERVICE/NAME.")
    password: str = Field(repr=False, description="Where the password is kept: env:NAME, file:PATH or keyring:….")

    @field_validator("password")
    @classmethod
    def _is_kept_elsewhere(cls, password: str) -> str:
        return _reference(password, "password")


class LoginStep(BaseModel):
    """One step of the login in a browser: one of open, fill, click, wait and wait_url."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    open: str = Field("", description="Address to open; a path is seen from the start URL.")
    fill: str = Field("", description="CSS selector of the field to fill, with `secret`, `text` or `totp`.")
    secret: str = Field("", repr=False, description="Where what is filled in is kept: env:NAME, file:PATH, keyring:….")
    text: str = Field("", description="What is filled in where it is no secret.")
    totp: str = Field("", repr=False, description="Where the second factor's key (base32) is kept: a code is made.")
    click: str = Field("", description="CSS selector of what is clicked.")
    wait: str = Field("", description="CSS selector of what must have appeared before the next step.")
    wait_url: str = Field("", description="Regular expression that the address must match before the next step.")

    @field_validator("secret", "totp")
    @classmethod
    def _is_kept_elsewhere(cls, value: str) -> str:
        return _reference(value, "it") if value else value

    @field_validator("wait_url")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        return _compiled(pattern)

    @model_validator(mode="after")
    def _is_one_deed(self) -> LoginStep:
        if sum(map(bool, (self.open, self.fill, self.click, self.wait, self.wait_url))) != 1:
            raise ValueError("a step says exactly one of open, fill, click, wait and wait_url")
        values = sum(map(bool, (self.secret, self.text, self.totp)))
        if values != bool(self.fill):
            raise ValueError("fill goes with exactly one of secret, text and totp, and they with fill")
        return self

    @property
    def told(self) -> str:
        """The step as messages name it, without what is filled in."""
        name = next(name for name in ("open", "fill", "click", "wait", "wait_url") if getattr(self, name))
        return f"{name} {getattr(self, name)}"


class LoginOptions(BaseModel):
    """How to log in, how to see that one is logged in, and what is left alone then."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    step: tuple[LoginStep, ...] = Field((), description="What a browser does to log in, in order.")
    logged_in: str = Field("", description="CSS selector of something that pages show only to whoever is logged in.")
    logged_in_text: str = Field("", description="Text that pages show only to whoever is logged in.")
    check_url: str = Field(
        "", description="Page that tells whether the login still holds; by default the one where the login ends."
    )
    login_url: str = Field(
        "", description="Where the site sends whoever is not logged in; by default the address of the first step."
    )
    again: int = Field(1, ge=0, le=20, description="Log in again so often when the site ends the session.")
    hosts: tuple[str, ...] = Field((), description="Further hosts of the site that cookies and headers are sent to.")
    never_follow: tuple[str, ...] = Field(
        (), description="Regular expressions: further addresses that are left alone while logged in."
    )
    may_follow: tuple[str, ...] = Field(
        (), description="Regular expressions: addresses that are followed though they look like a deed."
    )
    timeout_s: float = Field(20, gt=0, le=300, description="Wait so long, in seconds, for what a step needs.")

    @field_validator("never_follow", "may_follow")
    @classmethod
    def _compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_compiled(pattern) for pattern in patterns)

    @model_validator(mode="after")
    def _begins_somewhere(self) -> LoginOptions:
        if self.step and not self.step[0].open:
            raise ValueError("the first [[login.step]] must open an address")
        return self


def _reference(value: str, what: str) -> str:
    if REFERENCE.match(value) is None:
        raise ValueError(f"{what} must not stand in the file; write {_WHERE}")
    return value


def _compiled(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is not a regular expression: {error}") from None
    return pattern
