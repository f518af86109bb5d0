"""A proposed mapping is shown with masked samples and kept only after a yes."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from kefu.cleaning.mapping import fits, keep
from kefu.cli._mapping import Desk, settled
from kefu.cli._words import Language
from kefu.sources import Grid
from kefu.sources.profiles import read_profile
from kefu.sources.profiles._proposal import Proposal, propose

HEADER = ("工单号", "创建时间", "状态", "客服", "客户姓名", "联系电话", "问题描述", "车间")
ROWS = tuple(
    (
        f"T{number}",
        f"{number % 9 + 1:02}/{number % 12 + 1:02}/2026 10:00",
        "处理中",
        "甲",
        f"客户{number}",
        f"1380000{number}",
        "灯不亮了",
        "一车间",
    )
    for number in range(1001, 1031)
)
GRID = Grid("", (HEADER, *ROWS))


def proposed(grid: Grid = GRID) -> Proposal:
    proposal = propose(grid, name="工单")
    assert proposal is not None
    return proposal


class Talk:
    """One conversation: what is answered, and what was said."""

    def __init__(self, *answers: str, language: Language = "zh", yes: bool = False, there: bool = True) -> None:
        self.out = StringIO()
        answered = StringIO("".join(f"{one}\n" for one in answers)) if there else None
        self.desk = Desk(answered, self.out, language, yes=yes)

    def about(self, grid: Grid = GRID) -> Proposal | None:
        return settled(proposed(grid), grid, "工单.xlsx", self.desk)

    @property
    def said(self) -> str:
        return self.out.getvalue()


def test_the_table_names_columns_fields_and_samples() -> None:
    talk = Talk("s")
    assert talk.about() is None
    assert "工单.xlsx：没有见过的表头（第1行），建议按“工单”读取" in talk.said
    line = next(one for one in talk.said.splitlines() if " 工单号 " in one)
    assert line.split()[:3] == ["1", "工单号", "工单编号"]
    assert "T1001 | T1002 | T1003" in line
    assert "已跳过" in talk.said


def test_in_english() -> None:
    talk = Talk("s", language="en")
    talk.about()
    assert "headers not seen before (row 1); proposed to be read as Ticket" in talk.said
    assert "created at (day first)" in talk.said or "created at (month first)" in talk.said
    assert "(kept)" in talk.said


def test_personal_data_is_masked_also_in_columns_without_a_field() -> None:
    talk = Talk("s")
    talk.about()
    for private in ("客户1001", "13800001001", "灯不亮了"):
        assert private not in talk.said
    assert "•••" in talk.said
    assert "一车间" in talk.said  # what can be a dimension is shown


def test_enter_accepts_and_asks_for_the_order_of_day_and_month() -> None:
    talk = Talk("", "2")
    accepted = talk.about()
    assert accepted is not None
    # 1001 % 9 + 1 = 3 and 1001 % 12 + 1 = 6: 03/06/2026
    assert "03/06/2026 10:00是 1) 2026-06-03（日在前）还是 2) 2026-03-06（月在前）" in talk.said
    assert next(one for one in accepted.columns if one.field == "created_at").reading.format == "mdy"
    assert not accepted.ambiguous
    assert "已采用" in talk.said


def test_a_column_can_be_given_another_field_or_none() -> None:
    talk = Talk("8", "cause", "4", "0", "", "1")
    accepted = talk.about()
    assert accepted is not None
    assert accepted.of("cause") == "车间"
    assert accepted.of("agent_id") == ""
    assert {one.column for one in accepted.kept} >= {"客服"}


def test_a_field_may_be_chosen_by_its_number() -> None:
    accepted = Talk("8", "5", "", "1").about()  # the fifth field of a ticket is when it was closed
    assert accepted is not None
    assert accepted.of("closed_at") == "车间"


def test_another_table_is_proposed_anew() -> None:
    talk = Talk("t", "customer", "s")
    talk.about()
    assert "建议按“客户”读取" in talk.said


def test_what_is_not_understood_is_said_and_asked_again() -> None:
    talk = Talk("99", "8", "caus", "s")
    assert talk.about() is None
    assert "无法识别：99" in talk.said
    assert 'did you mean "cause"' in talk.said


def test_the_end_of_the_answers_is_no_yes() -> None:
    assert Talk().about() is None
    assert Talk("").about() is None  # it ends at the question of day and month


def test_yes_takes_it_and_tells_what_was_not_certain() -> None:
    talk = Talk(yes=True, there=False)
    accepted = talk.about()
    assert accepted is not None
    assert "“创建时间”按" in talk.said
    assert "（两种读法都说得通）" in talk.said


def test_nobody_there_and_no_yes_says_how_to_accept() -> None:
    talk = Talk(there=False)
    assert talk.about() is None
    assert "--yes" in talk.said


def test_what_lacks_something_required_is_not_accepted() -> None:
    without_id = Grid("", tuple((*row[1:3], *row[6:]) for row in GRID.rows))  # nothing left to tell rows apart by
    proposal = propose(without_id, name="工单", entity="ticket")
    assert proposal is not None
    assert "ticket_id" in proposal.missing
    yes = Talk(yes=True, there=False)
    assert settled(proposal, without_id, "工单.xlsx", yes.desk) is None
    assert "缺少必需的字段：工单编号" in yes.said
    enter = Talk("", "s")
    assert settled(proposal, without_id, "工单.xlsx", enter.desk) is None
    assert enter.said.count("缺少必需的字段") == 2


def test_another_sheet_of_the_same_layout_is_covered() -> None:
    july = Grid("七月", (("工单",), (*reversed(HEADER), "新列"), *ROWS))
    assert fits(proposed(), july)
    assert not fits(proposed(), Grid("其他", (HEADER[:3], *ROWS)))


def test_it_is_kept_beside_other_mappings(tmp_path: Path) -> None:
    first, second = keep(proposed(), tmp_path / "mappings"), keep(proposed(), tmp_path / "mappings")
    assert [first.name, second.name] == ["工单.yaml", "工单_2.yaml"]
    assert read_profile(first).tables[0].entity == "ticket"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_a_cell_says_reaches_the_terminal_as_control(language: Language) -> None:
    rows = tuple(("T\x1b[31m1", *row[1:]) for row in ROWS)
    talk = Talk("s", language=language)
    talk.about(Grid("", (HEADER, *rows)))
    assert "\x1b" not in talk.said


def test_units_are_told_where_they_are_not_seconds() -> None:
    calls = Grid(
        "",
        (
            ("通话编号", "呼叫时间", "呼叫类型", "通话时长（分）", "排队时长（秒）"),
            *((f"K{number}", "2026-06-01 10:00:00", "呼入", "1.5", "20") for number in range(30)),
        ),
    )
    talk = Talk("s")
    settled(proposed(calls), calls, "通话.csv", talk.desk)
    assert "通话时长 (分钟)" in talk.said
    assert "排队时长 (" not in talk.said
