"""What a lesson may import beside the standard library."""

OWN = "tutorial_utils"
"""The course's own package."""
DISTRIBUTIONS = {
    "matplotlib": "matplotlib",
    "numpy": "numpy",
    "sklearn": "scikit-learn",
    "torch": "torch",
    OWN: "tutorial-utils",
}
"""The name to install, by the name to import."""
