"""
A short script
==============

One block of code that prints.
"""

print([i**2 for i in range(4)])
