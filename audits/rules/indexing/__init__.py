"""Rules about what may be indexed."""
