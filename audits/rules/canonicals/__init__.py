"""Rules about canonical URLs."""
