"""Rules about images and video."""
