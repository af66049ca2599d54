"""Results of gallery scripts, kept by everything that they depend on.

As a Sphinx extension beside ``sphinx_gallery.gen_gallery`` this puts the kept pages
where sphinx-gallery would have written them, so that ``sphinx-build`` runs no script.
"""

from typing import Any


def setup(app: Any) -> dict[str, bool]:
    """Register with Sphinx."""
    from gallery_store.restore import restore_pages

    app.add_config_value("gallery_store", {}, "env", dict)
    app.connect("builder-inited", restore_pages, priority=400)  # before the gallery
    return {"parallel_read_safe": True, "parallel_write_safe": True}
