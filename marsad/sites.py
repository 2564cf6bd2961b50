"""Several sites in one marsad.toml: which there are, and what one of them sets otherwise than the rest of the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from store.errors import ConfigError
from store.urls import normal_form, split

SHARED = ("data", "store", "site", "name")
"""Keys of the top that a site cannot set for itself: all sites of a file lie in one store."""
_SHOWN = 12


class SiteOptions(BaseModel):
    """One `[[site]]`. Beside these keys it may hold any table of the file, which then counts for this site alone:
    tables are merged key by key, lists and `[[…]]` tables replace those of the top.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    name: str = Field(pattern=r"^[\w.-]{1,60}$", description="what `--site` calls it: letters, digits, `.`, `-`, `_`")
    url: str = Field(description="where the audit of it starts")

    @field_validator("url")
    @classmethod
    def _is_url(cls, value: str) -> str:
        if host_of(value) == "":
            raise ValueError(f"{value!r} is not the URL of a web site; write it like https://example.com/")
        return value

    @property
    def host(self) -> str:
        """host[:port], as runs name their site."""
        return host_of(self.url)

    @property
    def overrides(self) -> Mapping[str, Any]:
        """What it sets otherwise, as the tables of the file."""
        return self.model_extra or {}


def host_of(url: str) -> str:
    """host[:port] of a start URL as a person writes it; empty where it is none."""
    wanted = url.strip()
    normal = normal_form(wanted if "://" in wanted else f"https://{wanted}")
    return split(normal).netloc if normal and split(normal).host else ""


def site_called(name: str, sites: Iterable[SiteOptions]) -> SiteOptions | None:
    """The site of this name, host or URL."""
    known = list(sites)
    for one in known:
        if one.name == name:
            return one
    host = host_of(name)
    return next((one for one in known if host and one.host == host), None)


def unknown_site(name: str, file: object, sites: Sequence[SiteOptions]) -> ConfigError:
    """What to say of a site that the file does not name."""
    names = ", ".join(one.name for one in sites[:_SHOWN]) + (", …" if len(sites) > _SHOWN else "")
    return ConfigError(f"{file}: no [[site]] is named {name!r}; there are: {names or 'none'}")


def fault_of_sites(sites: Sequence[SiteOptions]) -> tuple[int, str, str, int | None] | None:
    """The first site that cannot stand beside the others: its position, the key, why, and which other it repeats.

    Two tables of one host are refused, whatever their names: runs are kept by host, so that both would be one history
    in which each run is compared with one of other options.
    """
    names: dict[str, int] = {}
    hosts: dict[str, int] = {}
    for number, one in enumerate(sites):
        for key in SHARED:
            if key in one.overrides:
                return number, key, "is said at the top alone: all sites of a file lie in one store", None
        folded = one.name.casefold()
        if folded in names:
            why = f"= {one.name!r} is the name of site {names[folded] + 1} too; give each its own"
            return number, "name", why, names[folded]
        if one.host in hosts:
            first = sites[hosts[one.host]]
            why = (
                f"= {one.url!r} is on {one.host}, as {first.name!r} is: runs are kept by host, so both would be one "
                "history; leave one out, or give it a file with a data folder of its own"
            )
            return number, "url", why, hosts[one.host]
        names[folded] = hosts[one.host] = number
    return None
