"""Rules about how addresses are written."""
