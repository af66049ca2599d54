"""`python -I docs/site_build COMMAND`: what nox calls.

It runs the modules of its own checkout, whatever is installed or set elsewhere.
"""

import os
import signal
import sys
from pathlib import Path

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # as long as nothing is begun
    for name in [x for x in os.environ if x.startswith("PYTHON")]:
        del os.environ[name]  # which what this starts would read
    root = Path(__file__).resolve().parents[2]
    sys.path[:1] = [str(root / name) for name in ("docs", "src")]
    from site_build.cli import main

    sys.exit(main(root, sys.argv[1:]))
