"""Rules about language versions."""
