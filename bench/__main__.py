"""The door: which benchmarks to run, on how large a company, and the table of what they found."""

from __future__ import annotations

import platform
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path

import bench
from bench import (
    again,
    changes,
    coverage,
    dispatch,
    engines,
    forecast,
    importing,
    load,
    localisation,
    masking,
    metrics,
    one_file,
    process,
    quiet,
    report,
    staffing,
    stock,
    stories,
)
from bench.company import Place, make

BENCHMARKS: dict[str, Callable[[Place], list[str]]] = {
    "import": importing.measure,
    "metrics": metrics.measure,
    "again": again.measure,
    "report": report.measure,
    "csv": one_file.measure_csv,
    "xlsx": one_file.measure_xlsx,
    "masking": masking.measure,
    "coverage": coverage.measure,
    "process": process.measure,
    "localisation": localisation.measure,
    "quiet": quiet.measure,
    "spark": engines.measure,
    "staffing": staffing.measure,
    "dispatch": dispatch.measure,
    "stock": stock.measure,
    "forecast": forecast.measure,
    "changes": changes.measure,
    "stories": stories.measure,
    "load": load.measure,
}
OF_THE_COMPANY = {"import", "report", "spark", "load"}
ASKED_FOR = {
    "load",
    "spark",
    "staffing",
    "dispatch",
    "stock",
    "forecast",
    "changes",
    "quiet",
    "stories",
}  # needs more than Kefu has, or an hour


def main() -> None:
    parser = ArgumentParser("python -m bench", description=bench.__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument(
        "which", nargs="*", help=f"{', '.join(BENCHMARKS)}; all but {', '.join(ASKED_FOR)} when left out"
    )
    parser.add_argument("--tickets", type=int, default=1_000_000, help="size of the company (default: 1000000)")
    parser.add_argument("--work", type=Path, default=Path(__file__).parent / "work", help="folder for what is made")
    args = parser.parse_args()
    unknown = set(args.which) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    place = Place(args.work.resolve(), args.tickets)
    print(f"{datetime.now(UTC):%Y-%m-%d}, {platform.system()}, Python {platform.python_version()}, {cpu_count()} cores")
    if not {*args.which} or {*args.which} & OF_THE_COMPANY:
        make(place)
    for name, measure in BENCHMARKS.items():
        if name in args.which or not (args.which or name in ASKED_FOR):
            print(f"\n{name}, {args.tickets:,} tickets")
            for line in measure(place):
                print(f"  {line}", flush=True)


if __name__ == "__main__":
    main()
