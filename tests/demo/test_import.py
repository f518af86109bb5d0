"""The ordinary import reads the made-up exports, and sets aside exactly the rows that were spoiled on purpose."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kefu.cleaning.intake import import_files
from kefu.demo import write_company
from kefu.schema import ENTITIES
from kefu.sources.profiles import PROFILES, recognise


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    write_company(folder, tickets=1_500, last_month=date(2026, 10, 1))
    return folder


def test_every_export_is_recognised(company: Path) -> None:
    fitting = {path.name: recognise(path, PROFILES) for path in (company / "exports").iterdir()}
    names = {file: sorted(one.profile.name for one in profiles) for file, profiles in fitting.items()}
    assert names.pop("stock.xlsx") == ["parts_ledger", "parts_movements"]
    assert all(len(found) == 1 for found in names.values())
    spoken_of = {table.entity for found in fitting.values() for one in found for table in one.profile.tables}
    not_exported = {"mention", "platform_figure", "stock_level"}
    assert spoken_of == set(ENTITIES) - not_exported


def test_exactly_the_spoiled_rows_are_set_aside(company: Path, tmp_path: Path) -> None:
    files = sorted((company / "exports").iterdir())
    taken = import_files(tmp_path / "store", files, profiles=PROFILES, timezone="Asia/Shanghai").taken
    refused: dict[str, Counter[str]] = {}
    for one in taken:
        refused.setdefault(one.file, Counter()).update(one.reasons)
    told = json.loads((company / "blemishes.json").read_text(encoding="utf-8"))
    assert {file: dict(kinds) for file, kinds in refused.items() if kinds} == told
