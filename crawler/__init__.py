"""Gathers: everything that touches a web site."""
