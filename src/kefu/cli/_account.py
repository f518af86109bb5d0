"""The account ``kefu explain`` gives of one figure, as text and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from kefu.cleaning.covering import covered_row, privacy_of
from kefu.cleaning.reasons import as_data, counted
from kefu.cli import _tables
from kefu.cli._export import write_rows
from kefu.cli._screen import Screen, plain, titled
from kefu.errors import KefuError
from kefu.findings import Figure, Period, Unit
from kefu.findings.lineage import condition
from kefu.metrics import Aggregate, Definition
from kefu.metrics.explanation import FIRST_ROWS, Explanation
from kefu.metrics.query import local_time
from kefu.narrative import formats
from kefu.project import Project
from kefu.schema import ENTITIES

BATCH = 10_000
MOST_CELLS = 32
PAGE = 120  # cells of a line where there is no terminal
ORIGIN = ("_source", "_row")


class Account:
    """One figure's account; ``rows`` is how many of its rows are shown."""

    def __init__(self, screen: Screen, project: Project, found: Explanation, *, rows: int, personal: bool) -> None:
        self.screen, self.project, self.found = screen, project, found
        self.limit, self.personal = rows, personal

    @property
    def measured(self) -> bool:
        """Whether the figure was read off rows with a definition that is still known."""
        return self.found.definition is not None and self.found.query is not None

    # --- as text -----------------------------------------------------------------------------------------------------

    def tell(self) -> None:
        if self.screen.json:
            return
        self._line("figure_id", self.found.shown["id"])
        if self.found.definition is not None:
            self._tell_definition(self.found.definition)
        if self.found.query is None:
            self._tell_value()
            self._tell_formula()
            return
        self._tell_query()
        self._tell_value()
        if not self.measured:
            self.screen.say(self.screen.word("metric_gone", metric=self.found.query.metric))
            return
        self._tell_snapshots()
        self._tell_sql()
        self._tell_rows()
        self._tell_files()

    def _line(self, key: str, text: str) -> None:
        self.screen.pair(self.screen.word(key), text)

    def _tell_definition(self, definition: Definition) -> None:
        language = self.screen.language
        self._line("metric", f"{titled(definition.title, language)} ({definition.name})")
        self._line("question", titled(definition.question, language))
        if definition.note:
            self._line("note", titled(definition.note, language))
        self._line("expression", expression(definition))

    def _tell_query(self) -> None:
        query = self.found.query
        if query is None:
            return
        self._line("period", f"{formats.period(query.period, self.screen.language)} ({_days(query.period)})")
        for key, member in query.where.items():
            name, left_out = condition(key)
            said = f"{name} = {member if member is not None else self.screen.word('not_stated')}"
            self._line("slice", self.screen.word("left_out", said=said) if left_out else said)

    def _tell_value(self) -> None:
        shown, now = self.found.shown, self.found.now
        self._line(
            "as_shown",
            self._amount(shown["value"], Unit(shown["unit"]), shown["interval"], shown["sample"], shown["censored"]),
        )
        if now is not None:
            self._line("now", self._amount(now.value, now.unit, now.interval, now.sample, now.censored))
            self.screen.say(self._verdict(now))

    def _verdict(self, now: Figure) -> str:
        if self.found.unchanged:
            return self.screen.word("unchanged")
        changed = [name for name, state in self._changes.items() if state != "same"]
        if now.lineage.definition != self.found.shown["lineage"]["definition"]:
            changed.insert(0, self.screen.word("the_definition"))
        return self.screen.word("changed", what=", ".join(changed))

    def _amount(self, value: float | None, unit: Unit, interval: Any, sample: int, censored: int) -> str:
        style = self.screen.style
        text = str(formats.figure(value, unit, style))
        spread = f", 95 % {formats.interval(interval[0], interval[1], unit, style)}" if interval else ""
        open_rows = f", {self.screen.word('censored', count=f'{censored:,}')}" if censored else ""
        return f"{text} (n = {sample:,}{spread}{open_rows})"

    def _tell_formula(self) -> None:
        self._line("formula", self.found.shown["lineage"]["formula"])
        headers = [self.screen.word(one) for one in ("input", "figure_id", "metric", "slice", "period", "as_shown")]
        self.screen.say()
        self.screen.table(headers, [self._input(at, one) for at, one in enumerate(self.found.inputs, start=1)])

    def _input(self, position: int, one: Explanation) -> list[str]:
        language, shown = self.screen.language, one.shown
        title = titled(one.definition.title, language) if one.definition else shown["lineage"]["formula"]
        value = str(formats.figure(shown["value"], Unit(shown["unit"]), self.screen.style))
        members = one.query.where.items() if one.query else ()
        place = ", ".join(f"{name}={self.screen.word('not_stated') if at is None else at}" for name, at in members)
        when = formats.period(one.query.period, language) if one.query else ""
        return [str(position), shown["id"], title or (one.query.metric if one.query else ""), place, when, value]

    @cached_property
    def _changes(self) -> Mapping[str, str]:
        """What became of each partition read: same, or changed."""
        now = self.found.now.lineage.snapshots if self.found.now else {}
        return {
            name: "same" if now.get(name) == digest else "changed"
            for name, digest in self.found.shown["lineage"]["snapshots"].items()
        }

    def _tell_snapshots(self) -> None:
        headers = [self.screen.word(one) for one in ("snapshot", "digest", "state")]
        held = self.found.shown["lineage"]["snapshots"].items()
        self.screen.say()
        self.screen.table(
            headers, [[name, digest, self.screen.word(f"partition_{self._changes[name]}")] for name, digest in held]
        )

    def _tell_sql(self) -> None:
        self.screen.say(f"\nSQL\n{self.found.sql}")

    def _tell_rows(self) -> None:
        rows = self.rows
        heading = self.screen.word("rows_behind", shown=len(rows), all=f"{self.found.row_count:,}")
        self.screen.say(f"\n{heading}")
        if not rows:
            return
        names = self._columns(rows)
        texts = [[_tables.clipped(plain(row[name]), MOST_CELLS) for name in names] for row in rows]
        fit = _tables.fitting(names, texts, self.screen.width or PAGE, most=MOST_CELLS)
        self.screen.say(_tables.table(names[:fit], [line[:fit] for line in texts]))
        if fit < len(names):
            self.screen.advise(self.screen.word("more_columns", count=len(names) - fit))

    def _tell_files(self) -> None:
        headers = [self.screen.word(one) for one in ("number", "file", "profile", "rows", "set_aside", "why")]
        lines = [
            [str(one.number), one.file, one.profile, f"{one.rows:,}", f"{one.quarantined:,}", self._why(one.reasons)]
            for one in self.found.files
        ]
        if lines:
            self.screen.say(f"\n{self.screen.word('files_behind')}")
            self.screen.table(headers, lines, right=(0, 3, 4))

    def _why(self, reasons: Mapping[str, int]) -> str:
        return counted(reasons, self.screen.language)

    # --- rows --------------------------------------------------------------------------------------------------------

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The first rows, as they may be shown, headed by the file and row each came from."""
        first: list[Mapping[str, Any]] = list(self.found.rows[: self.limit])
        if self.limit > FIRST_ROWS and self.found.row_count > FIRST_ROWS:
            first = self._table().limit(self.limit).to_pyarrow().to_pylist()
        return [self._shown(row) for row in first]

    def export(self, path: Path) -> int:
        """Write every row behind the figure as CSV; returns how many."""
        return write_rows(path, self._all_rows())

    def _all_rows(self) -> Iterator[dict[str, Any]]:
        for batch in self._table().to_pyarrow_batches(chunk_size=BATCH):
            for row in batch.to_pylist():
                yield self._shown(row)

    def _table(self) -> Any:
        query = self.found.query
        if query is None:
            raise KefuError(
                "{id}: is computed from other figures and has no rows of its own", id=self.found.shown["id"]
            )
        return self.project.meter.rows(query.metric, query.period, query.where)

    def _shown(self, row: Mapping[str, Any]) -> dict[str, Any]:
        files = {one.number: one.file for one in self.found.files}
        origin = {"_file": files.get(row.get("_source", 0), ""), "_row": row.get("_row")}
        rest = {name: value for name, value in row.items() if name not in ORIGIN}
        return {**origin, **(rest if self.personal else covered_row(rest, self._privacy, self.project.pseudonyms))}

    @cached_property
    def _entity(self) -> str:
        definition = self.found.definition
        while definition is not None and definition.parts:
            definition = self.project.metrics[definition.parts[0]]
        return definition.entity if definition else ""

    @cached_property
    def _privacy(self) -> Mapping[str, Any]:
        return privacy_of(self._entity)

    def _columns(self, rows: list[dict[str, Any]]) -> list[str]:
        """The columns that say something, those the figure is made of first."""
        told = [name for name in rows[0] if any(row[name] not in (None, "") for row in rows)]
        leading = [name for name in ("_file", "_row", *self._telling()) if name in told]
        return list(dict.fromkeys([*leading, *(name for name in told if name != "month")]))

    def _telling(self) -> list[str]:
        """Key, time, value and condition of the metric."""
        from kefu.metrics.expression import columns_of

        definition = self.found.definition
        if definition is None:
            return []
        while definition.parts:
            definition = self.project.metrics[definition.parts[0]]
        key = ENTITIES[definition.entity].key if definition.entity in ENTITIES else ("ticket_id",)
        used = [columns_of(one) for one in (definition.value, definition.where) if one]
        return [*key, local_time(definition), *(name for one in used for name in sorted(one))]

    # --- as data -----------------------------------------------------------------------------------------------------

    def as_data(self) -> dict[str, Any]:
        found = self.found
        return {
            **_entry(found),
            "definition": self._definition_data(found.definition),
            "unchanged": found.unchanged if found.query else None,
            "now": _now(found.now),
            "snapshots": {
                name: {"digest": digest, "unchanged": self._changes[name] == "same"}
                for name, digest in found.shown["lineage"]["snapshots"].items()
            },
            "sql": found.sql,
            "row_count": found.row_count,
            "rows": self.rows if self.measured else [],
            "files": [as_data(one, self.screen.language) for one in found.files],
            "inputs": [_entry(one) for one in found.inputs],
        }

    def _definition_data(self, definition: Definition | None) -> dict[str, Any] | None:
        if definition is None:
            return None
        return {
            "name": definition.name,
            "title": titled(definition.title, self.screen.language),
            "question": titled(definition.question, self.screen.language),
            "note": titled(definition.note, self.screen.language),
            "expression": expression(definition),
            "digest": definition.digest,
        }


def expression(definition: Definition) -> str:
    """The metric's recipe in one line: ``median(first_response_seconds) of ticket where not is_spam``."""
    if definition.aggregate is Aggregate.RATIO:
        factor = f"{definition.times:g} * " if definition.times != 1 else ""
        return f"{factor}{definition.numerator} / {definition.denominator}"
    if definition.aggregate is Aggregate.SPREAD:
        return f"max / min of {definition.of} over {definition.over}"
    if definition.aggregate is Aggregate.WEIGHTED:
        return f"{definition.of} weighted over {definition.over} by {definition.population}"
    level = f", {definition.quantile}" if definition.quantile is not None else ""
    where = f" where {definition.where}" if definition.where else ""
    recipe = f"{definition.aggregate.value}({definition.value or '*'}{level})"
    until = f" until {definition.until}" if definition.until else ""
    return f"{recipe} of {definition.entity} by {definition.at}{until}{where}"


def _entry(found: Explanation) -> dict[str, Any]:
    shown = found.shown
    kept = {name: shown[name] for name in ("id", "value", "unit", "sample", "censored", "interval")}
    lineage = shown["lineage"]
    return {**kept, "query": lineage["query"], "formula": lineage["formula"] or None}


def _now(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {"id": figure.id, "value": figure.value, "sample": figure.sample, "interval": figure.interval}


def _days(period: Period) -> str:
    first: date = period.start
    return f"{first}..{period.end}"
