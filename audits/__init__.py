"""Judges: pure functions over what was gathered, with no network, clock or disk."""
