"""
Drawn
=====

A line.
"""

import matplotlib.pyplot as plt

# %%
# The picture
# -----------
# It goes up.
_ = plt.plot([1, 2])
