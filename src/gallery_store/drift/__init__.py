"""Drift: what lessons show here, compared with what they showed elsewhere."""
