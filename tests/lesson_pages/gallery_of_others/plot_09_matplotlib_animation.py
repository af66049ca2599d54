"""
A moving line
=============

It moves in a window.
"""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

# sphinx_gallery_alt = "A line."
# sphinx_gallery_thumbnail_number = 1
fig, ax = plt.subplots()
(line,) = ax.plot([0, 1])
animation = FuncAnimation(fig, lambda i: line.set_ydata([i, 1]), frames=3)
print(len(list(animation.new_frame_seq())))
fig.canvas.draw()
