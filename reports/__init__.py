"""Tells: turns stored findings into what people and machines read."""
