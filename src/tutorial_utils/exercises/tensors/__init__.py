"""Checkers of the exercises on tensors, one module a lesson."""
