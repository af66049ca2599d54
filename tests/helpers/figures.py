"""Look into figures."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex


@pytest.fixture(autouse=True)
def closed_figures():
    """Draw without a screen and close the figures afterwards."""
    plt.switch_backend("agg")
    yield
    plt.close("all")


def title(ax):
    """Return the title, which stands on the left."""
    return ax.get_title(loc="left")


def texts(ax, **wanted):
    """Return the words of a drawing, those whose weight or colour is as wanted."""
    return [
        text.get_text()
        for text in ax.texts
        if text.get_text()
        and all(getattr(text, f"get_{name}")() == is_ for name, is_ in wanted.items())
    ]


def arrows(ax):
    """Return the arrows of a drawing."""
    return [text for text in ax.texts if getattr(text, "arrow_patch", None)]


def filled(ax, color):
    """Return the patches that are filled with a colour."""
    patches = [patch for patch in ax.patches if patch.get_facecolor()[3]]
    return [x for x in patches if to_hex(x.get_facecolor()) == color.lower()]
