# -*- coding: utf-8 -*-
"""
Losses of a loop
================

**Author**: `Somebody <https://github.com/somebody>`_
"""

import matplotlib.pyplot as plt
import torch

losses = torch.linspace(1, 0, 5)

# sphinx_gallery_alt = "A line that falls."
plt.figure()
plt.plot(losses)
plt.show()
