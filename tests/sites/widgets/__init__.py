"""Widgets that work by keyboard, after the ARIA Authoring Practices, and the faults that are planted in them."""
