"""What the report says of pages that a browser loaded or walked through."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # --- loads in a browser
    "keyboard.heading": "Where the Tab key leads",
    "keyboard.note": "One page that was walked through by keyboard, from stop to stop; a red, broken circle "
    "is a stop at which nothing shows the focus.",
    "keyboard.sum": "stops: {stops}, problems: {problems}.",
    "keyboard.whole": "The walk went through the whole page.",
    "keyboard.part": "The walk ended before the page did.",
    "keyboard.alt": "Picture of the page with {stops} numbered stops of the Tab key; the table below lists them.",
    "keyboard.table.one": "The one stop in a table",
    "keyboard.table.other": "All {n} stops in a table",
    "keyboard.caption": "The stops of the Tab key in their order",
    "keyboard.number": "Stop",
    "keyboard.name": "Name",
    "keyboard.role": "Role",
    "keyboard.focus": "Focus",
    "keyboard.selector": "Element",
    "keyboard.seen": "shows",
    "keyboard.unseen": "does not show",
    "loads.heading": "Seen in a browser",
    "loads.caption": "What Chromium measured on each page that it loaded",
    "loads.note": "Each page was loaded once, with an empty cache and without throttling, on the machine that made "
    "this report: read the figures as hints. They are no PageSpeed scores.",
    "loads.device": "Screen",
    "loads.ttfb": "First byte (ms)",
    "loads.inp": "Answer to a press (ms)",
    "loads.fcp": "First paint (ms)",
    "loads.lcp": "Largest paint (ms)",
    "loads.cls": "Layout shift",
    "loads.tbt": "Blocking (ms)",
    "loads.load": "Loaded (ms)",
    "loads.requests": "Requests",
    "loads.bytes": "Size (KB)",
    "loads.dom": "Elements",
    "loads.errors": "Script errors",
    "loads.failed": "Could not be loaded:",
}
