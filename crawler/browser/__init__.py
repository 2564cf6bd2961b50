"""Gathers what only a real browser can see."""
