"""Spark as an engine before it begins: how it is named, and what is said where it is not there."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from kefu.engine import connect
from kefu.engine.spark import _tables
from kefu.errors import DefinitionError, MissingPartError


@pytest.mark.parametrize("name", ["local", "local[2]", "local[*]", "spark://10.0.0.5:7077", "spark://a:7077,b:7077"])
def test_a_spark_is_named_by_its_master_and_begins_when_it_is_asked(name: str) -> None:
    engine = connect(name)
    assert engine.one("SELECT 1") == 1, "SQL written by hand is the embedded engine's"
    engine.close()


@pytest.mark.parametrize("name", ["spark", "local[0]", "local[2", "spark://host", "yarn", "http://host:7077", ""])
def test_what_is_no_master_is_refused(name: str) -> None:
    with pytest.raises(DefinitionError, match=r"kefu\.yaml: engine: should be duckdb, or a Spark such as local\[2\]"):
        connect(name)


def test_without_pyspark_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.delitem(sys.modules, "kefu.engine._session", raising=False)
    engine: Any = connect("local[2]")
    with pytest.raises(MissingPartError, match=r'engine: local\[2\] needs .*pip install "kefu\[spark\]"'):
        engine.session  # noqa: B018 - begins here


@pytest.mark.parametrize(
    "sql", ['SELECT t."a", coalesce(m.b, t.c) AS "c" FROM "x_given" t LEFT JOIN identity m ON m.month = \'agent\'']
)
def test_a_view_knows_what_it_reads(sql: str) -> None:
    assert _tables(sql, "duckdb") == {"x_given", "identity"}
