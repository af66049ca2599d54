"""Exercise checkers, one folder a part of the course, one module a lesson."""
