"""Rules about shops."""
