"""``import``: Kefu's import of the export folder beside DuckDB's own copy of the same files to Parquet.

DuckDB copies each CSV and JSON Lines file with its readers' own defaults and keeps going over broken lines. It does
not do what an import is for: read texts by profile, keep every refused row with its reason and the raw file as
received, find repeated keys, write tables by month with digests, compute facts. Kefu's seconds are given by kind of
file. Two things DuckDB does not read without an extension from the network: GB18030, so those files are turned into
UTF-8 first, within its time (Kefu has to do the same), and XLSX, so workbooks count in Kefu's time only.
"""

from __future__ import annotations

import shutil
import time
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

from bench.company import Place
from bench.fresh import Run, run

WORKBOOKS = (".xlsx",)


def measure(place: Place) -> list[str]:
    """Copy, import, copy: what the machine does besides meets both."""
    before = run(copy_files, place.exports, place.scratch)
    ours = bring_in(place)
    after = run(copy_files, place.exports, place.scratch)
    theirs = mean([before.seconds, after.seconds])
    rows, stages = ours.said["rows"], ours.said["stages"]
    kinds: dict[str, float] = {}
    for name, seconds in stages:
        kind = name if "." not in name else _kind(name)
        kinds[kind] = kinds.get(kind, 0.0) + seconds
    facts = kinds.get("facts", 0.0)
    workbooks = sum(seconds for name, seconds in stages if Path(name).suffix in WORKBOOKS)
    return [
        f"kefu import               {ours.times}   peak {ours.memory}",
        f"  {rows:,} rows, {rows / ours.seconds:,.0f} a second; {ours.said['quarantined']:,} set aside with a reason",
        *(f"  {kind:24}{seconds:7.1f} s" for kind, seconds in sorted(kinds.items(), key=lambda item: -item[1])),
        f"DuckDB's copy, before     {before.times}   peak {before.memory}",
        f"DuckDB's copy, after      {after.times}   peak {after.memory}",
        f"  of it GB18030 into UTF-8{mean([before.said['transcoding'], after.said['transcoding']]):7.1f} s",
        f"ratio, all of the import  {ours.seconds / theirs:7.2f}{_cpu_ratio(ours, before, after)}",
        f"ratio, without facts and workbooks {(ours.seconds - facts - workbooks) / theirs:.2f}",
    ]


def _cpu_ratio(ours: Run, *theirs: Run) -> str:
    seconds = [one.cpu for one in theirs if one.cpu is not None]
    return f", of CPU seconds {ours.cpu / mean(seconds):.2f}" if ours.cpu is not None and seconds else ""


def bring_in(place: Place) -> Run:
    """A new project with everything imported; the other benchmarks measure it."""
    shutil.rmtree(place.project, ignore_errors=True)
    return run(import_folder, place.project, place.exports)


def _kind(name: str) -> str:
    """A file without its half-year: ``orders_2024H2.csv`` is one of the orders."""
    stem = Path(name).stem
    return stem.rsplit("_", 1)[0] if stem[-2:] in ("H1", "H2") else stem


def import_folder(project: str, exports: str) -> dict[str, Any]:
    """Kefu's side; the seconds of each stage are those between two reports of progress."""
    from kefu.configuration import Configuration
    from kefu.project import Project

    moments: list[tuple[str, float]] = []
    files = sorted(Path(exports).iterdir())
    made = Project.create(Path(project), Configuration(company="bench"))
    outcome = made.import_files(files, progress=lambda stage, _done: moments.append((stage, time.perf_counter())))
    return {
        "rows": sum(one.rows for one in outcome.taken),
        "quarantined": sum(one.quarantined for one in outcome.taken),
        "stages": [(stage, end - begin) for (stage, begin), (_, end) in pairwise(moments)],
    }


def copy_files(exports: str, scratch: str) -> dict[str, Any]:
    """DuckDB's side: one statement per file."""
    import duckdb

    folder = Path(scratch)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    connection = duckdb.connect(config={"autoinstall_known_extensions": False})
    transcoding = 0.0
    for file in sorted(Path(exports).iterdir()):
        if file.suffix in WORKBOOKS:
            continue
        began = time.perf_counter()
        source = _readable(file, folder)
        transcoding += time.perf_counter() - began
        reader = "read_json" if file.suffix == ".jsonl" else "read_csv"
        connection.execute(
            f"COPY (SELECT * FROM {reader}('{source}', ignore_errors = true)) "
            f"TO '{folder / file.stem}.parquet' (FORMAT parquet, COMPRESSION zstd)"
        )
        if source != file:
            source.unlink()
    shutil.rmtree(folder)
    return {"transcoding": transcoding}


def _readable(file: Path, scratch: Path) -> Path:
    """The file itself, or a copy in UTF-8."""
    with file.open("rb") as stream:
        start = stream.read(1 << 16)
    try:
        start[: start.rfind(b"\n")].decode()
    except UnicodeDecodeError:
        pass
    else:
        return file
    copy = scratch / file.name
    with (
        file.open(encoding="gb18030", errors="replace", newline="") as source,
        copy.open("w", encoding="utf-8", newline="") as target,
    ):
        shutil.copyfileobj(source, target, 1 << 22)
    return copy
