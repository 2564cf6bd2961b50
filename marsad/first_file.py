"""The text of a first marsad.toml: what was answered, and in comments what can be added."""

from __future__ import annotations

import json
from collections.abc import Sequence

from marsad.site_kinds import KINDS

CAN_BE_ADDED = """\
# --- What can be added. Take the # away; every key stands in docs/reference/configuration.md.

# [gate]                            # what makes `marsad audit` end with exit code 1, for builds
# fail_on = ["new:high"]

# [keep]                            # how long runs are kept
# last = 10
# monthly = 36

# [report]
# lang = "en"                       # or "sl", "ar"

# [search_console]                  # clicks and queries; first: marsad connect google
# enabled = true

# [[ignore]]                        # what you leave as it is, with the reason
# rule = "title-too-long"
# reason = "brand names are long"

# [[segment]]                       # a part of the site with a name of its own
# name = "products"
# match = ["/product/"]

# [[budget]]                        # how heavy a page may be
# metric = "bytes"
# measured = "browser"
# maximum = 2000000

# More sites: marsad init https://another.example --add, which adds a table like this
# [[site]]
# name = "another"
# url = "https://another.example/"
"""


def file_text(url: str, name: str, kind: str, every: str, zone: str, channels: Sequence[tuple[str, str]]) -> str:
    """The whole file. `channels` holds where each one's URL lies, and what is to be done for it."""
    what = KINDS[kind]
    lines = [
        "# Marsad: what is audited, when, and who is told. `marsad audit` reads this file in the folder it runs in.",
        "",
        f"url = {_text(url)}",
        f"name = {_text(name)}",
        'data = "marsad-data"                # the database and the reports',
        "",
        "[crawl]",
        f"# {what.means}",
        *([] if any(one.startswith("max_pages") for one in what.crawl) else ["max_pages = 10000"]),
        *what.crawl,
        "# obey_robots = false              # only for your own site",
        '# basic_auth = {user = "…", password = "env:SITE_PASSWORD"}  # for a site behind a password',
    ]
    if what.sample:
        lines += ["", "[sample]", "# pages of each template that a real browser loads", *what.sample]
    lines += ["", "[schedule]", "# for `marsad schedule`, or `marsad schedule --print systemd` and others"]
    cron = "" if every == "never" else every
    lines += [f"cron = {_text(cron)}", f"timezone = {_text(zone)}"]
    lines += ["# max_hours = 12                   # a run that takes longer is ended and told"]
    lines += ["", "# Who is told of new and returned problems; nobody hears of what is known already."]
    for where, how in channels:
        lines += [f"# {how}", "[[alerts.channel]]", f"url = {_text(where)}", ""]
    if not channels:
        lines += [
            "# [[alerts.channel]]",
            '# url = "env:MARSAD_MAIL"           # mailtos://USER:PASSWORD@smtp.…?to=me@…',
            "",
        ]
    return "\n".join(lines) + "\n" + CAN_BE_ADDED


def site_text(url: str, name: str, kind: str = "company", every: str = "") -> str:
    """One `[[site]]`."""
    lines = ["[[site]]", f"name = {_text(name)}", f"url = {_text(url)}"]
    if every:
        lines.append(f"schedule = {_text('' if every == 'never' else every)}")
    what = KINDS[kind]
    if what.crawl:
        lines += ["", "[site.crawl]", *what.crawl]
    if what.sample:
        lines += ["", "[site.sample]", *what.sample]
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    """A TOML string: JSON's escapes are TOML's too."""
    return json.dumps(value, ensure_ascii=False)
