"""The figure of the benchmarks: one bar a way to build."""

from collections.abc import Mapping
from pathlib import Path

import matplotlib.pyplot as plt


def draw_bars(seconds: Mapping[str, float], path: Path) -> None:
    """Draw seconds as bars, the first on top, and write the figure."""
    names = list(seconds)[::-1]
    with plt.rc_context({"svg.hashsalt": "bench", "svg.fonttype": "none"}):
        figure, ax = plt.subplots(figsize=(7, 0.5 + 0.4 * len(names)))
        bars = ax.barh(names, [seconds[name] for name in names], color="#0072b2")
        ax.bar_label(bars, fmt="%.1f s", padding=3)
        ax.spines[["top", "right"]].set_visible(False)
        ax.set_xlabel("seconds")
        ax.margins(x=0.15)
        figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
        plt.close(figure)
