"""
.. _sphere_example:

Create a sphere
===============

A mesh of a sphere, drawn in three dimensions.
"""

import pyvista as pv

sphere = pv.Sphere()
sphere.plot()
