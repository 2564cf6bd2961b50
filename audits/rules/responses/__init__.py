"""Rules about what the server answers."""
