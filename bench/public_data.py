"""Where the public data sets are that a measurement needs: beside the repository, or where KEFU_DATA says."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(os.environ.get("KEFU_DATA", Path(__file__).parents[2] / "shared" / "data"))


def absent(*names: str) -> list[str]:
    """A line for each file that is not there; none where all are."""
    return [f"not measured: {FOLDER / name} is not there" for name in names if not (FOLDER / name).is_file()]
