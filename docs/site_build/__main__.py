"""`python -m site_build COMMAND`: what nox calls."""

import sys
from pathlib import Path

if __name__ == "__main__":
    from site_build.cli import main

    sys.exit(main(Path(__file__).resolve().parents[2], sys.argv[1:]))
