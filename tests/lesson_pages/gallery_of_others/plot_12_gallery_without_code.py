"""
Words alone
===========

Sections and lists, and no code at all.

A section
---------

- one
- two
"""
