"""
Fit a cubic by hand
===================

A cubic is fitted to half a sine wave, without a module and without an optimizer.
"""

import math

import torch

x = torch.linspace(-math.pi, math.pi, 200)
a, b = torch.zeros(2)
for _ in range(100):
    error = a + b * x - x.sin()
    a -= 1e-3 * error.sum()
    b -= 1e-3 * (error * x).sum()
print(f"y = {a.item():.2f} + {b.item():.2f} x")
