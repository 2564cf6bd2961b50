"""What messages to the owner's channels say: short, because they are read on a telephone."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "alerts.subject": "{site}: {headline}",
    "alerts.headline.down": "does not answer",
    "alerts.headline.failed": "the audit failed",
    "alerts.headline.changed": "something changed that searches notice",
    "alerts.headline.recovered": "answers again",
    "alerts.headline.score": "health fell to {score}",
    "alerts.headline.causes.one": "a problem is new or came back",
    "alerts.headline.causes.other": "{n} problems are new or came back",
    "alerts.headline.goals.one": "a goal is in danger",
    "alerts.headline.goals.other": "{n} goals are in danger",
    "alerts.headline.certificate": "the certificate ends soon",
    "alerts.headline.test": "a test of this channel",
    "alerts.line.down": "The site does not answer: {why}",
    "alerts.line.failed": "The audit failed: {why}",
    "alerts.line.mostly_errors": "{part} of {all} pages answered with a server error or not at all.",
    "alerts.line.score": "Health fell from {before} to {now} of 100.",
    "alerts.line.new": "New, {severity}: {message}",
    "alerts.line.regressed": "Came back, {severity}: {message}",
    "alerts.line.goal": "The goal “{name}” is {state} now.",
    "alerts.line.certificate.one": "The certificate of {host} ends within a day, on {date}.",
    "alerts.line.certificate.other": "The certificate of {host} ends in {n} days, on {date}.",
    "alerts.line.certificate_ended": "The certificate of {host} ended on {date}; browsers refuse the site.",
    "alerts.line.gate": "The gate failed: {why}",
    "alerts.line.test": "If you can read this, alerts of Marsad arrive here.",
    "alerts.more.one": "One line more is in the report.",
    "alerts.more.other": "{n} lines more are in the report.",
    "alerts.report": "Report: {link}",
    "alerts.footer": "Run {run} of {date}. You are told only what is new; what stays as it was is in the report.",
}
