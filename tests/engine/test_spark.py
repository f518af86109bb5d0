"""Spark as an engine: what it is asked for, what it counts like, and what it says when it is not there."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from kefu.engine import connect
from kefu.engine.duckdb import DuckDB
from kefu.errors import DataError, DefinitionError, MissingPartError
from kefu.metrics.expression import compile_expression
from tests.metrics.test_expression import ABSENT, BY_HAND, OPERATORS, PLACE, ROW
from tests.spark import needs_spark

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
    monkeypatch.setitem(__import__("sys").modules, "pyspark", None)
    monkeypatch.delitem(__import__("sys").modules, "kefu.engine._session", raising=False)
    with pytest.raises(MissingPartError, match=r'engine: local\[2\] needs .*pip install "kefu\[spark\]"'):
        connect("local[2]").table("ticket")


@pytest.mark.parametrize(
    "sql", ['SELECT t."a", coalesce(m.b, t.c) AS "c" FROM "x_given" t LEFT JOIN identity m ON m.month = \'agent\'']
)
def test_a_view_knows_what_it_reads(sql: str) -> None:
    from kefu.engine.spark import _tables

    assert _tables(sql) == {"x_given", "identity"}


class TestOnSpark:
    pytestmark = needs_spark

    @pytest.fixture(scope="class")
    def engine(self, tmp_path_factory: pytest.TempPathFactory) -> Any:
        engine = connect("local[2]", scratch=tmp_path_factory.mktemp("scratch"), memory="1GB")
        yield engine
        engine.close()

    def test_every_expression_gives_what_is_computed_by_hand(self, engine: Any) -> None:
        engine.session.define("by_hand", f"SELECT {', '.join(f'{sql} AS {name}' for name, sql in COLUMNS.items())}")
        table = engine.ibis.table("by_hand")
        assert set(COLUMNS) == set(ROW) - {"zoned", "tags"}
        asked = {f"a{i}": compile_expression(text, table, PLACE) for i, (text, _) in enumerate(CASES)}
        [found] = table.select(**asked).to_pyarrow().to_pylist()
        wrong = {text: found[f"a{i}"] for i, (text, value) in enumerate(CASES) if found[f"a{i}"] != value}
        assert wrong == {}

    def test_quantiles_lie_between_two_values_alike(self, engine: Any) -> None:
        """Of 1, 2, 4, 10 the median is 3; the 90th percentile lies 0.7 of the way from 4 to 10."""
        engine.session.define("four", "SELECT explode(array(1.0D, 2.0D, 4.0D, 10.0D, NULL)) AS v")
        value = engine.ibis.table("four").v
        assert value.quantile(0.5).to_pyarrow().as_py() == 3.0
        assert value.quantile(0.9).to_pyarrow().as_py() == pytest.approx(8.2, rel=1e-12)

    def test_without_files_a_view_is_empty_and_typed(self, engine: Any) -> None:
        engine.view("nothing", [], {'a "b` c': "VARCHAR", "waited": "DOUBLE", "at": "TIMESTAMP"})
        table = engine.table("nothing")
        assert [str(kind) for kind in table.schema().types] == ["string", "float64", "timestamp"]
        assert table.count().to_pyarrow().as_py() == 0

    def test_files_of_other_columns_are_one_table(self, engine: Any, tmp_path: Path) -> None:
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

    def test_a_query_is_a_view_of_both(self, engine: Any) -> None:
        engine.view("rows_given", [], {"id": "VARCHAR", "agent_id": "VARCHAR"})
        engine.define(
            "persons", 'SELECT t."id" AS "id", coalesce(t.agent_id, \'it\'\'s\') AS "agent_id" FROM rows_given t'
        )
        assert engine.rows("SELECT * FROM persons") == []
        assert engine.table("persons").columns == ("id", "agent_id")

    def test_two_engines_of_one_process_do_not_see_each_others_views(self, engine: Any) -> None:
        other: Any = connect("local[2]", memory="1GB")
        for one, count in ((engine, 1), (other, 2)):
            one.session.define("mine", f"SELECT explode(sequence(1, {count})) AS n")
        counts = [one.answer("SELECT count(*) AS rows FROM mine", {})[0]["rows"] for one in (engine, other)]
        assert counts == [1, 2]
        DuckDB.close(other)  # closing it as Spark would end the application of both

    def test_the_log_is_a_file(self, engine: Any) -> None:
        engine.session  # noqa: B018 - begins here
        assert "Spark" in (engine.scratch / "spark.log").read_text(encoding="utf-8")

    def test_java_that_is_not_there_is_named(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        from kefu.engine._session import _require_java

        monkeypatch.setenv("JAVA_HOME", str(tmp_path))
        with pytest.raises(MissingPartError, match=r"needs Java 17, and there is no java on JAVA_HOME"):
            _require_java()

    def test_a_master_nobody_answers_at_is_named(self, engine: Any) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        other: Any = connect(f"spark://127.0.0.1:{port}")
        with pytest.raises(DataError, match=rf"nobody answers at spark://127\.0\.0\.1:{port}"):
            other.session  # noqa: B018
        assert engine.answer("SELECT 1 AS one", {}) == [{"one": 1}], "the one that runs is left alone"

    @pytest.mark.parametrize(("memory", "java"), [("2GB", "2048m"), ("512 MiB", "512m"), ("1.5g", "1536m")])
    def test_memory_is_told_to_java_in_its_words(self, memory: str, java: str) -> None:
        from kefu.engine._session import _mebibytes

        assert _mebibytes(memory) == java
