"""
=====================
Clusters of two moons
=====================

The labels that k-means finds depend on its start.
"""

# Authors: The developers
# SPDX-License-Identifier: BSD-3-Clause

# %%
# Data generation
# ---------------
#
# Two half moons, see :class:`~sklearn.cluster.KMeans`.

from sklearn.cluster import KMeans
from sklearn.datasets import make_moons

X, _ = make_moons(40, noise=0.05, random_state=0)

# %%
# Fitting
# -------

labels = KMeans(2, n_init=1, random_state=0).fit_predict(X)
print(labels.shape)
