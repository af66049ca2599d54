"""One module a lesson: the figures that only it draws, and its checker."""
