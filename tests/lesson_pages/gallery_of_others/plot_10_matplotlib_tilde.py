"""
Text in the middle
~~~~~~~~~~~~~~~~~~

Any underline makes a title for docutils.
"""

print(1)
