"""A bank's real month of calls, imported once for the analyses that look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.analyses import Study
from kefu.configuration import Configuration
from kefu.findings import Period
from kefu.project import Project

BANK = Path(__file__).parents[3] / "shared" / "data" / "callcentre_bank" / "anonymous_bank_1999_02.tsv.gz"


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Study:
    if not BANK.is_file():
        pytest.skip("the call-centre month is not at ../shared/data beside the repository")
    folder = tmp_path_factory.mktemp("bank") / "bank"
    project = Project.create(folder, Configuration(company="Bank", timezone="Asia/Jerusalem", country="IL"))
    project.import_files([BANK])
    return Study(project.meter, Period.month("1999-02"), ())
