"""Helpers that the lessons import; each module is imported by its own name."""
