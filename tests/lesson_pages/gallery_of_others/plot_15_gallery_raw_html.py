"""
A picture from elsewhere
========================

.. raw:: html

    <video src="https://example.org/a.mp4"></video>
"""

print(1)

# %%
# Done.

print(2)
