"""What Spark counts, beside what is computed by hand and what the embedded engine says; what it says when it cannot."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kefu.engine import connect
from kefu.engine.duckdb import DuckDB
from kefu.errors import DataError, MissingPartError
from kefu.metrics.expression import compile_expression
from kefu.store.snapshot import Snapshot
from tests.canonical import bring_in
from tests.metrics.test_expression import ABSENT, BY_HAND, OPERATORS, PLACE, ROW
from tests.spark import needs_spark
from tests.store.test_identity import COMPANY, FLAGSHIP, OUTLET, say

pytestmark = needs_spark

CASES = [*(case for cases in BY_HAND.values() for case in cases), *OPERATORS, *ABSENT]
COLUMNS = {
    "n": "CAST(7 AS INT)",
    "zero": "CAST(0 AS BIGINT)",
    "x": "CAST(-1.5 AS DOUBLE)",
    "half": "CAST(2.5 AS DOUBLE)",
    "money": "CAST(10.25 AS DECIMAL(10, 2))",
    "word": "'Gift 100% 礼品'",
    "yes": "true",
    "no": "false",
    "at": "TIMESTAMP_NTZ '2026-02-01 09:30:15.6'",
    "later": "TIMESTAMP_NTZ '2026-02-02 10:30:16.1'",
    "day": "DATE '2026-02-02'",
    "gone": "CAST(NULL AS BIGINT)",
    "gone_yes": "CAST(NULL AS BOOLEAN)",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    engine = connect("local[2]", scratch=tmp_path_factory.mktemp("scratch"), memory="1GB")
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("persons") / "data"
    rows: dict[str, Any] = {**COMPANY}
    bring_in(folder, **rows)
    say(folder, agent=f"{FLAGSHIP}=小美 {OUTLET}=小美", customer="c2=c1")
    return folder


def test_every_expression_gives_what_is_computed_by_hand(engine: Any) -> None:
    engine.session.define("by_hand", f"SELECT {', '.join(f'{sql} AS {name}' for name, sql in COLUMNS.items())}")
    table = engine.ibis.table("by_hand")
    assert set(COLUMNS) == set(ROW) - {"zoned", "tags"}
    asked = {f"a{i}": compile_expression(text, table, PLACE) for i, (text, _) in enumerate(CASES)}
    [found] = table.select(**asked).to_pyarrow().to_pylist()
    wrong = {text: found[f"a{i}"] for i, (text, value) in enumerate(CASES) if found[f"a{i}"] != value}
    assert wrong == {}


def test_quantiles_lie_between_two_values_alike(engine: Any) -> None:
    """Of 1, 2, 4, 10 the median is 3; the 90th percentile lies 0.7 of the way from 4 to 10."""
    engine.session.define("four", "SELECT explode(array(1.0D, 2.0D, 4.0D, 10.0D, NULL)) AS v")
    value = engine.ibis.table("four").v
    assert value.quantile(0.5).to_pyarrow().as_py() == 3.0
    assert value.quantile(0.9).to_pyarrow().as_py() == pytest.approx(8.2, rel=1e-12)


def test_without_files_a_view_is_empty_and_typed(engine: Any) -> None:
    engine.view("nothing", [], {'a "b` c': "VARCHAR", "waited": "DOUBLE", "at": "TIMESTAMP"})
    table = engine.table("nothing")
    assert [str(kind) for kind in table.schema().types] == ["string", "float64", "timestamp"]
    assert table.count().to_pyarrow().as_py() == 0


def test_files_of_other_columns_are_one_table(engine: Any, tmp_path: Path) -> None:
    """As the store grows: an early month lacks a column, and a path may be anything."""
    folder = tmp_path / "Größe {1} 50% [客服]"
    for month, more in (("2026-01", ""), ("2026-02", ", 2.5::DOUBLE AS late")):
        (folder / f"month={month}").mkdir(parents=True)
        engine.run(
            f"COPY (SELECT 'a' AS id, TIMESTAMP '2026-01-31 23:00:00' AS at {more}) "
            f"TO '{folder}/month={month}/part-0.parquet' (PARQUET_VERSION V2, COMPRESSION zstd)"
        )
    engine.view("grown", sorted(folder.rglob("*.parquet")), {})
    [early, late] = engine.table("grown").order_by("month").to_pyarrow().to_pylist()
    assert (early["late"], late["late"]) == (None, 2.5)
    assert (early["month"], early["at"].isoformat()) == ("2026-01", "2026-01-31T23:00:00")


def test_a_file_that_a_worker_does_not_see_is_named(engine: Any, tmp_path: Path) -> None:
    (tmp_path / "month=2026-01").mkdir()
    file = tmp_path / "month=2026-01" / "part-0.parquet"
    engine.run(f"COPY (SELECT 'a' AS id) TO '{file}' (FORMAT parquet)")
    engine.view("gone", [file], {})
    engine.table("gone")
    file.unlink()
    asked: list[Callable[[], Any]] = [
        lambda: engine.answer("SELECT id FROM gone", {}),
        lambda: engine.ibis.table("gone").to_pyarrow(),
    ]
    for ask in asked:
        with pytest.raises(DataError, match=r"cannot read .*every worker must see the project's folder") as caught:
            ask()
        assert "\n" not in str(caught.value)


def test_a_query_is_a_view_of_both(engine: Any) -> None:
    engine.view("rows_given", [], {"id": "VARCHAR", "agent_id": "VARCHAR"})
    engine.define("persons", 'SELECT t."id" AS "id", coalesce(t.agent_id, \'it\'\'s\') AS "agent_id" FROM rows_given t')
    assert engine.rows("SELECT * FROM persons") == []
    assert engine.table("persons").columns == ("id", "agent_id")


@pytest.mark.parametrize("entity", ["message", "training_record", "agent", "customer"])
def test_persons_are_laid_over_rows_alike(engine: Any, store: Path, entity: str) -> None:
    """Agents of two nicks and customers of two accounts: one row each, and one id in the rows that name them."""
    found = {}
    for one in (connect(), engine):
        Snapshot(store, one).open(entity)
        rows = one.table(entity).to_pyarrow().to_pylist()
        found[type(one).__name__] = sorted(rows, key=lambda row: [str(value) for value in row.values()])
    assert found["Spark"] == found["DuckDB"]
    persons = {row.get(name) for row in found["Spark"] for name in ("author_id", "agent_id", "customer_id")}
    assert persons & {"小美", "c1"}
    assert not persons & {FLAGSHIP, "c2"}


def test_two_engines_of_one_process_do_not_see_each_others_views(engine: Any) -> None:
    other: Any = connect("local[2]", memory="1GB")
    for one, count in ((engine, 1), (other, 2)):
        one.session.define("mine", f"SELECT explode(sequence(1, {count})) AS n")
    counts = [one.answer("SELECT count(*) AS rows FROM mine", {})[0]["rows"] for one in (engine, other)]
    assert counts == [1, 2]
    DuckDB.close(other)  # closing it as Spark would end the application of both


def test_the_log_is_a_file(tmp_path: Path) -> None:
    """In a process of its own: the log is that of the first engine of a process."""
    code = "import sys, pathlib, kefu.engine as e; e.connect('local[2]', scratch=pathlib.Path(sys.argv[1])).session"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, timeout=120)
    assert "Spark" in (tmp_path / "spark.log").read_text(encoding="utf-8")


def test_java_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from kefu.engine._session import _require_java

    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(MissingPartError, match=r"needs Java 17, and there is no java on JAVA_HOME"):
        _require_java()


def test_a_master_nobody_answers_at_is_named(engine: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    other: Any = connect(f"spark://127.0.0.1:{port}")
    with pytest.raises(DataError, match=rf"nobody answers at spark://127\.0\.0\.1:{port}"):
        other.session  # noqa: B018
    assert engine.answer("SELECT 1 AS one", {}) == [{"one": 1}], "the one that runs is left alone"


@pytest.mark.parametrize(("memory", "java"), [("2GB", "2048m"), ("512 MiB", "512m"), ("1.5g", "1536m")])
def test_memory_is_told_to_java_in_its_words(memory: str, java: str) -> None:
    from kefu.engine._session import _mebibytes

    assert _mebibytes(memory) == java
