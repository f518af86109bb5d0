"""The same suite on PostgreSQL, started here where its programs are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from kefu.configuration import Configuration, write_configuration
from tests.conftest import SHARED
from tests.sources.live.databases import PASSWORD, USER, postgres

HERE = Path(__file__).parent
LEFT_OUT = (
    "test_postgres",
    "test_backup",
    "test_journeys",
    "test_words",
    "test_load",
)  # no rows, or databases of their own


def test_the_suite_passes_on_postgresql(tmp_path: Path, shared: Path) -> None:
    write_configuration(tmp_path, Configuration(company="灯笼家电 Lantern Appliances (demo)"))
    files = [str(path) for path in sorted(HERE.glob("test_*.py")) if path.stem not in LEFT_OUT]
    with postgres() as port:
        address = f"postgresql://{USER}:{quote(PASSWORD)}@127.0.0.1:{port}/postgres"
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-n", "0", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *files],
            cwd=HERE.parents[1], capture_output=True, text=True, check=False,
            env={**os.environ, "KEFU_DATABASE_URL": address, "KEFU_PROJECT": str(tmp_path), SHARED: str(shared)},
        )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert " failed" not in ran.stdout
