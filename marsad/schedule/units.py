"""Writes the unit for a scheduler that is there already: systemd, cron, Kubernetes, GitHub Actions, GitLab CI."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import xxhash

from marsad.cli_options import site_asked
from marsad.config import FILE_NAME, Config
from marsad.schedule.calendars import systemd_calendar
from marsad.schedule.crontab import LONGEST_LINE, crontab_time, machine_zone
from marsad.schedule.serve import configs_of
from marsad.sites import site_called, unknown_site
from store.errors import ConfigError

KILL_AFTER_S = 60
LONGEST_LABEL = 40  # Kubernetes takes 52 characters for a CronJob's name
SECRETS = "MARSAD_GOOGLE_KEY, MARSAD_BING_KEY, and whatever your marsad.toml names as env:NAME"


def unit_of(kind: str, path: Path | None, overrides: Mapping[str, object]) -> str:
    """The text of the unit: of the site that --site names, else of every scheduled site.

    Raises ConfigError where nothing is scheduled.
    """
    configs = configs_of(path, overrides)
    if (asked := site_asked()) is not None:
        configs = _of_one(asked, configs)
    planned = {name: config for name, config in configs.items() if config.schedule.expression}
    if not planned:
        raise ConfigError(f'{path or FILE_NAME}: no site has a schedule; say [schedule] with cron = "daily" first')
    file = (path or Path(FILE_NAME)).resolve()
    writer = {
        "systemd": _systemd, "cron": _cron, "kubernetes": _kubernetes, "github": _github, "gitlab": _gitlab,
    }[kind]  # fmt: skip
    head = {"systemd": _HEAD_SYSTEMD, "cron": _HEAD_CRON}.get(kind, "")
    between = "---\n" if kind == "kubernetes" else "\n"
    return head + between.join(writer(name, config, file) for name, config in planned.items())


def _of_one(name: str, configs: Mapping[str, Config]) -> dict[str, Config]:
    first = next(iter(configs.values()))
    found = site_called(name, first.site)
    wanted = found.name if found is not None else name
    if wanted in configs:
        return {wanted: configs[wanted]}
    if not first.site:
        return dict(configs)
    raise unknown_site(name, FILE_NAME, first.site)


def _program() -> str:
    beside = Path(sys.executable).with_name("marsad")
    return str(beside) if beside.exists() else shutil.which("marsad") or "/usr/local/bin/marsad"


def _site(name: str, config: Config) -> str:
    return f" --site {shlex.quote(name)}" if config.site else ""


# --- systemd

_SPECIAL = {"%": "%%", "$": "$$", " ": "\\x20", "'": "\\x27", '"': "\\x22", "\\": "\\\\"}
_HEAD_SYSTEMD = f"""\
# Two files for each site: put the parts below into /etc/systemd/system under the names that stand above them, then
#   systemctl daemon-reload && systemctl enable --now marsad-….timer
# Secrets ({SECRETS})
# go into /etc/marsad/secrets.env, readable by root alone (chmod 600), one NAME=value a line.

"""


def _systemd(name: str, config: Config, file: Path) -> str:
    options = config.schedule
    unit = f"marsad-{_label(name)}"
    calendars = "\n".join(f"OnCalendar={one}" for one in systemd_calendar(options.expression, options.timezone))
    return f"""\
# --- /etc/systemd/system/{unit}.service
[Unit]
Description=Site audit of {name.replace("%", "%%")}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={str(file.parent).replace("%", "%%")}
EnvironmentFile=-/etc/marsad/secrets.env
ExecStart={_escaped(_program())} audit --config {_escaped(str(file))}{_site(name, config)} --log-format json
# 1 says that the gate failed, which is for people and no failure of the service.
SuccessExitStatus=1
TimeoutStartSec={options.max_hours:g}h
TimeoutStopSec={KILL_AFTER_S}
# The browsers go with the audit.
KillMode=control-group
Nice=10
NoNewPrivileges=yes
PrivateTmp=yes

# --- /etc/systemd/system/{unit}.timer
[Unit]
Description=When the site audit of {name.replace("%", "%%")} runs

[Timer]
{calendars}
RandomizedDelaySec={options.jitter_minutes * 60:.0f}
# What was missed while the machine was off is made up for once.
Persistent={"true" if options.catch_up else "false"}
Unit={unit}.service

[Install]
WantedBy=timers.target
"""


def _escaped(path: str) -> str:
    """A path as systemd reads it: specifiers, variables, quotes and spaces are none."""
    return "".join(_SPECIAL.get(letter, letter) for letter in path)


# --- cron

_HEAD_CRON = f"""\
# For `crontab -e` of the user that owns the data folder. Secrets ({SECRETS})
# stand in ~/.config/marsad/secrets.env (chmod 600), one `export NAME=value` a line; never in this file.
# cron goes by the time zone of this machine: write this file anew where you change that.
SHELL=/bin/sh
MAILTO=""
"""


def _cron(name: str, config: Config, file: Path) -> str:
    options = config.schedule
    lock = config.data / "schedule" / f"{_label(name)}.lock"  # where it is relative, it is so to the file's folder
    log, stamp = (shlex.quote(str(lock.with_suffix(suffix))) for suffix in (".cron.log", ".time"))
    seconds = int(options.max_hours * 3600)
    when, unless = crontab_time(options.expression, options.timezone, machine_zone(), datetime.now(UTC))
    note = f"# {name}: {options.expression} in {options.timezone}"
    once = ""
    if unless:
        every = "hour" if when[0] != "*" else "minute"
        note += (
            f", which is not the time zone of this machine: it is looked every {every} what time it is there.\n"
            "# A time that clocks skip in spring falls away; one that they repeat in autumn counts once."
        )
        once = f'[ "$(cat {stamp} 2>/dev/null)" = "$*" ] && exit 0; echo "$*" > {stamp}; '
    command = (
        f"{unless}cd {shlex.quote(str(file.parent))} && mkdir -p {shlex.quote(str(lock.parent))} || exit 1; {once}"
        'if [ -f "$HOME/.config/marsad/secrets.env" ]; then . "$HOME/.config/marsad/secrets.env"; fi; '
        f"flock -n {shlex.quote(str(lock))} timeout -k {KILL_AFTER_S} {seconds} {shlex.quote(_program())} audit "
        f"--config {shlex.quote(file.name)}{_site(name, config)} --log-format json >> {log} 2>&1"
    )
    # In a crontab an unescaped per cent sign ends the command.
    line = f"{when} {command.replace('%', chr(92) + '%')}"
    if len(line) > LONGEST_LINE:
        note += (
            f"\n# Longer than the {LONGEST_LINE} characters that Debian's cron takes: put the command into a script."
        )
    return f"{note}\n{line}\n"


# --- Kubernetes


def _kubernetes(name: str, config: Config, file: Path) -> str:
    options = config.schedule
    label = f"marsad-{_label(name)}"
    site = f', "--site", "{name}"' if config.site else ""
    return f"""\
# The image is yours to build (pip install marsad, chromium, chromium-driver). Before this:
#   kubectl create configmap marsad-config --from-file={FILE_NAME}
#   kubectl create secret generic marsad-secrets --from-env-file=secrets.env    ({SECRETS})
apiVersion: batch/v1
kind: CronJob
metadata:
  name: {label}
spec:
  schedule: "{options.expression}"
  timeZone: "{options.timezone}"
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: {3600 if options.catch_up else 120}
  successfulJobsHistoryLimit: 3
  failedJobsHistoryLimit: 3
  jobTemplate:
    spec:
      backoffLimit: 0
      activeDeadlineSeconds: {int(options.max_hours * 3600)}
      template:
        spec:
          restartPolicy: Never
          terminationGracePeriodSeconds: {KILL_AFTER_S}
          securityContext:
            runAsNonRoot: true
            runAsUser: 1000
            fsGroup: 1000
          containers:
            - name: marsad
              image: REGISTRY/marsad:VERSION
              args: ["audit", "--config", "/etc/marsad/{FILE_NAME}"{site}, "--data", "/data", "--log-format", "json"]
              envFrom:
                - secretRef:
                    name: marsad-secrets
                    optional: true
              volumeMounts:
                - {{name: config, mountPath: /etc/marsad, readOnly: true}}
                - {{name: data, mountPath: /data}}
                - {{name: shm, mountPath: /dev/shm}}
              resources:
                requests: {{cpu: 500m, memory: 1Gi}}
                limits: {{memory: 4Gi}}
          volumes:
            - name: config
              configMap: {{name: marsad-config}}
            - name: data
              persistentVolumeClaim: {{claimName: marsad-data}}
            - name: shm
              emptyDir: {{medium: Memory, sizeLimit: 1Gi}}
"""


# --- GitHub Actions


def _github(name: str, config: Config, file: Path) -> str:
    options = config.schedule
    return f"""\
# .github/workflows/marsad-{_label(name)}.yml
# Schedules run on the default branch alone, may come late, and are turned off after 60 days without a commit in a
# public repository. Secrets are repository secrets, handed over as environment variables below.
name: {json.dumps(f"Site audit of {name}", ensure_ascii=False)}
on:
  schedule:
    - cron: "{options.expression}"
      timezone: "{options.timezone}"
  workflow_dispatch:
concurrency:
  group: marsad-{_label(name)}
  cancel-in-progress: false
permissions:
  contents: read
jobs:
  audit:
    runs-on: ubuntu-latest
    timeout-minutes: {min(360, int(options.max_hours * 60))}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: python -m pip install marsad
      # The database of the last run, so that causes are told as new, still there or fixed.
      - uses: actions/cache@v4
        with:
          path: marsad-data
          key: marsad-{_label(name)}-${{{{ github.run_id }}}}
          restore-keys: marsad-{_label(name)}-
      - run: marsad audit --config {shlex.quote(file.name)}{_site(name, config)} --data marsad-data
        env:
          MARSAD_GOOGLE_KEY: ${{{{ secrets.MARSAD_GOOGLE_KEY }}}}
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: marsad-report
          path: marsad-data/reports
"""


# --- GitLab CI


def _gitlab(name: str, config: Config, file: Path) -> str:
    options = config.schedule
    label = f"-{_label(name)}"
    only = f' && $MARSAD_SITE == "{name}"' if config.site else ""
    variable = f", with the variable MARSAD_SITE={name}" if config.site else ""
    return f"""\
# A job for .gitlab-ci.yml. Then: Build > Pipeline schedules > New schedule, interval pattern "{options.expression}",
# time zone {options.timezone}{variable}. Secrets are masked CI/CD variables.
marsad{label}:
  image: python:3.12
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"{only}
  resource_group: marsad{label}
  timeout: {max(1, int(options.max_hours * 60))} minutes
  cache:
    key: marsad{label}
    paths: [marsad-data]
  before_script:
    - apt-get update && apt-get install -y --no-install-recommends chromium chromium-driver
    - pip install marsad
  script:
    - marsad audit --config {shlex.quote(file.name)}{_site(name, config)} --data marsad-data
  artifacts:
    when: always
    paths: [marsad-data/reports]
    expire_in: 90 days
"""


def _label(name: str) -> str:
    """A name that file names, unit names and Kubernetes take, and that is no other site's."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name.lower()).strip("-")
    if plain and len(plain) <= LONGEST_LABEL and name.isascii() and "_" not in name:
        return plain
    return f"{plain[: LONGEST_LABEL - 7]}-{xxhash.xxh32_hexdigest(name.encode())[:6]}".lstrip("-")
