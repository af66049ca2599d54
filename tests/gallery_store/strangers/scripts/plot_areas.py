"""
Areas
=====

Of squares.
"""

# %%
# The helper
# ----------
# It comes from the project's own package.
from shapes import area

print("area", area(3))

# %%
# Twice
# -----
# The same again.
print("twice", 2 * area(3))
