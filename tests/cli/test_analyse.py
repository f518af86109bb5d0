"""``kefu analyse`` puts one question to a month and says how it answers it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.analyses import ANALYSES
from tests.cli.conftest import Run


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", list(ANALYSES))
def test_every_analysis_runs_alone_and_tells_itself(run: Run, project: Path, name: str, language: str) -> None:
    shown = run("analyse", name, "--month", "2026-10", "--project", project, "--language", language)
    assert (shown.code, shown.err) == (0, "")
    one = ANALYSES[name]
    for text in (one.title, one.question, one.method, one.assumes):
        assert text[language] in shown.out
    assert one.reference
    assert one.reference in shown.out


def test_what_it_found_can_be_explained(run: Run, project: Path) -> None:
    told = run("analyse", "change", "--month", "2026-10", "--metrics", "ticket_volume", "--project", project, "--json")
    (finding,) = told.data["findings"]
    assert (finding["subject"], finding["kind"]) == ({"metric": "ticket_volume"}, "change.unknown")
    assert "fewer than six months of history" in finding["told"]
    figure = finding["figures"]["now"]
    asked = run("query", "ticket_volume", "--period", "2026-10", "--project", project, "--json").data
    assert (figure["id"], figure["value"]) == (asked[0]["id"], asked[0]["value"])
    assert run("explain", figure["id"], "--project", project).code == 0


def test_only_what_it_builds_on_runs_beside_it(run: Run, project: Path) -> None:
    """Attribution has nothing to split where nothing has changed, which only ``change`` can tell it."""
    assert run("analyse", "attribution", "--month", "2026-10", "--project", project, "--json").data["findings"] == []


def test_an_unknown_name_is_answered_with_the_nearest(run: Run, project: Path) -> None:
    shown = run("analyse", "chang", "--project", project)
    assert (shown.code, shown.out) == (5, "")
    assert 'did you mean "change"?' in shown.err
    shown = run("analyse", "change", "--metrics", "cst", "--project", project)
    assert (shown.code, shown.out) == (5, "")
    assert 'did you mean "csat"?' in shown.err


def test_a_month_without_rows(run: Run, project: Path) -> None:
    shown = run("analyse", "change", "--month", "2019-01", "--project", project)
    assert (shown.code, shown.out) == (5, "")
    assert "the data hold no row of this month" in shown.err
