"""
`Introduction <introyt.html>`_ || **Tensors** || `Autograd <autograd.html>`_

A title below a row of links
============================

Follow along with the video.
"""

import torch

print(torch.ones(2))
