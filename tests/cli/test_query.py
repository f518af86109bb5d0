"""``kefu query`` shows figures, gives raw values to programs, and enters every figure in the ledger."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from kefu.project import Project
from kefu.store import ledger
from tests.cli.conftest import Run

MONTH = ("--period", "2026-10")


def test_a_table_for_people(run: Run, project: Path) -> None:
    shown = run("query", "ticket_volume", "csat", "--project", project, *MONTH)
    lines = shown.out.splitlines()
    assert lines[0].split() == ["metric", "period", "value", "rows", "95", "%", "interval", "id"]
    assert "Oct 2026" in lines[2]
    assert "kefu explain F-" in lines[-1]
    quiet = run("query", "ticket_volume", "--project", project, "--quiet", *MONTH)
    assert "kefu explain" not in quiet.out


def test_csv_and_json_give_the_stored_values(run: Run, project: Path) -> None:
    words = ("query", "csat", "ticket_volume", "--project", project, *MONTH)
    as_json = run(*words, "--json").data
    as_csv = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").out)))
    assert [one["id"] for one in as_csv] == [one["id"] for one in as_json]
    assert [float(one["value"]) for one in as_csv] == [one["value"] for one in as_json]
    assert run(*words, "--format", "json").data == as_json
    assert 0 < as_json[0]["interval"][0] < as_json[0]["value"] < as_json[0]["interval"][1] < 1


def test_no_cell_of_the_csv_is_a_formula(run: Run, tmp_path: Path) -> None:
    """A channel of the source's own, as whoever fills in the form may write it."""
    folder, file = tmp_path / "lantern", tmp_path / "orders.csv"
    file.write_text("订单编号,下单时间,付款时间,承诺送达时间,订单状态,实付金额,客户编号,地区\n"
                    "A1,2026/10/03 09:00:00,,,=1+1,100,c1,华东\n", encoding="utf-8")  # fmt: skip
    run("new", folder, "--language", "en", "--quiet")
    run("import", file, "--project", folder, "--quiet")
    words = ("query", "orders", "--by", "status", "--project", folder, *MONTH)
    (row,) = csv.DictReader(io.StringIO(run(*words, "--format", "csv").out))
    assert (row["status"], row["value"]) == ("'=1+1", "1.0")


def test_slices_add_up_to_the_whole(run: Run, project: Path) -> None:
    words = ("query", "ticket_volume", "--project", project, "--json", "--period", "2026-07..2026-10")
    (whole,) = run(*words).data
    parts = run(*words, "--grain", "month", "--by", "team", "channel").data
    assert sum(one["value"] for one in parts) == whole["value"]
    assert {tuple(one["where"]) for one in parts} == {("team", "channel")}
    (phone,) = run(*words, "--where", "team=phone").data
    assert phone["value"] == sum(one["value"] for one in parts if one["where"]["team"] == "phone")


def test_every_figure_shown_is_in_the_ledger(run: Run, project: Path) -> None:
    shown = run("query", "csat", "--by", "team", "--project", project, "--json", *MONTH).data
    assert all(ledger.find(Project(project).data, one["id"])["value"] == one["value"] for one in shown)


def test_the_last_complete_month_is_the_default(run: Run, project: Path) -> None:
    (one,) = run("query", "ticket_volume", "--project", project, "--json").data
    assert (one["from"], one["to"]) == ("2026-10-01", "2026-11-01")


def test_a_small_sample_is_marked(run: Run, project: Path) -> None:
    shown = run("query", "csat", "--project", project, "--period", "2026-10-01..2026-10-04")
    assert "* small sample" in shown.out


def test_no_value_at_all_is_explained(run: Run, project: Path) -> None:
    shown = run("query", "return_turnaround_median", "--project", project, *MONTH)
    assert shown.code == 0
    assert "no rows of return_case" in shown.err
    assert "–" in shown.out


def test_an_empty_value_asks_for_what_is_not_stated(run: Run, project: Path) -> None:
    (one,) = run("query", "ticket_volume", "--project", project, "--json", "--where", "cause=", *MONTH).data
    assert one["where"] == {"cause": None}
    shown = run("query", "ticket_volume", "--project", project, "--by", "cause", *MONTH)
    assert "not stated" in shown.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("cst",), 5, 'did you mean "csat"?'),
        (("csat", "--by", "tem"), 3, 'did you mean "team"?'),
        (("csat", "--where", "team"), 2, "DIM=VALUE"),
        (("csat", "--where", "team=a", "team=b"), 2, "named twice"),
        (("csat", "--period", "October"), 2, "2026-10"),
        (("csat", "--grain", "hour"), 2, "--grain"),
        (("--json",), 2, "METRIC"),
    ],
)
def test_what_cannot_be_asked(run: Run, project: Path, words: tuple[str, ...], code: int, said: str) -> None:
    shown = run("query", "--project", project, *words)
    assert (shown.code, shown.out) == (code, "")
    assert said in shown.err


def test_without_data_there_is_no_last_month(run: Run, empty: Path) -> None:
    assert run("query", "csat", "--project", empty).code == 5


def test_customers_are_told_apart_without_being_named(run: Run, project: Path) -> None:
    words = ("query", "ticket_volume", "--by", "customer_id", "--project", project, "--json", *MONTH)
    covered = [one["where"]["customer_id"] for one in run(*words).data]
    plain = [one["where"]["customer_id"] for one in run(*words, "--personal").data]
    assert len(set(covered)) == len(set(plain)) > 1
    assert not set(covered) & (set(plain) - {None})


def test_free_text_is_no_dimension(run: Run, project: Path) -> None:
    shown = run("query", "csat", "--by", "comment", "--project", project, *MONTH)
    assert shown.code == 3
    assert 'no dimension "comment"' in shown.err
