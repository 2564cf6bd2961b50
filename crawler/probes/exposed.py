"""Asks for files that must not be public, on the owner's wish alone; only their content proves them, never a status."""

from __future__ import annotations

import re
import secrets
from typing import NamedTuple

from crawler.probes.questions import Questions
from crawler.probes.survey import Survey
from crawler.scope import origin_of

LOOK_BYTES = 4_096


class Secret(NamedTuple):
    """A path, what its content looks like, and what it gives away."""

    path: str
    signature: re.Pattern[bytes]
    what: str


def _secret(path: str, signature: bytes, what: str) -> Secret:
    return Secret(path, re.compile(signature), what)


_DUMP = (
    rb"(?i)-- (?:mysql|mariadb|postgresql|pgsql)[^\n]{0,60}dump"
    rb"|\bcreate table\b[^;]{0,400}\(|\binsert into\b[^;]{0,80}\bvalues\b"
)
_SETTINGS = (
    rb"(?m)^(?:export +)?"
    rb"(?:[A-Z0-9_]*(?:SECRET|PASSWORD|PASSWD|API_KEY|TOKEN)|APP_KEY|APP_ENV|DB_[A-Z]+|DATABASE_URL) *= *\S"
)
_HASHES = rb"(?m)^[^\s:<]{1,64}:(?:\$apr1\$|\$2[aby]\$|\{SHA\}|\$[56]\$)\S+$"
_STATUS = rb"<title>Apache Status</title>|<h1>Apache Server Status for "
_PHP = rb"<\?php[\s\S]{0,3500}?(?:DB_PASSWORD|DB_NAME|password|passwd|\$db)"
_ZIP, _GZIP = rb"\APK\x03\x04", rb"\A\x1f\x8b\x08"
_LOG = rb"PHP (?:Notice|Warning|Fatal error|Parse error|Deprecated): "

SECRETS = (
    _secret("/.git/HEAD", rb"\A(?:ref: refs/\S+|[0-9a-f]{40})\s*\Z", "the source code's history"),
    _secret("/.git/config", rb"\A\s*\[core\]", "the source code's history"),
    _secret("/.svn/wc.db", rb"\ASQLite format 3\0", "the source code's history"),
    _secret("/.hg/requires", rb"(?m)\A(?:[a-z0-9-]+\n)*(?:revlogv1|store|fncache)\n", "the source code's history"),
    _secret("/.env", _SETTINGS, "settings with passwords"),
    _secret("/.env.local", _SETTINGS, "settings with passwords"),
    _secret("/.env.production", _SETTINGS, "settings with passwords"),
    _secret("/.env.bak", _SETTINGS, "settings with passwords"),
    _secret("/.aws/credentials", rb"(?m)^aws_(?:access_key_id|secret_access_key) *=", "keys of a cloud account"),
    _secret("/.ssh/id_rsa", rb"-----BEGIN (?:RSA |OPENSSH )?PRIVATE KEY-----", "a private key"),
    _secret("/id_rsa", rb"-----BEGIN (?:RSA |OPENSSH )?PRIVATE KEY-----", "a private key"),
    _secret("/.htpasswd", _HASHES, "names and password hashes"),
    _secret("/.DS_Store", rb"\A\0\0\0\x01Bud1", "the names of files in the folder"),
    _secret("/.vscode/sftp.json", rb'"password"\s*:\s*"', "the login of the server"),
    _secret("/wp-config.php.bak", _PHP, "the database's password"),
    _secret("/wp-config.php~", _PHP, "the database's password"),
    _secret("/wp-config.php.save", _PHP, "the database's password"),
    _secret("/config.php.bak", _PHP, "the database's password"),
    _secret("/wp-content/debug.log", _LOG, "a log of errors"),
    _secret("/error_log", _LOG, "a log of errors"),
    _secret("/backup.sql", _DUMP, "a copy of the database"),
    _secret("/dump.sql", _DUMP, "a copy of the database"),
    _secret("/database.sql", _DUMP, "a copy of the database"),
    _secret("/backup.sql.gz", _GZIP, "a copy of the database"),
    _secret("/backup.zip", _ZIP, "a copy of the site's files"),
    _secret("/backup.tar.gz", _GZIP, "a copy of the site's files"),
    _secret("/phpinfo.php", rb"<title>(?:PHP [\d.]+\S* - )?phpinfo\(\)</title>", "the server's settings"),
    _secret("/info.php", rb"<title>(?:PHP [\d.]+\S* - )?phpinfo\(\)</title>", "the server's settings"),
    _secret("/server-status", _STATUS, "the requests of other visitors"),
    _secret("/actuator/env", rb'\A\s*\{[\s\S]{0,300}"propertySources"\s*:', "the application's settings"),
)  # fmt: skip


async def ask_exposed_files(questions: Questions, seen: Survey) -> None:
    """Ask for each file, as far as robots.txt allows. Nothing of what a file holds is kept."""
    job = questions.job
    if not job.options.exposed_files:
        return
    origin = origin_of(seen.home.url if seen.home is not None else job.run.start_url)
    forbidden = []
    for one in SECRETS:
        url = origin + one.path
        if questions.is_asked("exposed-file", url):
            continue
        if not questions.may_ask(url):
            forbidden.append(one.path)
            continue
        hops = await questions.ask(url, {"Range": f"bytes=0-{LOOK_BYTES - 1}"}, body="all", limit=LOOK_BYTES * 16)
        last = hops[-1]
        is_proven = len(hops) == 1 and await _is_proven(questions, one, origin, last.status, last.body)
        questions.save("exposed-file", url, last, {"what": one.what, "is_proven": is_proven})
    if forbidden:
        job.tell(f"not asked because robots.txt forbids them: {', '.join(forbidden)}")


async def _is_proven(questions: Questions, one: Secret, origin: str, status: int, body: bytes) -> bool:
    """Whether the content is the file's, and the server does not say the same for a name that cannot exist."""
    if status not in (200, 206) or not one.signature.search(body[:LOOK_BYTES]):
        return False
    folder, _, name = one.path.rpartition("/")
    url = f"{origin}{folder}/{secrets.token_hex(6)}{name if name.startswith('.') else '-' + name}"
    control = (await questions.ask(url, body="all", limit=LOOK_BYTES * 16))[-1]
    return not (control.status in (200, 206) and one.signature.search(control.body[:LOOK_BYTES]))
