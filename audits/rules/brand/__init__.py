"""Rules about a brand: its name, its addresses, its numbers."""
