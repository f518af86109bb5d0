"""``kefu list`` names everything there is to choose from."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.cli.list import SUBJECTS
from kefu.metrics import METRICS
from tests.cli.conftest import TAKEN, Run


@pytest.mark.parametrize("subject", tuple(SUBJECTS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_subject_in_both_languages(run: Run, project: Path, subject: str, language: str) -> None:
    shown = run("list", subject, "--project", project, "--language", language)
    assert (shown.code, shown.err) == (0, "")
    assert len(shown.out.splitlines()) > 2
    assert run("list", subject, "--project", project, "--json").data


def test_own_metrics_are_marked(run: Run, empty: Path) -> None:
    text = METRICS.paths["csat"].read_text(encoding="utf-8")
    (empty / "metrics" / "csat.yaml").write_text(text, encoding="utf-8")
    origin = {one["name"]: one["origin"] for one in run("list", "metrics", "--project", empty, "--json").data}
    assert (origin["csat"], origin["nps"]) == ("own", "built in")


def test_built_in_members_are_listed_without_a_project(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("list", "profiles", "--language", "zh").code == 0
    assert run("list", "imports").code == 5


def test_imports_in_their_order(run: Run, project: Path) -> None:
    listed = run("list", "imports", "--project", project, "--json").data
    assert [(one["number"], one["file"]) for one in listed] == list(enumerate(TAKEN, start=1))


def test_what_names_a_person_is_no_dimension(run: Run) -> None:
    names = {one["name"] for one in run("list", "dimensions", "--json").data}
    assert {"team", "hour", "segment", "response_band"} <= names
    assert not {"customer_id", "phone", "subject"} & names


def test_a_subject_is_needed(run: Run) -> None:
    assert run("list").code == 2
    assert run("list", "metric").code == 2


def test_calendars_say_who_works_by_them(run: Run, empty: Path) -> None:
    def listed() -> dict[str, dict[str, object]]:
        return {one["name"]: one for one in run("list", "calendars", "--project", empty, "--json").data}

    assert [name for name, one in listed().items() if one["teams"]] == ["round_the_clock"]
    assert listed()["round_the_clock"]["teams"] == ["everybody else"]
    for name, text in {"phone": "{teams: [phone], ", "default": "{"}.items():
        text += "title: {zh: 电话组, en: Phone}, week: {mon: [09:00-18:00]}}"
        (empty / "calendars" / f"{name}.yaml").write_text(text, encoding="utf-8")
    phone = {"name": "phone", "title": "Phone", "teams": ["phone"], "timezone": "Asia/Shanghai", "origin": "own"}
    assert listed()["phone"] == phone
    assert [name for name, one in listed().items() if one["teams"] == ["everybody else"]] == ["default"]
