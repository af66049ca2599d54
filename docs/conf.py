import gc
from pathlib import Path

from lesson_pages.figures.gallery import RESTORED, SETTINGS
from lesson_pages.site_settings import read_settings

# Sphinx makes trees that live on; to look for rubbish among them takes long
gc.set_threshold(200_000, 50, 100)

HERE = Path(__file__).parent
published = read_settings(HERE)

# -- Project -----------------------------------------------------------------------

project = "PyTorch, Executed"
author = "the PyTorch, Executed contributors"
project_copyright = author

# -- Extensions --------------------------------------------------------------------

extensions = [
    "myst_parser",
    "sphinx.ext.intersphinx",
    "sphinx_copybutton",
    "sphinx_gallery.gen_gallery",
    "lesson_pages",
]
exclude_patterns = ["_build", "_results", "contributing", "inventories", "theme"]
exclude_patterns += ["lessons/9_reference/index.rst"]  # of Sphinx by hand alone
nitpicky = True
myst_enable_extensions = [
    "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath",
]  # fmt: skip
myst_heading_anchors = 3

intersphinx_mapping = {
    name: (url, str(HERE / "inventories" / f"{name}.inv"))
    for name, url in {
        "numpy": "https://numpy.org/doc/stable/",
        "python": "https://docs.python.org/3/",
        "torch": "https://docs.pytorch.org/docs/stable/",
    }.items()
}

linkcheck_ignore = [
    r"https?://(127\.0\.0\.1|localhost)(:|/|$)",
    r"(?!https?://)",  # a file of the finished site; each build checks those
]
linkcheck_retries = 3
linkcheck_timeout = 20

language = "en"
locale_dirs = ["locales"]
gettext_compact = False
gettext_location = False

# -- Lessons -----------------------------------------------------------------------

sphinx_gallery_conf = RESTORED if tags.has("restored") else SETTINGS  # noqa: F821

# -- HTML --------------------------------------------------------------------------

SIDEBAR = ("brand", "languages", "search", "scroll-start", "navigation", "scroll-end")

html_theme = "furo"
html_baseurl = published.base_url
html_math_renderer = "mathml"
html_static_path = ["theme/static"]
html_css_files = ["site.css"]
html_js_files = [("drawers.js", {"defer": "defer"})]
html_favicon = "theme/static/favicon.svg"
html_copy_source = False
html_scaled_image_link = False
html_show_sourcelink = False
html_show_sphinx = False
html_use_index = False
html_additional_pages = {"search": "search.html"}
html_sidebars = {"**": [f"sidebar/{name}.html" for name in SIDEBAR]}
templates_path = ["theme/templates"]
pygments_style = "github-light"
pygments_dark_style = "github-dark"
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
copybutton_selector = "div:not(.sphx-glr-script-out) > div.highlight pre"
