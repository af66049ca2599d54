"""Lesson pages."""
