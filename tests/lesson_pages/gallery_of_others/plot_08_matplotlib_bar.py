"""
====================
Bar colour by legend
====================

Bars of one colour share an entry, by labels that begin with ``_``.
"""

import matplotlib.pyplot as plt

# sphinx_gallery_alt = "Three bars, a legend with two entries."
fig, ax = plt.subplots()
ax.bar(["a", "b", "c"], [3, 1, 2], label=["red", "blue", "_red"])
ax.legend(title="Colour")

plt.show()

# %%
#
# .. admonition:: References
#
#    The use of the following functions is shown:
#
#    - `matplotlib.axes.Axes.bar` / `matplotlib.pyplot.bar`
#
# .. tags::
#
#    plot-type: bar
