"""
An error on purpose
===================

What is below fails, as it should.
"""

# sphinx_gallery_expected_error = True

1 / 0
