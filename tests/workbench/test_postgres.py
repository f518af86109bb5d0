"""Whatever asks the database does so on PostgreSQL too, started here where its programs are."""

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
PLUGIN = "tests.workbench.asks_the_database"  # chooses the tests


def test_the_suite_passes_on_postgresql(tmp_path: Path, shared: Path) -> None:
    write_configuration(tmp_path, Configuration(company="灯笼家电 Lantern Appliances (demo)"))
    with postgres() as port:
        address = f"postgresql://{USER}:{quote(PASSWORD)}@127.0.0.1:{port}/postgres"
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-n", "0", "-q", "-p", "no:cacheprovider", "-p", PLUGIN, str(HERE)],
            cwd=HERE.parents[1], capture_output=True, text=True, check=False,
            env={**os.environ, "KEFU_DATABASE_URL": address, "KEFU_PROJECT": str(tmp_path), SHARED: str(shared)},
        )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert " failed" not in ran.stdout
