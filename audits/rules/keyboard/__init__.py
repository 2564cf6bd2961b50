"""Rules about what a person at a keyboard meets: what a walk with the Tab key found."""
