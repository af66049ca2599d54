"""The first cell of each notebook below these lines, with names in place of facts."""

# $first
# $others
# %env TUTORIAL_LANG=$language
import subprocess, sys, tempfile
from importlib.metadata import distributions
from pathlib import Path

wheel, site = "$wheel", "$site"
if "$version" not in [x.version for x in distributions(name="tutorial-utils")]:
    near = [x for x in ("..", ".") if Path(x, wheel).is_file()]
    folder = near[0] if near else tempfile.mkdtemp()
    if not near:
        fetch = "-m pip download -qq --no-color --retries=0 --no-deps --dest".split()
        command = [sys.executable, *fetch, folder, site + wheel.replace("+", "%2B")]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise ImportError(
                f"{done.stderr}\n$cause\n"
                "$cure")
    # %pip install "{folder}/{wheel}"
import tutorial_utils
