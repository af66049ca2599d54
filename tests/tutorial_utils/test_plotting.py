"""The house style and the labels on lines."""

import subprocess
import sys

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import colors

from tutorial_utils import plotting
from tutorial_utils.plotting import DATA, GRADIENT, MODEL, REFERENCE


@pytest.fixture(autouse=True)
def matplotlibs_defaults():
    """Each test begins with them."""
    mpl.rcdefaults()
    mpl.use("agg")


def contrast(color, background):
    """Return the contrast ratio of WCAG 2.2, between 1 and 21."""

    def luminance(c):
        rgb = np.array(colors.to_rgb(c))
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    low, high = sorted((luminance(color), luminance(background)))
    return (high + 0.05) / (low + 0.05)


def test_importing_the_module_changes_nothing():
    """A reader's own figures look as they would without the course."""
    script = (
        "import matplotlib; matplotlib.use('agg')\n"
        "before = dict(matplotlib.rcParams)\n"
        "import tutorial_utils.plotting\n"
        "assert dict(matplotlib.rcParams) == before\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_new_axes_brings_the_style_back():
    """A figure has the style even after the defaults were put back."""
    ax = plotting.new_axes(height=2.0)
    ax.set_title("A finding")

    assert ax.figure.get_size_inches().tolist() == [4.8, 2.0]
    assert plotting.new_axes().figure.get_size_inches().tolist() == [4.8, 3.2]
    assert not ax.spines["top"].get_visible()
    assert not ax.spines["right"].get_visible()
    assert ax.xaxis.label.get_fontsize() == 11
    assert ax.get_title(loc="left") == "A finding"
    assert plt.rcParams["svg.fonttype"] == "path"  # a reader need not have the font


@pytest.mark.parametrize("background", ["#ffffff", "#131416"])
@pytest.mark.parametrize("color", [MODEL, GRADIENT, REFERENCE, DATA])
def test_line_colours_have_contrast(color, background):
    """A line has 3:1 on the light and on the dark page."""
    assert contrast(color, background) >= 3


@pytest.mark.parametrize(
    ("offset", "alignment"),
    [((4, 4), "left bottom"), ((-4, 0), "right center"), ((0, -4), "center top")],
)
def test_label_grows_away_from_its_point(offset, alignment):
    """It never covers the point that it names, and has the colour of its line."""
    label = plotting.label_line(plotting.new_axes(), 1, 2, "y", MODEL, offset=offset)

    assert f"{label.get_ha()} {label.get_va()}" == alignment
    assert (label.get_text(), label.get_color()) == ("y", MODEL)
