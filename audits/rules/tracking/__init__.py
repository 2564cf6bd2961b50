"""Rules about analytics tags."""
