"""Exercise checkers, one module a part of the course."""
