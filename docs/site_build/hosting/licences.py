"""Gather the licences of what a site contains into one file."""

from importlib import metadata
from pathlib import Path

from gallery_store.errors import BuildError
from site_build.project import Project

FILE = "licences.txt"
OWN = ("LICENSE", "LICENSE-CC-BY-4.0")
"""That of the code, and that of prose and figures."""
DISTRIBUTIONS = ("furo", "pygments", "sphinx", "sphinx-copybutton")
PACKAGES = ("@fontsource/noto-sans-math", "minisearch", "temml")
"""From npm; what only helps to build the site is not in it."""
LINE = "=" * 88


def write_licences(project: Project, site: Path) -> None:
    """Write the texts of all licences; raise a BuildError if one is not there."""
    sections = [(name, project.root / name) for name in OWN]
    sections += [(name, of_distribution(name)) for name in DISTRIBUTIONS]
    sections += [(name, of_package(project, name)) for name in PACKAGES]
    texts = [f"{LINE}\n{name}\n{LINE}\n\n{read(path)}" for name, path in sections]
    texts.append(f"{LINE}\nclipboard.js\n{LINE}\n\n{clipboard_notice()}")
    (site / FILE).write_text("\n\n".join(texts), encoding="utf-8")


def of_distribution(name: str, start: str = "LICENSE") -> Path:
    """Return a file that was installed with a Python package, by its first letters."""
    for file in metadata.files(name) or ():
        if file.name.startswith(start):
            return Path(str(file.locate()))
    raise BuildError(f"{name} came without its {start}; install it again")


def clipboard_notice() -> str:
    """Return the notice of the library that sphinx-copybutton brings inside itself."""
    library = read(of_distribution("sphinx-copybutton", "clipboard.min.js"))
    notice, end, _ = library.partition("*/")
    return f"{notice}{end}\n\nIts licence is the text above: sphinx-copybutton.\n"


def of_package(project: Project, name: str) -> Path:
    """Return the licence that was installed with a package from npm."""
    folder = project.docs / "theme" / "node_modules" / name
    for path in sorted(folder.glob("LICENSE*")):
        return path
    raise BuildError(f"npm's {name} is not installed; run `nox -s env`")


def read(path: Path) -> str:
    """Return a licence, which readers expect to find whole."""
    try:
        return path.read_text(encoding="utf-8").strip() + "\n"
    except OSError as error:
        raise BuildError(f"{path.name}: {error.strerror}; it belongs there") from error
