"""Walking back from a figure's id to its definition, its query, its data and the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kefu.findings import Figure, Period, Query
from kefu.metrics.definition import Definition
from kefu.metrics.query import Meter
from kefu.store import ledger
from kefu.store.record import FileImport

FIRST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of a figure.

    ``shown`` is its entry in the ledger, ``now`` the same question asked of today's data, ``rows`` the first of
    ``row_count`` rows behind it, ``sql`` the query for all of them, ``files`` the imports those rows came from with
    what was set aside there, ``inputs`` the explanations of the figures a computed figure is made of.
    """

    shown: Mapping[str, Any]
    definition: Definition | None = None
    query: Query | None = None
    now: Figure | None = None
    sql: str = ""
    rows: tuple[Mapping[str, Any], ...] = ()
    row_count: int = 0
    files: tuple[FileImport, ...] = ()
    inputs: tuple[Explanation, ...] = field(default=())

    @property
    def unchanged(self) -> bool:
        """Whether today's data give the very figure that was shown."""
        return self.now is not None and self.now.id == self.shown["id"]


def explain(meter: Meter, folder: Path, figure: str) -> Explanation:
    """Explain a figure some report or query has shown; raises NotFoundError for an id nobody has seen."""
    shown = ledger.find(folder, figure)
    lineage = shown["lineage"]
    if lineage["query"] is None:
        return Explanation(shown, inputs=tuple(explain(meter, folder, one) for one in lineage["inputs"]))
    query = _query(lineage["query"])
    if query.metric not in meter.metrics:
        return Explanation(shown, query=query)
    rows = meter.rows(query.metric, query.period, query.where)
    first = rows.limit(FIRST_ROWS).to_pyarrow().to_pylist()
    # Grouped: of ordered rows Ibis has Spark select the distinct ones before it drops the other columns.
    sources = rows.aggregate(rows.count(), by="_source").to_pyarrow()["_source"].to_pylist()
    imports = {one.number: one for one in meter.snapshot.record.imports}
    return Explanation(
        shown,
        definition=meter.definition(query.metric),
        query=query,
        now=meter.figure(query.metric, query.period, query.where),
        sql=str(meter.snapshot.engine.ibis.compile(rows, pretty=True)),
        rows=tuple(first),
        row_count=int(rows.count().to_pyarrow().as_py()),
        files=tuple(imports[number] for number in sorted(sources) if number in imports),
    )


def _query(raw: Mapping[str, Any]) -> Query:
    period = Period(date.fromisoformat(raw["from"]), date.fromisoformat(raw["to"]))
    return Query(raw["metric"], period, raw["where"])
