"""``kefu explain`` walks from an id back to the rows, with names and free text covered."""

from __future__ import annotations

import csv
import hmac
import shutil
from pathlib import Path
from typing import Any

import pytest

from kefu.cleaning.covering import MASK
from kefu.findings import Unit
from kefu.findings.figure import Figure, quotient
from kefu.findings.lineage import Lineage, Period, Query
from kefu.project import Project
from kefu.store import ledger
from tests.cli.conftest import Run


def asked(run: Run, project: Path, *words: str) -> str:
    return str(run("query", *words, "--project", project, "--json", "--period", "2026-10").data[0]["id"])


def explained(run: Run, project: Path, figure: str, *words: object) -> Any:
    return run("explain", figure, "--project", project, "--json", *words).data


def test_the_account_is_complete(run: Run, project: Path) -> None:
    figure = asked(run, project, "ticket_volume", "--where", "team=phone")
    told = explained(run, project, figure)
    assert told["unchanged"]
    assert told["now"]["value"] == told["value"] == told["row_count"]
    assert told["definition"]["expression"].startswith("count(*) of ticket by created_at")
    assert all(one["unchanged"] for one in told["snapshots"].values())
    assert {row["team"] for row in told["rows"]} == {"phone"}
    assert [one["file"] for one in told["files"]] == ["helpdesk_tickets_2026H2.jsonl"]
    assert told["rows"][0]["_file"] == "helpdesk_tickets_2026H2.jsonl"
    assert "created_at_local" in told["sql"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_for_people(run: Run, project: Path, language: str) -> None:
    figure = asked(run, project, "csat")
    shown = run("explain", figure, "--project", project, "--language", language)
    assert (shown.code, shown.err) == (0, "")
    assert {"zh": "数值可以重现", "en": "the number is reproduced"}[language] in shown.out
    assert {"zh": "超出取值范围（", "en": "value out of range ("}[language] in shown.out
    rows = shown.out.split("SQL")[1].splitlines()
    assert max(len(line) for line in rows if line.startswith("survey.xlsx")) <= 120


def test_the_beginning_of_an_id_is_enough(run: Run, project: Path) -> None:
    figure = asked(run, project, "csat")
    assert explained(run, project, figure[2:9])["id"] == figure


def test_names_and_free_text_are_covered_unless_asked_for(run: Run, project: Path) -> None:
    figure = asked(run, project, "ticket_volume")
    covered = explained(run, project, figure)["rows"]
    plain = explained(run, project, figure, "--personal")["rows"]
    assert {row["subject"] for row in covered} <= {MASK, None}
    key = bytes.fromhex((project / "data" / "pseudonym.key").read_text().strip())
    assert [row["customer_id"] for row in covered] == [
        hmac.digest(key, f"person:{row['customer_id']}".encode(), "sha256").hex()[:10] for row in plain
    ]


def test_the_export_has_every_row_and_covers_as_well(run: Run, project: Path, tmp_path: Path) -> None:
    figure = asked(run, project, "ticket_volume")
    shown = run("explain", figure, "--project", project, "--export", tmp_path / "rows.csv")
    assert shown.code == 0
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == explained(run, project, figure)["row_count"]
    assert {row["subject"] for row in rows} <= {MASK, ""}


@pytest.mark.parametrize("count", [0, 3, 25])
def test_as_many_rows_as_asked_for(run: Run, project: Path, count: int) -> None:
    figure = asked(run, project, "ticket_volume")
    assert len(explained(run, project, figure, "--rows", count)["rows"]) == count


def test_data_that_changed_are_told(run: Run, project: Path, exports: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    figure = asked(run, copy, "revenue")
    lines = (exports / "orders_2026H2.csv").read_text(encoding="gb18030").splitlines()
    fields = next(one for one in (line.split(",") for line in lines) if one[1].startswith("2026/10/"))
    late = tmp_path / "late.csv"
    late.write_text("\n".join([lines[0], ",".join(["DD9999999999", *fields[1:]])]) + "\n", encoding="gb18030")
    assert run("import", late, "--project", copy).code == 0
    told = explained(run, copy, figure)
    assert not told["unchanged"]
    assert not told["snapshots"]["order/2026-10"]["unchanged"]
    shown = run("explain", figure, "--project", copy)
    assert "Changed since: order/2026-10" in shown.out


def test_a_definition_that_changed_is_told(run: Run, project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    figure = asked(run, copy, "orders")
    from kefu.metrics import METRICS

    text = METRICS.paths["orders"].read_text(encoding="utf-8")
    changed = "\n".join(line for line in text.splitlines() if not line.startswith("where:")) + "\nwhere: amount > 100\n"
    (copy / "metrics" / "orders.yaml").write_text(changed, encoding="utf-8")
    assert "Changed since: the definition" in run("explain", figure, "--project", copy).out


def test_a_computed_figure_shows_its_formula_and_inputs(run: Run, project: Path) -> None:
    opened = Project(project)
    month = Period.month("2026-10")
    part = opened.meter.figure("ticket_volume", month, {"team": "phone"})
    whole = opened.meter.figure("ticket_volume", month)
    share = quotient(part, whole)
    ledger.enter(opened.data, [part, whole, share])
    told = explained(run, project, share.id)
    assert told["formula"] == "part / total"
    assert [one["id"] for one in told["inputs"]] == [part.id, whole.id]
    shown = run("explain", share.id, "--project", project)
    assert "part / total" in shown.out
    assert "team=phone" in shown.out
    assert run("explain", share.id, "--project", project, "--export", "x.csv").code == 2


def test_a_metric_that_is_gone(run: Run, project: Path) -> None:
    opened = Project(project)
    figure = Figure(1.0, Unit.COUNT, 1, Lineage("x", Query("gone", Period.month("2026-10"))))
    ledger.enter(opened.data, [figure])
    assert "gone is no longer defined" in run("explain", figure.id, "--project", project).out
    assert explained(run, project, figure.id)["rows"] == []


def test_what_cannot_be_explained(run: Run, project: Path) -> None:
    assert run("explain", "F-00000000", "--project", project).code == 5
    assert run("explain", "F-00000000", "--rows", "-1", "--project", project).code == 2
