"""Rules about how a shared page looks."""
