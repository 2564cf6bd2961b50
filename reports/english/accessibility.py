"""What the report says in its chapter on accessibility."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "accessibility.heading": "Accessibility by criterion",
    "accessibility.sum": "Of the {all} criteria of WCAG 2.2 at levels A and AA, failed: {failed}, for a person to "
    "judge: {review}, no failure found: {clean}.",
    "accessibility.limits": "No machine can tell that a site conforms: of most criteria it sees a part, of some "
    "nothing. What shows no failure here still wants a person who looks.",
    "accessibility.seen": "Markup was tested on {pages}, and a browser examined {browsed} of them; what it found "
    "there stands for the other pages of their templates.",
    "accessibility.not_browsed": "Markup was tested on {pages}. No browser examined a page, so that contrast, "
    "keyboard, zoom and movement are not tested.",
    "accessibility.people": "Who meets barriers",
    "accessibility.people_causes": "Causes that hinder them",
    "accessibility.caption": "Success criteria of WCAG 2.2, levels A and AA",
    "accessibility.beyond": "Level AAA, beyond what the norms ask for",
    "accessibility.practice": "Good practice beyond the criteria",
    "accessibility.criterion": "Criterion",
    "accessibility.level": "Level",
    "accessibility.norm": "EN 301 549",
    "accessibility.section_508": "Section 508",
    "accessibility.standing": "What was found",
    "accessibility.pages": "Pages",
    "accessibility.checks": "Checks",
    "accessibility.causes": "Causes",
    "accessibility.newer": "v4.1.1 only",
    "accessibility.more": "and {n} more",
    "accessibility.same.one": "{n} cause",
    "accessibility.same.other": "{n} causes",
    "accessibility.fold.one": "{standing}: {n} criterion",
    "accessibility.fold.other": "{standing}: {n} criteria",
    "accessibility.export": "For other tools and for a report by hand:",
    "standing.failed": "Fails",
    "standing.review": "For a person to judge",
    "standing.clean": "No failure found",
    "standing.absent": "Nothing found to test",
    "standing.not-run": "Not tested: no browser",
    "standing.by-hand": "Not testable by machine",
}
