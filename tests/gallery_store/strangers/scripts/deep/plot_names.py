"""
Names
=====

From a file.
"""

# %%
# The file
# --------
# It lies beside the helper.
from shapes.names import read_names

print(read_names())
