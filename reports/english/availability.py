"""What the report says of the watch between audits."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "nav.availability": "Availability",
    "availability.heading": "Availability between audits",
    "availability.intro": "Looked at every few minutes by `marsad watch`. What nobody could tell, such as a refusal of "
    "our requests, counts neither as up nor as down.",
    "availability.line": "The home page answered {share} of {n} looks in the last {days} days.",
    "availability.line_unknown": "The home page was looked at {n} times in the last {days} days, and nobody could tell "
    "how it stood.",
    "availability.certificate.one": "The certificate ends within a day, on {date}.",
    "availability.certificate.other": "The certificate ends in {n} days, on {date}.",
    "availability.certificate_ended": "The certificate ended on {date}.",
    "availability.caption": "What was watched",
    "availability.what": "What",
    "availability.address": "Address",
    "availability.share": "Answered",
    "availability.looks": "Looks",
    "availability.unsure": "Could not tell",
    "availability.first_byte": "First byte, average",
    "availability.now": "At the last look",
    "availability.kind.page": "Page",
    "availability.kind.robots": "robots.txt",
    "availability.kind.sitemap": "Sitemap",
    "availability.kind.certificate": "Certificate",
    "availability.state.up": "up",
    "availability.state.down": "down",
    "availability.state.unsure": "could not tell",
    "availability.events": "What happened",
    "availability.none": "Nothing happened in these days.",
    "availability.when": "When",
    "availability.event.down": "stopped to answer",
    "availability.event.up": "answered again",
    "availability.event.robots": "changed",
    "availability.event.robots-forbids": "began to forbid search engines watched pages",
    "availability.event.noindex": "began to forbid indexing",
    "availability.event.index": "allows indexing again",
    "availability.event.title": "has another title",
    "availability.event.canonical": "has another canonical URL",
    "availability.event.moved": "leads elsewhere",
    "availability.event.sitemap-short": "names far fewer addresses",
}
