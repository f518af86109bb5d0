"""``benchmarks.csv``: read as it is written, and a mistake is answered with line, column and what should be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.errors import DefinitionError
from kefu.metrics import METRICS
from kefu.metrics.benchmark import Benchmark, read_benchmarks


def write(folder: Path, text: str) -> Path:
    (folder / "benchmarks.csv").write_text(text, encoding="utf-8-sig")
    return folder


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert read_benchmarks(tmp_path, METRICS) == ()


def test_benchmarks_of_everything_and_of_one_team(tmp_path: Path) -> None:
    text = "metric,value,source,dimension,member\ncsat,0.85,行业报告 2026,,\nnps,30,panel,team,phone\n"
    assert read_benchmarks(write(tmp_path, text), METRICS) == (
        Benchmark("csat", 0.85, "行业报告 2026"),
        Benchmark("nps", 30, "panel", "team", "phone"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("metric,value\ncsat,1\n", "benchmarks.csv: column source is missing; it has metric, value"),
        ("metric,valu,source\n", 'benchmarks.csv: unknown column "valu"; did you mean "value"?'),
        ("metric,value,source\ncsta,1,x\n", 'benchmarks.csv: line 2: no metric "csta"; did you mean "csat"?'),
        ("metric,value,source\ncsat,85%,x\n", 'benchmarks.csv: line 2: value: "85%" is no number'),
        ("metric,value,source,dimension\ncsat,1,x,team\n", "benchmarks.csv: line 2: dimension and member go together"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_benchmarks(write(tmp_path, text), METRICS)
    assert str(caught.value).startswith(said)
