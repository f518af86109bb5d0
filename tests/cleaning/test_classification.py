"""The project's own words for codes: laid over the built-in ones, in whatever form office software saved them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.cleaning.classification import FILE, read_classification
from kefu.cleaning.fields import normal
from kefu.configuration import Configuration
from kefu.errors import DefinitionError
from kefu.project import Project
from kefu.schema import ENTITIES
from tests.canonical import table


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    (folder / FILE).write_bytes(text.encode(encoding))
    return folder


def test_without_a_file_there_are_the_built_in_words(tmp_path: Path) -> None:
    found = read_classification(tmp_path)
    assert found["ticket.category"]["投诉类"] == "complaint"
    assert found["ticket.status"]["solved"] == "resolved"
    assert found["return_case.kind"]["仅退款"] == "refund"
    assert found["order.status"]["已完成"] == "completed"  # of an order; a return that is 已完成 is closed
    assert found["return_case.status"]["已完成"] == "closed"


def test_the_codes_of_the_built_in_words_are_those_the_entities_know() -> None:
    for field, words in read_classification(Path("/nowhere")).items():
        entity, name = field.split(".")
        closed = ENTITIES[entity].fields[name].codes
        assert not closed or set(words.values()) <= set(closed), field


def test_a_code_is_a_word_for_itself_in_any_case(tmp_path: Path) -> None:
    assert read_classification(tmp_path)["ticket.category"][normal("Complaint ")] == "complaint"


def test_the_project_s_words_count_before_the_built_in_ones(tmp_path: Path) -> None:
    found = read_classification(
        written(tmp_path, "field,text,code\n# ours\ncategory,售前,presale\nteam,ＶＩＰ 组,vip\n")
    )
    assert found["ticket.category"]["售前"] == "presale"
    assert found["ticket.category"]["投诉"] == "complaint"
    assert found["ticket.team"]["vip 组"] == "vip"  # as texts are compared
    assert found["call.team"]["vip 组"] == "vip"  # every entity that has a team


def test_a_line_for_one_entity_counts_before_one_for_all(tmp_path: Path) -> None:
    found = read_classification(written(tmp_path, "order.channel,线上,own_site\nchannel,线上,online\n"))
    assert (found["order.channel"]["线上"], found["ticket.channel"]["线上"]) == ("own_site", "online")


def test_a_code_of_a_closed_list_is_meant_for_that_list(tmp_path: Path) -> None:
    """``kind`` is a field of five entities; only a return knows the code refund."""
    found = read_classification(written(tmp_path, "kind,极速退款,refund\n"))
    assert [field for field, words in found.items() if "极速退款" in words] == ["return_case.kind"]


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8-sig", ","), ("gb18030", ","), ("utf-16", "\t"), ("utf-8", ";")]
)
def test_a_file_that_excel_saved_anew_still_reads(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = ["field,text,code", '"# 说明",,', ",,", "category,大客户咨询,inquiry"]
    text = "\r\n".join(lines).replace(",", separator)
    assert read_classification(written(tmp_path, text, encoding))["ticket.category"]["大客户咨询"] == "inquiry"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "categry,投诉,complaint",
            r'classification\.csv: line 2: there is no field "categry"; did you mean "category"\?',
        ),
        ("subject,投诉,complaint", r'line 2: there is no field "subject"'),  # a free text has no codes
        ("direction,呼入,inbuond", r'line 2: direction has no code "inbuond"; did you mean "inbound"\?'),
        ("category,投诉", r"line 2: should be field,text,code, e\.g\. category,咨询类,inquiry"),
        ("category,投诉,", r"line 2: should be field,text,code"),
        ("category,ＶＩＰ,a\ncategory,vip,b", r'line 3: category "vip" is b here and a in line 2; keep one'),
    ],
)
def test_a_line_that_cannot_be_meant_is_named(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(DefinitionError, match=says):
        read_classification(written(tmp_path, f"field,text,code\n{line}\n"))


MAPPING = """
title: {en: Requests and returns}
match: {columns: [number, asked, type, state, return, return state]}
tables:
  ticket:
    fields: {ticket_id: number, created_at: asked, category: type, status: state}
  return_case:
    when: {return: []}
    fields: {return_id: return, opened_at: asked, status: return state}
"""
ROWS = """number,asked,type,state,return,return state
1,2026-02-03 09:00:00,大客户咨询,待处理,,
2,2026-02-03 10:00:00,投诉类,已办结,R2,待处理
3,2026-02-03 11:00:00,报修,已办结,R3,已办结
"""


def read_by(project: Project, file: Path) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Category and status of each ticket, status of each return, after an import."""
    project.import_files([file])
    tickets, returns = (
        table(project.data, "ticket_row", "ticket_id"),
        table(project.data, "return_case_row", "return_id"),
    )
    return (
        {number: (row["category"], row["status"]) for number, row in tickets.items()},
        {number: row["status"] for number, row in returns.items()},
    )


def test_the_project_s_file_decides_what_is_imported(tmp_path: Path) -> None:
    """待处理 is open in the built-in words of both entities; 已办结 only in the project's, and not alike. The same file
    is read anew when the words have changed, and not otherwise."""
    project = Project.create(tmp_path / "lantern", Configuration(company="Lantern"))
    (project.folder / "mappings" / "both.yaml").write_text(MAPPING, encoding="utf-8")
    file = tmp_path / "both.csv"
    file.write_text(ROWS, encoding="utf-8")
    as_received = {"1": ("大客户咨询", "open"), "2": ("complaint", "已办结"), "3": ("报修", "已办结")}
    assert read_by(project, file) == (as_received, {"R2": "open", "R3": "已办结"})
    words = ["category,大客户咨询,inquiry", "category,报修,technical"]
    words += ["ticket.status,已办结,resolved", "return_case.status,已办结,closed"]
    written(project.folder, "\n".join(["field,text,code", *words]), "gb18030")
    told = {"1": ("inquiry", "open"), "2": ("complaint", "resolved"), "3": ("technical", "resolved")}
    assert read_by(project, file) == (told, {"R2": "open", "R3": "closed"})
    assert [len(project.import_files([file]).taken), len(project.record.imports)] == [0, 1]
