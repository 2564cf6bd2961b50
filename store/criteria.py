"""The success criteria of WCAG 2.0, 2.1 and 2.2, the norms that take them over, and whom each protects.

Sources: https://www.w3.org/TR/WCAG22/ and its Understanding pages; EN 301 549 v3.2.1 (WCAG 2.1 A and AA) and v4.1.1
(WCAG 2.2 A and AA), clause 9; Section 508, E205.4 (WCAG 2.0 A and AA).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Criterion(NamedTuple):
    """One success criterion: number, name, level (A, AA, AAA), and the version that brought it."""

    number: str
    name: str
    level: str
    since: str
    people: tuple[str, ...]  # whom a failure hurts: keys of `PEOPLE`

    @property
    def en_301_549_v3(self) -> str:
        """The clause of EN 301 549 v3.2.1 for web pages; empty where the norm does not hold the criterion."""
        return f"9.{self.number}" if self.level != "AAA" and self.since <= "2.1" else ""

    @property
    def en_301_549_v4(self) -> str:
        """The clause of EN 301 549 v4.1.1 for web pages; empty where the norm does not hold the criterion."""
        return f"9.{self.number}" if self.level != "AAA" and not self.is_removed else ""

    @property
    def section_508(self) -> str:
        """The provision of Section 508 for web content; empty where it does not hold the criterion."""
        return "E205.4" if self.level != "AAA" and self.since == "2.0" else ""

    @property
    def is_removed(self) -> bool:
        """Whether WCAG 2.2 no longer holds it."""
        return self.number == "4.1.1"

    @property
    def slug(self) -> str:
        """Its name as W3C writes it in addresses."""
        return "-".join(_WORD.findall(self.name.lower()))

    @property
    def url(self) -> str:
        """W3C's page that explains it."""
        return f"https://www.w3.org/WAI/WCAG22/Understanding/{self.slug}"


PEOPLE = ("blind", "low-vision", "colour", "deaf", "keyboard", "motor", "voice", "cognitive", "seizure")
"""Whom failures hurt, in the order in which they are named."""

_ALL = (
    Criterion("1.1.1", "Non-text Content", "A", "2.0", ("blind",)),
    Criterion("1.2.1", "Audio-only and Video-only (Prerecorded)", "A", "2.0", ("blind", "deaf")),
    Criterion("1.2.2", "Captions (Prerecorded)", "A", "2.0", ("deaf",)),
    Criterion("1.2.3", "Audio Description or Media Alternative (Prerecorded)", "A", "2.0", ("blind",)),
    Criterion("1.2.4", "Captions (Live)", "AA", "2.0", ("deaf",)),
    Criterion("1.2.5", "Audio Description (Prerecorded)", "AA", "2.0", ("blind",)),
    Criterion("1.2.6", "Sign Language (Prerecorded)", "AAA", "2.0", ("deaf",)),
    Criterion("1.2.7", "Extended Audio Description (Prerecorded)", "AAA", "2.0", ("blind",)),
    Criterion("1.2.8", "Media Alternative (Prerecorded)", "AAA", "2.0", ("blind", "deaf")),
    Criterion("1.2.9", "Audio-only (Live)", "AAA", "2.0", ("deaf",)),
    Criterion("1.3.1", "Info and Relationships", "A", "2.0", ("blind",)),
    Criterion("1.3.2", "Meaningful Sequence", "A", "2.0", ("blind",)),
    Criterion("1.3.3", "Sensory Characteristics", "A", "2.0", ("blind",)),
    Criterion("1.3.4", "Orientation", "AA", "2.1", ("motor",)),
    Criterion("1.3.5", "Identify Input Purpose", "AA", "2.1", ("motor", "cognitive")),
    Criterion("1.3.6", "Identify Purpose", "AAA", "2.1", ("cognitive",)),
    Criterion("1.4.1", "Use of Color", "A", "2.0", ("low-vision", "colour")),
    Criterion("1.4.2", "Audio Control", "A", "2.0", ("blind", "cognitive")),
    Criterion("1.4.3", "Contrast (Minimum)", "AA", "2.0", ("low-vision", "colour")),
    Criterion("1.4.4", "Resize Text", "AA", "2.0", ("low-vision",)),
    Criterion("1.4.5", "Images of Text", "AA", "2.0", ("low-vision", "cognitive")),
    Criterion("1.4.6", "Contrast (Enhanced)", "AAA", "2.0", ("low-vision", "colour")),
    Criterion("1.4.7", "Low or No Background Audio", "AAA", "2.0", ("deaf",)),
    Criterion("1.4.8", "Visual Presentation", "AAA", "2.0", ("low-vision", "cognitive")),
    Criterion("1.4.9", "Images of Text (No Exception)", "AAA", "2.0", ("low-vision", "cognitive")),
    Criterion("1.4.10", "Reflow", "AA", "2.1", ("low-vision",)),
    Criterion("1.4.11", "Non-text Contrast", "AA", "2.1", ("low-vision",)),
    Criterion("1.4.12", "Text Spacing", "AA", "2.1", ("low-vision", "cognitive")),
    Criterion("1.4.13", "Content on Hover or Focus", "AA", "2.1", ("low-vision", "keyboard")),
    Criterion("2.1.1", "Keyboard", "A", "2.0", ("blind", "keyboard")),
    Criterion("2.1.2", "No Keyboard Trap", "A", "2.0", ("blind", "keyboard")),
    Criterion("2.1.3", "Keyboard (No Exception)", "AAA", "2.0", ("blind", "keyboard")),
    Criterion("2.1.4", "Character Key Shortcuts", "A", "2.1", ("voice",)),
    Criterion("2.2.1", "Timing Adjustable", "A", "2.0", ("motor", "cognitive")),
    Criterion("2.2.2", "Pause, Stop, Hide", "A", "2.0", ("cognitive",)),
    Criterion("2.2.3", "No Timing", "AAA", "2.0", ("motor", "cognitive")),
    Criterion("2.2.4", "Interruptions", "AAA", "2.0", ("cognitive",)),
    Criterion("2.2.5", "Re-authenticating", "AAA", "2.0", ("cognitive",)),
    Criterion("2.2.6", "Timeouts", "AAA", "2.1", ("motor", "cognitive")),
    Criterion("2.3.1", "Three Flashes or Below Threshold", "A", "2.0", ("seizure",)),
    Criterion("2.3.2", "Three Flashes", "AAA", "2.0", ("seizure",)),
    Criterion("2.3.3", "Animation from Interactions", "AAA", "2.1", ("seizure",)),
    Criterion("2.4.1", "Bypass Blocks", "A", "2.0", ("blind", "keyboard")),
    Criterion("2.4.2", "Page Titled", "A", "2.0", ("blind", "cognitive")),
    Criterion("2.4.3", "Focus Order", "A", "2.0", ("blind", "keyboard")),
    Criterion("2.4.4", "Link Purpose (In Context)", "A", "2.0", ("blind", "cognitive")),
    Criterion("2.4.5", "Multiple Ways", "AA", "2.0", ("cognitive",)),
    Criterion("2.4.6", "Headings and Labels", "AA", "2.0", ("blind", "cognitive")),
    Criterion("2.4.7", "Focus Visible", "AA", "2.0", ("keyboard",)),
    Criterion("2.4.8", "Location", "AAA", "2.0", ("cognitive",)),
    Criterion("2.4.9", "Link Purpose (Link Only)", "AAA", "2.0", ("blind", "cognitive")),
    Criterion("2.4.10", "Section Headings", "AAA", "2.0", ("cognitive",)),
    Criterion("2.4.11", "Focus Not Obscured (Minimum)", "AA", "2.2", ("low-vision", "keyboard")),
    Criterion("2.4.12", "Focus Not Obscured (Enhanced)", "AAA", "2.2", ("low-vision", "keyboard")),
    Criterion("2.4.13", "Focus Appearance", "AAA", "2.2", ("low-vision", "keyboard")),
    Criterion("2.5.1", "Pointer Gestures", "A", "2.1", ("motor",)),
    Criterion("2.5.2", "Pointer Cancellation", "A", "2.1", ("motor",)),
    Criterion("2.5.3", "Label in Name", "A", "2.1", ("voice",)),
    Criterion("2.5.4", "Motion Actuation", "A", "2.1", ("motor",)),
    Criterion("2.5.5", "Target Size (Enhanced)", "AAA", "2.1", ("motor",)),
    Criterion("2.5.6", "Concurrent Input Mechanisms", "AAA", "2.1", ("motor",)),
    Criterion("2.5.7", "Dragging Movements", "AA", "2.2", ("motor",)),
    Criterion("2.5.8", "Target Size (Minimum)", "AA", "2.2", ("motor",)),
    Criterion("3.1.1", "Language of Page", "A", "2.0", ("blind",)),
    Criterion("3.1.2", "Language of Parts", "AA", "2.0", ("blind",)),
    Criterion("3.1.3", "Unusual Words", "AAA", "2.0", ("cognitive",)),
    Criterion("3.1.4", "Abbreviations", "AAA", "2.0", ("cognitive",)),
    Criterion("3.1.5", "Reading Level", "AAA", "2.0", ("cognitive",)),
    Criterion("3.1.6", "Pronunciation", "AAA", "2.0", ("blind", "cognitive")),
    Criterion("3.2.1", "On Focus", "A", "2.0", ("blind", "cognitive")),
    Criterion("3.2.2", "On Input", "A", "2.0", ("blind", "cognitive")),
    Criterion("3.2.3", "Consistent Navigation", "AA", "2.0", ("blind", "cognitive")),
    Criterion("3.2.4", "Consistent Identification", "AA", "2.0", ("blind", "cognitive")),
    Criterion("3.2.5", "Change on Request", "AAA", "2.0", ("blind", "cognitive")),
    Criterion("3.2.6", "Consistent Help", "A", "2.2", ("cognitive",)),
    Criterion("3.3.1", "Error Identification", "A", "2.0", ("blind", "cognitive")),
    Criterion("3.3.2", "Labels or Instructions", "A", "2.0", ("blind", "cognitive")),
    Criterion("3.3.3", "Error Suggestion", "AA", "2.0", ("blind", "cognitive")),
    Criterion("3.3.4", "Error Prevention (Legal, Financial, Data)", "AA", "2.0", ("blind", "cognitive")),
    Criterion("3.3.5", "Help", "AAA", "2.0", ("cognitive",)),
    Criterion("3.3.6", "Error Prevention (All)", "AAA", "2.0", ("blind", "cognitive")),
    Criterion("3.3.7", "Redundant Entry", "A", "2.2", ("cognitive",)),
    Criterion("3.3.8", "Accessible Authentication (Minimum)", "AA", "2.2", ("cognitive",)),
    Criterion("3.3.9", "Accessible Authentication (Enhanced)", "AAA", "2.2", ("cognitive",)),
    Criterion("4.1.1", "Parsing", "A", "2.0", ("blind",)),
    Criterion("4.1.2", "Name, Role, Value", "A", "2.0", ("blind", "voice")),
    Criterion("4.1.3", "Status Messages", "AA", "2.1", ("blind",)),
)

CRITERIA: dict[str, Criterion] = {one.number: one for one in _ALL}
"""Number -> criterion, in order."""
