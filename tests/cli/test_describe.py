"""``kefu describe`` tells a definition in full, and whether it can be measured here."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.metrics import METRICS
from tests.cli.conftest import Run


def test_a_definition_in_both_languages(run: Run, project: Path) -> None:
    english = run("describe", "first_response_median", "--project", project)
    assert "median(first_response_seconds) of ticket by created_at" in english.out
    assert "lower is better" in english.out
    assert "median of (first answer by a person − asked)" in english.out
    assert "a row without a value is left out and counted beside the figure" in english.out
    assert "a ticket passed on belongs to who holds it last" in english.out
    assert "can be measured here" in english.out
    chinese = run("describe", "first_response_median", "--project", project, "--language", "zh")
    assert METRICS["first_response_median"].title["zh"] in chinese.out
    assert "越低越好" in chinese.out
    assert "转交过的工单归最后受理的坐席" in chinese.out


def test_why_it_cannot_be_measured(run: Run, project: Path) -> None:
    told = run("describe", "return_rate", "--project", project, "--json").data
    assert (told["available"], told["why_not"]) == (False, "no rows of return_case")
    assert told["expression"] == "return_volume / orders"
    assert told["columns"] == ["is_completed", "opened_at", "ordered_at"]
    assert "no rows of return_case" in run("describe", "return_rate", "--project", project).out


def test_outside_a_project_the_built_in_one_is_told(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = run("describe", "csat", "--json").data
    assert (told["available"], told["why_not"], told["origin"]) == (None, "", "built_in")
    assert told["minimum_sample"] == 30
    assert {"team", "agent_id", "channel", "region", "hour"} <= set(told["dimensions"])
    assert not {"csat", "sent_at", "comment"} & set(told["dimensions"])


def test_an_unknown_metric_is_answered_with_the_nearest(run: Run, project: Path) -> None:
    shown = run("describe", "cst", "--project", project)
    assert (shown.code, shown.out) == (5, "")
    assert 'did you mean "csat"?' in shown.err
