"""Gather the licences of what a site contains into one file."""

from importlib import metadata
from pathlib import Path

from gallery_store.errors import BuildError
from gallery_store.files import read_source
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
    texts = {name: read(project.root / name) for name in OWN}
    texts |= {name: read(of_distribution(name)) for name in DISTRIBUTIONS}
    for name in PACKAGES:
        folder = project.docs / "theme" / "node_modules" / name
        if not (files := sorted(folder.glob("LICENSE*"))):
            raise BuildError(f"npm's {name} is not installed; run `nox -s env`")
        texts[name] = read(files[0])
    # sphinx-copybutton brings a library inside itself
    library = read(of_distribution("sphinx-copybutton", "clipboard.min.js"))
    notice = library.partition("*/")[0]
    where = "Its licence is the text above: sphinx-copybutton."
    texts["clipboard.js"] = f"{notice}*/\n\n{where}\n"
    sections = (f"{LINE}\n{name}\n{LINE}\n\n{text}" for name, text in texts.items())
    (site / FILE).write_text("\n\n".join(sections), encoding="utf-8")


def of_distribution(name: str, start: str = "LICENSE") -> Path:
    """Return a file that was installed with a Python package, by its first letters."""
    for file in metadata.files(name) or ():
        if file.name.startswith(start):
            return Path(str(file.locate()))
    raise BuildError(f"{name} came without its {start}; install it again")


def read(path: Path) -> str:
    """Return a licence, which readers expect to find whole."""
    try:
        return read_source(path).strip() + "\n"
    except OSError as error:
        raise BuildError(f"{path.name}: {error.strerror}; it belongs there") from error
