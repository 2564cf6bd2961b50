"""Asks others: search engines, analytics and field data."""
