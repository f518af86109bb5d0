"""``processes/<name>.yaml``: what is asked of every case, and what is answered to a wrong file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.configuration import Configuration
from kefu.errors import DefinitionError
from kefu.project import Project
from kefu.service.processes import PROCESSES, Process, Rule, read_process

WHOLE = """\
title: {en: Repairs, zh: 维修}
cases: {category: after_sales}
required: [created, resolved]
order: [created, assigned, resolved]
limits: [{from: created, to: assigned, within: 90m}, {from: created, to: resolved, within: 2d}]
costs: {assigned: 8, reopened: 12.5}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "repairs.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_becomes_rules(tmp_path: Path) -> None:
    assert read_process(written(tmp_path, WHOLE)) == Process(
        name="repairs",
        title={"en": "Repairs", "zh": "维修"},
        rules=(
            Rule("required", "created"), Rule("required", "resolved"),
            Rule("order", "created", "assigned"), Rule("order", "assigned", "resolved"),
            Rule("limit", "created", "assigned", 5_400), Rule("limit", "created", "resolved", 172_800),
        ),
        cases={"category": "after_sales"},
        costs={"assigned": 8.0, "reopened": 12.5},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("requird: [created]", 'unknown key "requird"; did you mean "required"?'),
        ("title: {en: Empty}", "asks for nothing"),
        ("order: [created]", "asks for nothing"),
        ("required: created", "required: should be a list"),
        ("required: [created, created]", 'required: names "created" twice'),
        ("limits: [{from: created, to: resolved}]", "limits: needs from, to, within; not found: within"),
        ("limits: [{from: created, to: resolved, within: 2 days}]", '"2 days" should be a time such as'),
        ("limits: [{from: created, to: resolved, within: 0h}]", '"0h" should be a time such as'),
        ("{required: [created], costs: {assigned: much}}", "costs: assigned: should be an amount"),
        ("{required: [created], cases: {agent: A1}}", 'cases: unknown key "agent"'),
        ("- created", "should be keys and values"),
        ("a: [", "is not valid YAML"),
    ],
)
def test_a_wrong_file_is_told_where_and_what_next(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DefinitionError, match=r"repairs\.yaml: ") as raised:
        read_process(written(tmp_path, text))
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_built_in_ones_are_starting_points() -> None:
    assert set(PROCESSES) == {"after_sales", "complaint"}
    assert PROCESSES["complaint"].cases == {"category": "complaint"}


def test_a_projects_own_replaces_the_built_in_of_the_same_name(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "lantern", Configuration(company="Lantern"))
    (project.folder / "processes").mkdir(exist_ok=True)
    (project.folder / "processes" / "complaint.yaml").write_text("required: [assigned]", encoding="utf-8")
    (project.folder / "processes" / "repairs.yaml").write_text(WHOLE, encoding="utf-8")
    assert set(project.processes) == {"after_sales", "complaint", "repairs"}
    assert project.processes["complaint"].rules == (Rule("required", "assigned"),)
