"""``kefu query`` shows figures, gives raw values to programs, and enters every figure in the ledger."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
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
        (("orders", "--by", "team"), 3, "rows of order; known: bought_before_180d, buys_again_90d, channel, "),
        (("csat", "--compare", "previous_mont"), 5, 'did you mean "previous_month"?'),
        (("csat", "--top", "3"), 2, "--by"),
        (("csat", "--top", "0", "--by", "team"), 2, "1 or more"),
        (("csat", "--output", "csat.arow"), 2, 'did you mean "arrow"?'),
        (("csat", "--output", "csat"), 2, "known: arrow, csv, json"),
        (("csat", "--where", "!=phone"), 2, "DIM!=VALUE"),
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


def test_the_same_answer_in_every_format(run: Run, project: Path, tmp_path: Path) -> None:
    asked = ("ticket_volume", "csat", "--by", "team,channel", "--compare", "previous_month,target", *MONTH)
    words = ("query", *asked, "--project", project)
    as_json = run(*words, "--json").data
    for name in ("a.csv", "a.json", "a.arrow"):
        shown = run(*words, "--output", tmp_path / name)
        assert (shown.code, shown.out) == (0, "")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == as_json
    table = pa.ipc.open_file(tmp_path / "a.arrow").read_all()
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        as_csv = list(csv.DictReader(stream))
    assert [one["id"] for one in as_json] == table.column("id").to_pylist() == [one["id"] for one in as_csv]
    assert [one["value"] for one in as_json] == table.column("value").to_pylist()
    changes = [one["comparisons"]["previous_month"].get("relative", {}).get("value") for one in as_json]
    assert changes == table.column("previous_month_relative").to_pylist()
    assert changes == [float(one["previous_month_relative"] or "nan") if one["previous_month_relative"] else None
                       for one in as_csv]  # fmt: skip
    assert {one["small_sample"] for one in as_json if one["metric"] == "ticket_volume"} == {False}
    assert any(one["small_sample"] for one in as_json if one["metric"] == "csat")


def test_arrow_on_the_standard_output_is_a_stream(project: Path) -> None:
    words = ["query", "ticket_volume", "--by", "team", "--format", "arrow", "--project", str(project), *MONTH]
    done = subprocess.run([sys.executable, "-m", "kefu", *words], capture_output=True, check=True)
    assert pa.ipc.open_stream(done.stdout).read_all().column("team").to_pylist() == ["complaints", "online", "phone"]


def test_no_cell_of_a_csv_is_a_formula(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A member's name may have come from a customer."""
    monkeypatch.setattr("kefu.comparisons._answer.OTHER", "=1+1")
    shown = run("query", "ticket_volume", "--by", "team", "--top", "1", "--format", "csv", "--project", project, *MONTH)
    assert [row["team"] for row in csv.DictReader(io.StringIO(shown.out))][-1] == "'=1+1"


def test_the_first_of_a_dimension_and_the_others_for_people(run: Run, project: Path) -> None:
    shown = run("query", "ticket_volume", "--by", "channel", "--top", "2", "--compare", "peers", "--project", project,
                *MONTH)  # fmt: skip
    lines = shown.out.splitlines()
    assert "rank" in lines[0]
    assert "The others" in lines[0]
    assert "(all others)" in shown.out
    (whole,) = run("query", "ticket_volume", "--json", "--project", project, *MONTH).data
    parts = run("query", "ticket_volume", "--by", "channel", "--top", "2", "--json", "--project", project, *MONTH).data
    assert sum(one["value"] for one in parts) == whole["value"]
    assert [one["rank"] for one in parts] == [1, 2, None]
    assert [one["others"] for one in parts] == [False, False, True]


def test_the_rest_can_be_explained_down_to_its_rows(run: Run, project: Path) -> None:
    parts = run("query", "ticket_volume", "--by", "channel", "--top", "1", "--json", "--project", project, *MONTH).data
    told = run("explain", parts[-1]["id"], "--json", "--project", project).data
    assert told["row_count"] == parts[-1]["value"]
    assert "not channel = " in run("explain", parts[-1]["id"], "--project", project).out


def test_people_left_out_of_a_slice_are_not_named(run: Run, project: Path) -> None:
    words = ("query", "ticket_volume", "--by", "customer_id", "--project", project, "--json", *MONTH)
    (plain, *_) = [one["where"]["customer_id"] for one in run(*words, "--personal").data]
    shown = run("query", "ticket_volume", "--where", f"customer_id!={plain}", "--project", project, "--json", *MONTH)
    assert plain not in shown.out
    assert [*shown.data[0]["where"]] == ["customer_id!1"]


MISTAKES = {  # what is wrong -> what the error says after the file's name
    "aggregate: medain": 'did you mean "median"?',
    "unit: secons": 'did you mean "seconds"?',
    "better: lowr": 'better: should be one of higher, lower, neither; did you mean "lower"?',
    "entity: tickt": 'entity: no entity "tickt"; did you mean "ticket"?',
    "at: creatd_at": 'at: ticket has no time "creatd_at"; did you mean "created_at"?',
    "value: first_respons_seconds": 'value: no column "first_respons_seconds"; did you mean "first_response_seconds"?',
    "value: medin(reopens)": "value: ",
    "value: floor(reopen)": 'value: no column "reopen"; did you mean "reopens"?',
    "value: flor(reopens)": 'value: no function "flor"; did you mean "floor"?',
    "where: is_spamm": 'where: no column "is_spamm"; did you mean "is_spam"?',
    "where: channel = 3": "where: ",
    "valeu: reopens": 'valeu: is not a key of a metric; did you mean "value"?',
    "title: {en: Only}": "title: should give a text in each of en, zh",
    "at: resolved_at": "at: ticket is dated by created_at",
}  # fmt: skip
OWN = {
    "title": "{en: Own, zh: 自有}", "question": "{en: What, zh: 什么}", "entity": "ticket", "at": "created_at",
    "value": "reopens", "aggregate": "mean", "unit": "count", "better": "lower", "check": "select 1",
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_metric_file_is_named_with_file_key_and_nearest_word(
    run: Run, project: Path, tmp_path: Path, mistake: str
) -> None:
    key, _, text = mistake.partition(": ")
    folder = tmp_path / "lantern"
    shutil.copytree(project, folder, ignore=shutil.ignore_patterns("raw", "ledger", "cache"))
    (folder / "metrics").mkdir(exist_ok=True)
    keys = "".join(f"{name}: {value}\n" for name, value in {**OWN, key: text}.items())
    (folder / "metrics" / "own.yaml").write_text(keys, encoding="utf-8")
    shown = run("query", "own", "--project", folder, *MONTH)
    assert (shown.code, shown.out, shown.err.count("\n")) == (3, "", 1)
    assert "metrics/own.yaml: " in shown.err
    assert MISTAKES[mistake] in shown.err


def test_a_metric_file_of_the_project_replaces_the_built_in_one(run: Run, project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "lantern"
    shutil.copytree(project, folder, ignore=shutil.ignore_patterns("raw"))
    (folder / "metrics").mkdir(exist_ok=True)
    keys = "".join(f"{name}: {text}\n" for name, text in {**OWN, "value": "7"}.items())
    (built_in,) = run("query", "csat", "--project", folder, "--json", *MONTH).data
    (folder / "metrics" / "csat.yaml").write_text(keys.replace("value: 7", "value: 7 + 0 * reopens"), encoding="utf-8")
    (own,) = run("query", "csat", "--project", folder, "--json", *MONTH).data
    assert (own["value"], own["unit"]) == (7, "count")
    assert own["id"] != built_in["id"]


def test_a_second_look_asks_the_engine_nothing(run: Run, project: Path) -> None:
    """What compiles questions is not even loaded."""
    words = ["query", "ticket_volume", "csat", "--by", "team", "--compare", "previous_month", "--json", *MONTH]
    words += ["--project", str(project)]
    first = run(*words).data
    program = (
        f"import sys; from kefu.cli import main; code = main({words!r}); "
        "sys.stderr.write(' '.join(one for one in ('ibis', 'sqlglot', 'pandas') if one in sys.modules)); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == first
