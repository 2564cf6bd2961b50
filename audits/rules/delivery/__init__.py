"""Rules about how fast and how compactly the server answers."""
