"""``python -m kefu`` is the command ``kefu``."""

import sys

from kefu.cli import main

if __name__ == "__main__":
    sys.exit(main())
