"""Audits that run by themselves: when they are due, what is remembered, how they are started, watched and ended."""
