"""What ``kefu query`` gives: a table for people; CSV, JSON or Arrow for programs."""

from __future__ import annotations

import csv
import json
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from kefu.cleaning.covering import covered, privacy_of
from kefu.cleaning.formulas import harmless
from kefu.cli._screen import Screen, titled
from kefu.comparisons import COMPARISONS
from kefu.comparisons._answer import Answer, Line
from kefu.errors import DataError
from kefu.findings import Finding
from kefu.findings.finding import INCOMPLETE_PERIOD
from kefu.findings.lineage import condition
from kefu.metrics.query import Measurement
from kefu.narrative import formats
from kefu.project import Project
from kefu.schema import Privacy


class Answers:
    """One answer; who is named in its slices has a pseudonym unless ``personal``."""

    def __init__(self, screen: Screen, project: Project, answer: Answer, *, personal: bool) -> None:
        self.screen, self.project = screen, project
        self._privacy = {metric: self._privacy_of(metric) for metric in {line.metric for line in answer}}
        self.answer = answer if personal else replace(answer, lines=tuple(self._covered(one) for one in answer))

    def _covered(self, line: Line) -> Line:
        one = line.measurement
        where = {key: self._shown(one, key, member) for key, member in one.query.where.items()}
        return replace(line, measurement=Measurement(replace(one.query, where=where), one.figure))

    def _shown(self, one: Measurement, key: str, member: str | None) -> str | None:
        privacy = self._privacy[one.metric].get(condition(key)[0], Privacy.PUBLIC)
        return member if privacy is Privacy.PUBLIC else covered(member, privacy, self.project.pseudonyms)

    def _privacy_of(self, metric: str) -> dict[str, Privacy]:
        return {name: one for table in self.project.meter.tables(metric) for name, one in privacy_of(table).items()}

    def give(self, format_: str, file: Path | None) -> None:
        """Write the answer in a format, to the file or to where the command writes."""
        try:
            match format_:
                case "table":
                    self._tell()
                case "csv":
                    with _text(file, "utf-8-sig") as stream:
                        self._write_csv(stream)
                case "json":
                    self._give_json(file)
                case _:
                    self._write_arrow(file)
        except OSError as error:
            if isinstance(error, BrokenPipeError) or file is None:
                raise
            raise DataError("{file}: cannot be written: {error}", file=file, error=error.strerror) from error

    # --- for programs ------------------------------------------------------------------------------------------------

    def _write_csv(self, stream: IO[str]) -> None:
        table = self.answer.to_arrow()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([harmless(name) for name in table.column_names])
        writer.writerows([harmless(value) for value in row.values()] for row in self.answer.to_pylist())

    def _give_json(self, file: Path | None) -> None:
        answer = [_as_data(line) for line in self.answer]
        if file is None:
            self.screen.give(answer)
        else:
            file.write_text(json.dumps(answer, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")

    def _write_arrow(self, file: Path | None) -> None:
        """To a file as Arrow IPC file (Feather), to the standard output as Arrow IPC stream."""
        import pyarrow as pa

        table = self.answer.to_arrow()
        if file is None:
            with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as stream:
                stream.write_table(table)
        else:
            with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema) as written:
                written.write_table(table)

    # --- for people --------------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        say, answer = self.screen.word, self.answer
        ranked = any(line.rank for line in answer)
        heads = [
            say("metric"),
            say("period"),
            *answer.by,
            *([say("rank")] if ranked else []),
            say("value"),
            say("rows"),
        ]
        compared = [titled(COMPARISONS[name].title, self.screen.language) for name in answer.compared]
        first = 2 + len(answer.by)
        rows = [self._line(line, ranked=ranked) for line in answer]
        right = range(first, first + 3 + ranked + len(compared))
        self.screen.table([*heads, say("interval"), *compared, say("figure_id")], rows, right=tuple(right))
        if any(line.small_sample for line in answer):
            self.screen.say(say("small_sample"))
        if len(answer):
            self.screen.advise(say("explain_hint", id=answer[0].figure.id))

    def _line(self, line: Line, *, ranked: bool) -> list[str]:
        figure, style = line.figure, self.screen.style
        low, high = figure.interval or (None, None)
        return [
            titled(self.project.metrics[line.metric].title, self.screen.language),
            formats.period(line.period, self.screen.language),
            *(self._member(line, name) for name in self.answer.by),
            *([str(line.rank or "")] if ranked else []),
            f"{formats.figure(figure.value, figure.unit, style)}{' *' if line.small_sample else ''}",
            f"{figure.sample:,}",
            formats.interval(low, high, figure.unit, style) if figure.interval else "",
            *(self._beside(line.comparisons[name]) for name in self.answer.compared),
            figure.id,
        ]

    def _member(self, line: Line, dimension: str) -> str:
        if line.over and dimension == self.answer.by[0]:
            return self.screen.word("all_others")
        return line.measurement.member(dimension) or self.screen.word("not_stated")

    def _beside(self, finding: Finding) -> str:
        """What the figure is held against, with the relative change or, where a percentage says nothing, the change."""
        if "before" not in finding.figures:
            return self.screen.word("incomplete") if INCOMPLETE_PERIOD in finding.caveats else formats.DASH
        before, change = finding.figures["before"], finding.figures["change"]
        relative = finding.figures["relative"].value
        points = formats.change(change.value, change.unit, self.screen.style, short=True)
        moved = (
            points
            if relative is None or change.unit.value in ("share", "nps")
            else formats.relative(relative, self.screen.language)
        )
        return f"{formats.figure(before.value, before.unit, self.screen.style)} ({moved})"


def _text(file: Path | None, encoding: str) -> Any:
    return nullcontext(sys.stdout) if file is None else file.open("w", encoding=encoding, newline="")


def _as_data(line: Line) -> dict[str, Any]:
    figure = line.figure
    return {
        "id": figure.id,
        "metric": line.metric,
        "from": line.period.start.isoformat(),
        "to": line.period.end.isoformat(),
        "where": dict(line.measurement.query.where),
        "value": figure.value,
        "unit": figure.unit.value,
        "sample": figure.sample,
        "small_sample": line.small_sample,
        "censored": figure.censored,
        "interval": list(figure.interval) if figure.interval else None,
        "rank": line.rank,
        "others": line.over,
        "comparisons": {name: _comparison(finding) for name, finding in line.comparisons.items()},
    }


def _comparison(finding: Finding) -> dict[str, Any]:
    said = {role: {"value": one.value, "id": one.id} for role, one in finding.figures.items() if role != "now"}
    return {**said, "caveats": list(finding.caveats)}
