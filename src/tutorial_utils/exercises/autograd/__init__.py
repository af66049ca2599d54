"""Checkers of the exercises on autograd, one module a lesson."""
