"""Lessons on the workers of a dask scheduler; `driver` is where to begin."""
