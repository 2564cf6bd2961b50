"""Rules about what a browser and real visitors felt of speed, and what made it slow."""
