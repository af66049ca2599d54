"""
Digits and their mean
=====================

A picture for each step.
"""

import matplotlib.pyplot as plt
from sklearn.datasets import load_digits

digits = load_digits()
plt.figure()
plt.imshow(digits.images[0])

# %%
# The mean of all of them.

plt.figure()
plt.imshow(digits.images.mean(0))
