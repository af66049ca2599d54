"""Checkers of the exercises on devices and time, one module a lesson."""
