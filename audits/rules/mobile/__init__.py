"""Rules about small screens."""
