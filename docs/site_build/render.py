"""Render the restored lessons and the pages with Sphinx, one process a language."""

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gallery_store.errors import BuildError
from lesson_pages.languages import FOLDERS, language_in
from site_build.project import Project

CRASH = re.compile(
    r"\n+Versions\n=+\n.*\nTraceback\n=+\n.*?(\n[^\n]+)\n+The full traceback.*", re.S
)
"""What Sphinx writes of an error of its own; its last line is the reason."""


@dataclass(frozen=True)
class Rendering:
    """What to render.

    Parameters
    ----------
    languages : tuple of str
        Folders of the languages.
    left_out : tuple of str
        Lessons that a preview does without, by name.
    as_built : bool
        Whether the results are another machine's, which the pages say.
    """

    languages: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    as_built: bool = False

    @property
    def whole(self) -> bool:
        """Whether every language is there, so that one page can offer them."""
        return set(self.languages) == set(FOLDERS)

    @property
    def preview(self) -> bool:
        """Whether something is left out, so that this is not for a host."""
        return bool(self.left_out) or not self.whole


def render(project: Project, rendering: Rendering, out: Path) -> None:
    """Write the site of each language below `out`, all at the same time.

    Raises
    ------
    BuildError
        With Sphinx's own warnings and errors, if there are any.
    """
    logs = {code: project.work / f"sphinx-{code}.txt" for code in rendering.languages}
    running = [
        start(sphinx_command(project, rendering, code, out / code, log), log)
        for code, log in logs.items()
    ]
    try:
        failed = [
            code for code, process in zip(logs, running, strict=True) if process.wait()
        ]
    except BaseException:
        for process in running:
            process.kill()
        raise
    if failed:
        lines = (complaint(project, code, logs[code]) for code in failed)
        raise BuildError("\n".join(lines))


def start(command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    """Start a command with all of its output going to a file."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as file:
        return subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT)


def sphinx_command(
    project: Project, rendering: Rendering, code: str, out: Path, log: Path
) -> list[str]:
    """Return the strict Sphinx command for one language."""
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", "-E"]
    command += ["-n", "-W", "--keep-going", "-t", "restored"]
    command += ["-d", str(log.with_suffix(".doctrees"))]
    command += ["-D", f"language={language_in(code).sphinx}"]
    command += ["-D", f"languages={','.join(rendering.languages)}"]
    if rendering.left_out:
        names = ",".join(f"lessons/{name}" for name in rendering.left_out)
        command += ["-D", f"left_out={names}"]
    return [*command, str(project.docs), str(out)]


def complaint(project: Project, code: str, log: Path) -> str:
    """Return what Sphinx had to say about one language, paths from the root."""
    text = CRASH.sub(r"\1", log.read_text(encoding="utf-8", errors="replace"))
    return f"[{code}] " + text.strip().replace(f"{project.root}/", "")


def extract_messages(project: Project, out: Path) -> None:
    """Write a `.pot` template a page with Sphinx's gettext builder."""
    log = project.work / "gettext.txt"
    if start(other_command(project, "gettext", out, log), log).wait():
        raise BuildError(complaint(project, "gettext", log))


def other_command(project: Project, builder: str, out: Path, log: Path) -> list[str]:
    """Return the Sphinx command that makes something else of the English pages."""
    command = [sys.executable, "-m", "sphinx", "-b", builder, "-q", "-E"]
    command += ["-t", "restored", "-d", str(log.with_suffix(".doctrees"))]
    return [*command, str(project.docs), str(out)]
