"""`python docs/pipeline build|merge|why|translations|serve|drift`: what nox calls."""

import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
sys.path[0] = str(DOCS)

if __name__ == "__main__":
    from pipeline.cli import main

    sys.exit(main(DOCS.parent, sys.argv[1:]))
