"""The settings of a gallery that is not ours."""

project = "Shapes"
extensions = ["sphinx_gallery.gen_gallery", "gallery_store"]
exclude_patterns = ["_build", "_results"]
sphinx_gallery_conf = {"examples_dirs": "../scripts", "gallery_dirs": "gallery"}
gallery_store = {
    "sources": ["lib"],
    "imports": {"matplotlib": "matplotlib", "shapes": ""},
}
