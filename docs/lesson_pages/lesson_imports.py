"""What a lesson may import beside the standard library."""

OWN = "tutorial_utils"
"""The package of the course, which its own site offers as a wheel."""
LESSON_IMPORTS = {
    "matplotlib": "matplotlib",
    "numpy": "numpy",
    "sklearn": "scikit-learn",
    "torch": "torch",
    OWN: "tutorial-utils",
}
"""The distribution to install, by the name to import; `pyproject.toml` bounds each."""
