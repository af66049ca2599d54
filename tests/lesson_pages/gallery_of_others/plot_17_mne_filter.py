"""
.. _ex-filter:

===================
Filter a noisy wave
===================

This example filters; see :footcite:`Smith2001`.
"""

# Authors: Somebody <somebody@example.org>
# License: BSD-3-Clause

# %%

import numpy as np

wave = np.sin(np.linspace(0, 6, 50))
print(wave.round(1)[:3])

# %%
# References
# ----------
# .. footbibliography::
