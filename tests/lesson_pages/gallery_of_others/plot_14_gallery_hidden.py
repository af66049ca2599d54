"""
Hidden cells
============

Some code runs and is not shown.
"""

# sphinx_gallery_start_ignore
secret = 42
# sphinx_gallery_end_ignore
print(secret - 1)

# %%
# The value stays.

secret
