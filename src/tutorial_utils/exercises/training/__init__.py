"""Checkers of the exercises on training and accumulation, one module a lesson."""
