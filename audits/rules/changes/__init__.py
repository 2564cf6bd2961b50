"""Rules about what differs from the run before."""
