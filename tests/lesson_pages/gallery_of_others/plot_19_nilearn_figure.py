"""
Download and look
=================

.. figure:: /images/nothing.png
   :alt: Nothing

See also :doc:`/auto_examples/plot_other`.
"""

print(1)

# %%
# More.

print(2)
