"""A table nobody described is proposed a mapping; a mapping somebody confirmed follows columns that were renamed."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kefu.cleaning.intake import import_files
from kefu.schema import ENTITIES
from kefu.schema.platform_figure import MEASURES
from kefu.sources import Grid, Layout, source_of
from kefu.sources.profiles import PROFILES, read_profile
from kefu.sources.profiles._adaptation import adapted
from kefu.sources.profiles._profile import FieldMap, Profile
from kefu.sources.profiles._proposal import ColumnProposal, Proposal, changed, ordered, propose, source_name
from kefu.sources.profiles._vocabulary import vocabulary
from kefu.sources.profiles._writing import aliased, to_profile, to_yaml
from tests.sources.profiles.documented import CASES, Documented

DATA = Path(__file__).parents[4] / "shared" / "data"


Columns = Mapping[str, Sequence[str | None]]


def table(columns: Columns, rows: int = 24, *, sheet: str = "") -> Grid:
    """Values repeat down each column; ``{n}`` in them is the number of the row."""
    body = [
        tuple(
            value.replace("{n}", str(101 + n)) if (value := values[n % len(values)]) else None
            for values in columns.values()
        )
        for n in range(rows)
    ]
    return Grid(sheet, (tuple(columns), *body))


def proposed(grid: Grid, name: str = "file", entity: str = "") -> Proposal:
    proposal = propose(grid, name=name, entity=entity)
    assert proposal is not None
    return proposal


def column(proposal: Proposal, name: str) -> ColumnProposal:
    return next(one for one in proposal.columns if one.column == name)


def test_a_collection_of_texts_needs_no_number() -> None:
    """Each text is where it stands in its file; a ticket without anything that tells it apart is still refused."""
    texts = table({"text": ["My card has not arrived", "Where is my refund?"], "category": ["card", "refund"]})
    proposal = proposed(texts)
    assert (proposal.entity, proposal.missing) == ("mention", ())
    assert to_profile(proposal).tables[0].fields["mention_id"] == FieldMap(column="@file", further=("@row",))


TICKETS: Columns = {
    "工单号": ["T{n}"],
    "创建时间": ["2026-06-01 10:00:00", "2026-06-02 11:30:00"],
    "解决时间": ["2026-06-03 10:00:00", None],
    "工单状态": ["处理中", "已解决", "已关闭"],
    "来源渠道": ["电话", "微信", "在线客服"],
    "问题类型": ["咨询", "投诉", "售后"],
    "坐席工号": ["A01", "A02"],
    "会员号": ["C{n}"],
    "问题描述": ["灯不亮了", "什么时候发货"],
    "车间": ["一车间", "二车间"],
}


@pytest.mark.parametrize("name", CASES)
def test_documented_exports_are_proposed_as_what_they_are(name: str) -> None:
    case: Documented = CASES[name]
    proposal = proposed(case.grid, case.name)
    assert proposal.entity == case.entity
    assert proposal.header_row == len(case.above) + 1
    assert {one.column: one.field for one in proposal.columns} == case.columns


@pytest.mark.parametrize("name", CASES)
def test_a_proposal_reads_back_from_its_file(name: str, tmp_path: Path) -> None:
    proposal = proposed(CASES[name].grid, source_name(CASES[name].name))
    path = tmp_path / f"{proposal.name}.yaml"
    path.write_text(to_yaml(proposal), encoding="utf-8")
    assert read_profile(path) == to_profile(proposal)


def test_columns_nobody_knows_are_kept_with_their_samples() -> None:
    proposal = proposed(table(TICKETS))
    assert [one.column for one in proposal.kept] == ["车间"]
    assert column(proposal, "车间").samples == ("一车间", "二车间")
    assert not proposal.missing


def test_confidence_falls_with_a_vaguer_header_and_with_values_that_do_not_fit() -> None:
    exact = column(proposed(table(TICKETS)), "解决时间").confidence
    vague = {("最终确认解决时间" if name == "解决时间" else name): values for name, values in TICKETS.items()}
    odd = {**TICKETS, "解决时间": ["2026-06-03 10:00:00", "尽快", "2026-06-03 10:00:00", "2026-06-04 10:00:00"]}
    assert 0 < column(proposed(table(vague)), "最终确认解决时间").confidence < exact
    assert column(proposed(table(odd)), "解决时间").confidence == pytest.approx(
        0.75 * exact, abs=0.01
    )  # 3 of 4 are times


def test_a_header_that_says_one_thing_over_values_that_say_another_is_kept_beside() -> None:
    proposal = proposed(table({**TICKETS, "解决时间": ["已解决", "未解决"]}))
    assert proposal.of("resolved_at") == ""


def test_no_field_has_two_columns_and_the_better_header_wins() -> None:
    proposal = proposed(
        table({"工单编号": ["T{n}"], "编号": ["{n}"], "创建时间": ["2026-06-01 10:00"], "状态": ["已关闭"]})
    )
    fields = [one.field for one in proposal.mapped]
    assert len(set(fields)) == len(fields)
    assert proposal.of("ticket_id") == "工单编号"


def test_codes_are_proposed_when_every_value_is_a_known_word() -> None:
    known = column(proposed(table(TICKETS)), "工单状态").reading.codes
    assert known == {"处理中": "open", "已解决": "resolved", "已关闭": "closed"}
    unknown = column(proposed(table({**TICKETS, "工单状态": ["处理中", "已上报总部"]})), "工单状态")
    assert (unknown.field, unknown.reading.codes) == ("status", {})


def test_a_closed_field_has_codes_for_words_that_come_next_month_and_tells_strange_ones() -> None:
    calls = {
        "通话编号": ["K{n}"],
        "呼叫时间": ["2026-06-01 10:00:00"],
        "呼叫类型": ["呼入", "转接"],
        "通话时长（分）": ["1.5", "2"],
    }
    proposal = proposed(table(calls))
    direction = column(proposal, "呼叫类型").reading
    assert direction.codes["呼出"] == "outbound"
    assert direction.strange == ("转接",)
    assert column(proposal, "通话时长（分）").reading.unit == "minutes"


@pytest.mark.parametrize(
    ("header", "values", "unit"),
    [
        ("通话时长", ["90", "120"], None),  # seconds, as everywhere
        ("通话时长(秒)", ["90", "120"], None),
        ("通话时长（分）", ["1.5", "2"], "minutes"),
        ("Talk time in minutes", ["1.5", "2"], "minutes"),
        ("talk_time_hours", ["0.1", "0.2"], "hours"),
        ("通话时长（分）", ["1分30秒", "2分"], None),  # says itself what it is
    ],
)
def test_the_unit_of_a_duration_is_the_header_s(header: str, values: list[str], unit: str | None) -> None:
    calls = {"通话编号": ["K{n}"], "呼叫时间": ["2026-06-01 10:00:00"], header: values, "呼叫类型": ["呼入"]}
    proposal = proposed(table(calls))
    assert (proposal.entity, column(proposal, header).field) == ("call", "talk_seconds")
    assert column(proposal, header).reading.unit == unit


@pytest.mark.parametrize(
    ("values", "unit"), [(["99.7%", "98%"], "share"), (["0.997", "0.98"], "share"), (["99.7", "98"], "percent")]
)
def test_a_bare_rate_is_a_share_or_a_percent(values: list[str], unit: str | None) -> None:
    figures = {"旺旺昵称": ["客服{n}"], "咨询人数": ["320"], "接待人数": ["318"], "旺旺回复率": values}
    proposal = proposed(table(figures), "千牛20260601")
    assert column(proposal, "旺旺回复率").reading.unit == unit


@pytest.mark.parametrize(
    ("values", "order", "ambiguous"),
    [
        (["13/02/2026 10:00", "03/02/2026 10:00"], "dmy", False),
        (["02/13/2026 10:00", "02/03/2026 10:00"], "mdy", False),
        (["03/02/2026", "04/02/2026", "05/02/2026"], "dmy", True),  # three days of February rather than of three months
        (["02/03/2026", "02/04/2026", "02/05/2026"], "mdy", True),
        (["2026/02/03", "2026/02/04"], "", False),
        (["20260203", "20260204"], "%Y%m%d", False),
        (["260203", "260204"], "%y%m%d", False),
    ],
)
def test_how_dates_are_written_is_told_by_all_of_them(values: list[str], order: str, ambiguous: bool) -> None:
    found = column(proposed(table({**TICKETS, "创建时间": values})), "创建时间")
    assert (found.field, found.reading.format, found.reading.ambiguous) == ("created_at", order, ambiguous)


def test_rows_of_one_thing_become_one_row() -> None:
    log = {**TICKETS, "工单号": ["T1", "T1", "T2", "T2"], "更新时间": ["2026-06-01 10:00:00", "2026-06-01 12:00:00"]}
    proposal = proposed(table(log))
    assert proposal.one_row_per == "ticket_id"
    (entity,) = to_profile(proposal).tables
    assert (entity.one_row_per, entity.order_by) == (("ticket_id",), "更新时间")
    assert entity.fields["created_at"].pick == "min"
    assert entity.fields["status"].pick == "last"


def test_an_id_that_is_not_there_is_made_of_the_columns_that_tell_rows_apart() -> None:
    csat = {
        "Agent Name": ["Agent A", "Agent B", "Agent C"],
        "Rating": ["5", "4", "1"],
        "Feedback Comment": ["Thank you", "Very long"],
        "Contact Name": ["Demo {n}"],
        "Recorded date": ["2026-06-01 10:00", "2026-06-02 11:00"],
    }
    proposal = proposed(table(csat), "csat")
    assert (proposal.entity, proposal.missing) == ("survey_response", ())
    assert proposal.made == {"response_id": ("Contact Name", "Recorded date")}  # who alone comes again next month
    asked = proposed(table(csat | {"Conversation ID": ["{n}"]}), "csat")
    assert asked.made == {"response_id": ("Conversation ID",)}
    nobody = proposed(table(csat | {"Contact Name": ["Demo"]}), "csat")
    assert (nobody.missing, nobody.made) == (("response_id",), {})  # 3 agents at 2 times are 6 of 24 rows


def test_a_platform_s_table_gets_its_day_and_its_scope_from_around_the_figures() -> None:
    profile = to_profile(proposed(CASES["FEIGE_SHOP"].grid, "飞鸽_客服表现_20260601"))
    (entity,) = profile.tables
    assert entity.fields["platform"].value == "douyin"
    assert entity.fields["day"].column == "@file_date"
    assert (entity.fields["scope"].codes["店铺汇总值"], entity.fields["scope"].otherwise) == ("shop_total", "agent")
    titled = to_profile(proposed(CASES["CHATWOOT_AGENTS"].grid, "agents")).tables[0]
    assert (titled.fields["day"].column, titled.fields["until"].column) == ("@title_date", "@title_date_end")


def test_what_is_no_data_and_what_is_not_stated_are_proposed_too() -> None:
    grid = table({**TICKETS, "来源渠道": ["?", "电话"]})
    grid = replace(grid, rows=(*grid.rows, ("合计", None, None, None, None, None, None, None, None, None)))
    profile = to_profile(proposed(grid))
    assert profile.not_data == {"工单号": ("合计",)}
    assert profile.unknown == ("?",)


def test_a_layout_is_known_by_few_columns_that_are_there_to_stay() -> None:
    profile = to_profile(proposed(table(TICKETS)))
    assert {"工单号", "创建时间"} <= set(profile.match)
    assert len(profile.match) == 6 < len(TICKETS)
    repeated = Grid("", tuple((*row, row[-1]) for row in table(TICKETS).rows))
    assert "车间_2" not in to_profile(proposed(repeated)).match  # a name the reader made, not the file


@pytest.mark.parametrize(
    "grid",
    [
        table({"aaa": ["x"], "bbb": ["y"]}),
        table(
            {"order_id": ["o{n}"], "payment_type": ["card"], "installments": ["3"], "seq": ["1"]}
        ),  # one column of five
        Grid("", (("T1", "2026-06-01"), ("T2", "2026-06-02"))),
        Grid("", ()),
    ],
)
def test_what_is_about_nothing_known_gets_no_proposal(grid: Grid) -> None:
    assert propose(grid, name="file") is None


def test_the_entity_can_be_chosen() -> None:
    assert proposed(table(TICKETS), entity="survey_response").entity == "survey_response"


def test_a_corrected_column_takes_the_field_from_the_one_that_had_it() -> None:
    grid = table(TICKETS)
    other = changed(proposed(grid), grid, "车间", "category")
    assert (other.of("category"), column(other, "问题类型").field) == ("车间", "")
    without = changed(other, grid, "工单号", "")
    assert without.missing == ()
    assert without.made == {"ticket_id": ("创建时间", "会员号")}
    assert without.confidence < other.confidence


def test_the_order_of_day_and_month_can_be_decided() -> None:
    proposal = proposed(table({**TICKETS, "创建时间": ["03/02/2026", "04/02/2026"]}))
    decided = ordered(proposal, "创建时间", "mdy")
    assert to_profile(decided).tables[0].fields["created_at"].format == "mdy"
    assert not decided.ambiguous


def test_texts_yaml_would_take_for_something_else_survive(tmp_path: Path) -> None:
    odd = {
        "工单号": ["T{n}"],
        "创建时间": ["2026-06-01 10:00:00"],
        "状态: #1, {是}": ["yes"],
        "yes": ["1"],
        "2026-06": ["1"],
        "  渠道  ": ["电话"],
        '"引号"\t': ["x"],
        "😀 状态": ["已关闭"],
    }
    proposal = proposed(table(odd), "odd")
    for name in odd:
        proposal = (
            changed(proposal, table(odd), name.strip(), "") if name.strip() not in ("工单号", "创建时间") else proposal
        )
    for name, field in zip(list(odd)[2:], ("status", "cause", "category", "channel", "region", "team"), strict=True):
        proposal = changed(proposal, table(odd), name.strip(), field)
    path = tmp_path / "odd.yaml"
    path.write_text(to_yaml(proposal), encoding="utf-8")
    assert read_profile(path) == to_profile(proposal)
    assert read_profile(path).tables[0].fields["cause"].column == "yes"


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("千牛_客服绩效_20260601_20260630", "千牛_客服绩效"),
        ("tickets-2026-06", "tickets"),
        ("工单(2026年6月1日)", "工单"),
        ("Orders Export 2026-06-01", "orders_export"),
        ("20260601", "export"),
    ],
)
def test_next_month_s_file_has_the_same_source(stem: str, name: str) -> None:
    assert source_name(stem) == name


def test_the_vocabulary_speaks_of_every_entity_and_of_no_field_that_is_none() -> None:
    raw = vocabulary().raw
    assert set(raw["entities"]) == set(ENTITIES)
    for entity, one in raw["entities"].items():
        assert set(one["fields"]) <= set(ENTITIES[entity].fields)
        assert all(isinstance(word, str) for words in one["fields"].values() for word in words)
    assert set(raw["measures"]) <= set(MEASURES)
    for name, codes in raw["codes"].items():
        entity, _, field = name.rpartition(".")
        closed = ENTITIES[entity].fields[field].codes if entity else ()
        assert not closed or set(codes) <= set(closed)
        assert all(isinstance(word, str) for words in codes.values() for word in words)


def test_a_proposed_mapping_imports_the_file_it_was_proposed_for_and_the_next(tmp_path: Path) -> None:
    june, july = tmp_path / "工单_202606.csv", tmp_path / "工单_202607.csv"
    rows = [list(row) for row in table(TICKETS).rows]
    write(june, [["客服工单明细表"], [], *rows])
    more = [[cell.replace("T1", "T2") if at == 0 and cell else cell for at, cell in enumerate(row)] for row in rows]
    write(july, [[*reversed(row), "新列"] for row in more])  # other order, a new column, no title
    (grid,) = source_of(june).look(june, Layout())
    path = tmp_path / "工单.yaml"
    path.write_text(to_yaml(proposed(grid, source_name(june.stem))), encoding="utf-8")
    outcome = import_files(
        tmp_path / "data", [june, july], profiles={"工单": read_profile(path)}, timezone="Asia/Shanghai"
    )
    assert [(one.rows, one.clean) for one in outcome.taken] == [(24, 24), (24, 24)]
    assert outcome.record.tables["ticket"].rows == 48


def write(path: Path, rows: Sequence[Sequence[str | None]]) -> None:
    with path.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows([cell or "" for cell in row] for row in rows)


# Mappings that follow their files


def renamed(names: Mapping[str, str], **more: list[str | None]) -> Grid:
    return table({names.get(name, name): values for name, values in TICKETS.items()} | more)


@pytest.fixture
def mapping() -> Profile:
    return to_profile(proposed(table(TICKETS), "tickets"))


def test_a_renamed_column_is_followed(mapping: Profile) -> None:
    found = adapted(mapping, renamed({"来源渠道": "工单来源渠道", "会员号": "会员编号"}))
    assert found is not None
    assert found.aliases == {"来源渠道": ("工单来源渠道",), "会员号": ("会员编号",)}
    assert replace(found, aliases={}) == mapping


def test_a_synonym_of_the_field_is_followed(mapping: Profile) -> None:
    found = adapted(mapping, renamed({"解决时间": "办结时间"}))
    assert found is not None
    assert found.aliases == {"解决时间": ("办结时间",)}


def test_new_columns_beside_a_renamed_one_do_not_matter(mapping: Profile) -> None:
    found = adapted(mapping, renamed({"解决时间": "办结时间"}, 楼层=["1", "2"], 备注2=["甲"]))
    assert found is not None


@pytest.mark.parametrize(
    ("names", "more"),
    [
        ({}, {}),  # nothing is renamed
        ({"解决时间": "甲", "工单状态": "乙", "来源渠道": "丙", "问题类型": "丁"}, {}),  # too much is
        ({"解决时间": "乙方案"}, {}),  # nothing says what it is now
        ({"解决时间": "时间"}, {}),  # a word for any time
        ({"工单号": "关联订单号"}, {}),  # another number altogether
        ({"解决时间": "办结时间"}, {"处理完成时间": ["2026-06-05 10:00:00"]}),  # two that could be it
    ],
)
def test_in_doubt_nobody_decides(mapping: Profile, names: dict[str, str], more: dict[str, list[str | None]]) -> None:
    assert adapted(mapping, renamed(names, **more)) is None


def test_a_new_name_over_other_values_is_not_followed(mapping: Profile) -> None:
    grid = table(
        {("办结时间" if name == "解决时间" else name): values for name, values in TICKETS.items()}
        | {"办结时间": ["是", "否"]}
    )
    assert adapted(mapping, grid) is None


def test_values_must_have_codes_where_the_mapping_has_some(mapping: Profile) -> None:
    status = {("处理状态" if name == "工单状态" else name): values for name, values in TICKETS.items()}
    assert adapted(mapping, table(status)) is not None
    assert adapted(mapping, table(status | {"处理状态": ["甲", "乙"]})) is None


def test_aliases_are_followed_once_more(mapping: Profile) -> None:
    once = adapted(mapping, renamed({"解决时间": "办结时间"}))
    assert once is not None
    assert adapted(once, renamed({"解决时间": "办结时间"})) is None  # known by now
    twice = adapted(once, renamed({"解决时间": "处理完成时间"}))
    assert twice is not None
    assert twice.aliases == {"解决时间": ("办结时间", "处理完成时间")}


def test_a_mapping_file_keeps_its_words_when_it_gets_aliases(tmp_path: Path, mapping: Profile) -> None:
    text = to_yaml(proposed(table(TICKETS), "tickets"))
    once = aliased(text, {"解决时间": ("办结时间",)})
    twice = aliased(once, {"解决时间": ("办结时间", "处理完成时间")})
    assert once.startswith(text)
    path = tmp_path / "tickets.yaml"
    path.write_text(twice, encoding="utf-8")
    assert read_profile(path) == replace(mapping, aliases={"解决时间": ("办结时间", "处理完成时间")})


GUIDE = Path(__file__).parents[3] / "docs" / "how-to" / "add_a_profile.md"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
HEAD = "title: {en: Example, zh: 示例}\nmatch: {columns: [工单号]}\n"


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_of_the_guide_is_a_profile(number: int, tmp_path: Path) -> None:
    text = EXAMPLES[number]
    path = tmp_path / "example.yaml"
    path.write_text(text if "title:" in text else HEAD + text, encoding="utf-8")
    assert read_profile(path).tables


# Real files


def top(path: Path) -> Grid:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as stream:
        rows = [tuple(cell or None for cell in row) for _, row in zip(range(200), csv.reader(stream), strict=False)]
    return Grid("", tuple(rows))


@pytest.mark.shared
@pytest.mark.skipif(not DATA.is_dir(), reason="the public data sets are not at ../shared/data beside the repository")
@pytest.mark.parametrize(
    ("file", "profile", "least"),
    [
        ("olist_sample/olist_orders_dataset.csv.gz", "olist_orders", 1.0),
        ("olist_sample/olist_order_items_dataset.csv.gz", "olist_order_items", 1.0),
        ("olist_sample/olist_order_reviews_dataset.csv.gz", "olist_reviews", 1.0),
        ("olist_sample/olist_customers_dataset.csv.gz", "olist_customers", 1.0),
        ("olist_sample/olist_products_dataset.csv.gz", "olist_products", 1.0),
        ("uci_incident_event_log/incident_event_log.csv.gz", "servicenow_incident_log", 0.95),
        ("helpdesk/helpdesk.csv.gz", "italian_helpdesk_log", 0.8),
    ],
)
def test_real_files_are_proposed_as_somebody_mapped_them_by_hand(file: str, profile: str, least: float) -> None:
    grid = top(DATA / file)
    by_hand = PROFILES[profile].tables[0]
    proposal = proposed(grid, Path(file).name.split(".")[0])
    assert proposal.entity == by_hand.entity
    wanted: dict[str, set[str]] = {}
    for name, mapped in by_hand.fields.items():
        for one in mapped_columns(mapped):
            wanted.setdefault(one, set()).add(name)
    right = [one for one in proposal.columns if one.field in wanted.get(one.column, {""})]
    assert len(right) >= least * len(proposal.columns)


def mapped_columns(mapped: FieldMap) -> list[str]:
    return [one for one in (mapped.column, *mapped.further) if one]
