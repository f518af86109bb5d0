"""Importing: once is enough, later exports correct earlier ones, and an import that dies has not happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from kefu.cleaning import intake
from kefu.cleaning.intake import import_files
from kefu.errors import DataError
from kefu.sources import Layout
from kefu.sources.profiles import FieldMap, Profile, TableMap
from kefu.store.record import read_record
from tests.canonical import bring_in, digests, profile_of, table, write

OCTOBER = [
    {"order_id": "O1", "ordered_at": "2026-10-03 09:00:00", "customer_id": "c1", "amount": "10"},
    {"order_id": "O2", "ordered_at": "2026-10-31 23:30:00", "customer_id": "c2", "amount": "20"},
]
NOVEMBER = [{"order_id": "O3", "ordered_at": "2026-11-05 09:00:00", "customer_id": "c1", "amount": "30"}]


def test_importing_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    first = bring_in(tmp_path / "data", order=OCTOBER)
    again = bring_in(tmp_path / "data", order=OCTOBER)
    assert [len(again.taken), len(again.known)] == [0, 1]
    assert again.known == first.taken
    assert again.record == first.record == read_record(tmp_path / "data")


def test_the_same_rows_under_another_name_replace_themselves(tmp_path: Path) -> None:
    first = bring_in(tmp_path / "data", order=OCTOBER)
    again = bring_in(tmp_path / "data", order=[*reversed(OCTOBER)])
    assert again.taken[0].replaced == 2
    assert digests(again) == digests(first)


def test_a_corrected_export_replaces_rows_and_may_move_them_to_another_month(tmp_path: Path) -> None:
    """O2 turns out to have been placed in November: October loses it, November has it once, O1 and O3 stay."""
    bring_in(tmp_path / "data", order=OCTOBER)
    bring_in(tmp_path / "data", order=NOVEMBER)
    outcome = bring_in(tmp_path / "data", order=[{**OCTOBER[1], "ordered_at": "2026-11-01 00:30:00", "amount": "25"}])
    assert outcome.taken[0].replaced == 1
    state = outcome.record.tables["order"]
    assert {month: part.rows for month, part in state.partitions.items() if part.rows} == {"2026-10": 1, "2026-11": 2}
    for name in ("order_row", "order"):
        held = table(tmp_path / "data", name, "order_id")
        assert {key: (row["month"], row["amount"]) for key, row in held.items()} == {
            "O1": ("2026-10", 10.0), "O2": ("2026-11", 25.0), "O3": ("2026-11", 30.0),
        }  # fmt: skip


def test_a_table_reaches_no_further_than_its_rows(tmp_path: Path) -> None:
    """O3 was placed in October after all, so nothing reaches into November any more."""
    bring_in(tmp_path / "data", order=OCTOBER + NOVEMBER)
    outcome = bring_in(tmp_path / "data", order=[{**NOVEMBER[0], "ordered_at": "2026-10-05 09:00:00"}])
    assert outcome.record.reach["order"] == ("2026-10-03 09:00:00", "2026-10-31 23:30:00")


def test_a_version_without_a_date_is_the_oldest(tmp_path: Path) -> None:
    """Within a file and across imports alike; the row left out is counted."""
    bring_in(tmp_path / "data", order=[{**OCTOBER[0], "updated_at": "2026-10-04 09:00:00"}])
    undated = bring_in(tmp_path / "data", order=[{**OCTOBER[0], "amount": "99"}, OCTOBER[1]])
    assert (undated.taken[0].clean, undated.taken[0].replaced, undated.taken[0].outdated) == (2, 0, 1)
    held = table(tmp_path / "data", "order_row", "order_id")
    assert {key: row["amount"] for key, row in held.items()} == {"O1": 10.0, "O2": 20.0}
    dated = bring_in(tmp_path / "data", order=[{**OCTOBER[1], "updated_at": "2026-11-01 09:00:00", "amount": "21"}])
    assert (dated.taken[0].replaced, dated.taken[0].outdated) == (1, 0)


def test_a_month_that_loses_its_only_row_is_empty(tmp_path: Path) -> None:
    bring_in(tmp_path / "data", order=NOVEMBER)
    bring_in(tmp_path / "data", order=[{**NOVEMBER[0], "ordered_at": "2026-12-01 00:30:00"}])
    for name in ("order_row", "order"):
        assert [row["month"] for row in table(tmp_path / "data", name, "order_id").values()] == ["2026-12"]


def test_the_month_of_a_row_is_that_of_the_company(tmp_path: Path) -> None:
    """Half past eight in the evening of 31 October in UTC is 1 November in Shanghai and still October in New York."""
    row = [{"order_id": "O1", "ordered_at": "2026-10-31T20:30:00Z"}]
    months = {}
    for zone in ("Asia/Shanghai", "America/New_York"):
        bring_in(tmp_path / zone.replace("/", "_"), timezone=zone, order=row)
        months[zone] = table(tmp_path / zone.replace("/", "_"), "order", "order_id")["O1"]["month"]
    assert months == {"Asia/Shanghai": "2026-11", "America/New_York": "2026-10"}


def test_files_taken_one_by_one_give_what_they_give_together(tmp_path: Path) -> None:
    bring_in(tmp_path / "apart", order=NOVEMBER)
    apart = bring_in(tmp_path / "apart", order=OCTOBER)
    together = bring_in(tmp_path / "together", order=OCTOBER + NOVEMBER)
    assert digests(apart) == digests(together)


def test_what_depends_on_the_end_of_the_data_follows_it_however_far_it_moves(tmp_path: Path) -> None:
    """T1's seven days were open when January ended the data; a year later, with nothing in between, they are over."""
    first = [{"ticket_id": "T1", "created_at": "2025-01-30 09:00:00", "customer_id": "c1"}]
    later = [{"ticket_id": "T2", "created_at": "2026-01-30 09:00:00", "customer_id": "c2"}]
    bring_in(tmp_path / "apart", ticket=first)
    assert table(tmp_path / "apart", "ticket", "ticket_id")["T1"]["is_mature"] is False
    apart = bring_in(tmp_path / "apart", ticket=later)
    assert table(tmp_path / "apart", "ticket", "ticket_id")["T1"]["is_mature"] is True
    assert digests(apart) == digests(bring_in(tmp_path / "together", ticket=first + later))


def test_what_a_source_turns_out_to_say_counts_for_every_month(tmp_path: Path) -> None:
    """The first complaint ever, a year later: tickets before it are now known to be none."""
    first = [{"ticket_id": "T1", "created_at": "2025-01-30 09:00:00", "category": "inquiry"}]
    later = [{"ticket_id": "T2", "created_at": "2026-01-30 09:00:00", "category": "complaint"}]
    bring_in(tmp_path / "apart", ticket=first)
    assert table(tmp_path / "apart", "ticket", "ticket_id")["T1"]["is_complaint"] is None
    apart = bring_in(tmp_path / "apart", ticket=later)
    assert table(tmp_path / "apart", "ticket", "ticket_id")["T1"]["is_complaint"] is False
    assert digests(apart) == digests(bring_in(tmp_path / "together", ticket=first + later))


def test_an_import_that_dies_has_not_happened_and_the_next_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(tmp_path / "data", order=OCTOBER)
    before = read_record(tmp_path / "data")
    seen = table(tmp_path / "data", "order", "order_id")

    def dies(*_: Any) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(intake, "compute_facts", dies)
        with pytest.raises(RuntimeError, match=r"killed"):
            bring_in(tmp_path / "data", order=[*NOVEMBER, {**OCTOBER[0], "amount": "99"}])
    assert read_record(tmp_path / "data") == before
    assert table(tmp_path / "data", "order", "order_id") == seen

    after = bring_in(tmp_path / "data", order=[*NOVEMBER, {**OCTOBER[0], "amount": "99"}])
    bring_in(tmp_path / "quiet", order=OCTOBER)
    quiet = bring_in(tmp_path / "quiet", order=[*NOVEMBER, {**OCTOBER[0], "amount": "99"}])
    assert digests(after) == digests(quiet)
    assert after.record.reach == quiet.record.reach
    assert [(one.number, one.rows, one.replaced) for one in after.record.imports] == [(1, 2, 0), (2, 2, 1)]
    assert table(tmp_path / "data", "order", "order_id") == table(tmp_path / "quiet", "order", "order_id")


def test_an_import_that_dies_between_two_facts_has_not_happened_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after some fact tables were committed: their newer versions are orphans no reader sees."""
    from kefu.store import compute

    bring_in(tmp_path / "data", order=OCTOBER)
    seen = table(tmp_path / "data", "order", "order_id")
    whole = compute._compute

    def dies(engine: Any, folder: Path, record: Any, name: str, fact: Any, months: list[str]) -> Any:
        done = whole(engine, folder, record, name, fact, months)
        if name == "order":
            raise RuntimeError("killed")
        return done

    with monkeypatch.context() as patch:
        patch.setattr(compute, "_compute", dies)
        with pytest.raises(RuntimeError, match=r"killed"):
            bring_in(tmp_path / "data", order=NOVEMBER)
    assert table(tmp_path / "data", "order", "order_id") == seen
    after = bring_in(tmp_path / "data", order=NOVEMBER)
    assert digests(after) == digests(bring_in(tmp_path / "quiet", order=OCTOBER + NOVEMBER))


def test_a_file_no_profile_fits_stops_the_import_before_anything_changes(tmp_path: Path) -> None:
    good = write(tmp_path / "orders.csv", "order", OCTOBER)
    odd = tmp_path / "odd.csv"
    odd.write_text("x,y\n1,2\n")
    with pytest.raises(DataError, match=r"odd.csv: no profile fits"):
        import_files(tmp_path / "data", [good, odd], profiles={"p": profile_of("order")}, timezone="UTC")
    assert not (tmp_path / "data").exists()
    with pytest.raises(DataError, match=r"nowhere.csv: there is no such file"):
        import_files(tmp_path / "data", [tmp_path / "nowhere.csv"], profiles={}, timezone="UTC")


def test_a_column_the_file_does_not_have_is_told_and_its_field_is_not_stated(tmp_path: Path) -> None:
    fields = {"agent_id": FieldMap(column="id"), "team": FieldMap(column="grup")}
    profile = Profile("p", {"en": "P"}, ("id",), Layout(), (TableMap("agent", fields),))
    file = tmp_path / "agents.csv"
    file.write_text("id,group\n1,a\n")
    (taken,) = import_files(tmp_path / "data", [file], profiles={"p": profile}, timezone="UTC").taken
    assert (taken.absent, taken.extra) == (("grup",), ("group",))
    (agent,) = table(tmp_path / "data", "agent", "agent_id").values()
    assert (agent["team"], agent["extra"]) == (None, '{"group":"a"}')


def test_columns_nobody_speaks_of_stay_with_the_first_entity_a_row_is_of(tmp_path: Path) -> None:
    """The second row is of no first table, the third of both; a platform's row keeps them with each of its figures."""
    figures = {"platform": FieldMap(value="jd"), "report": FieldMap(value="r"), "scope": FieldMap(value="agent"),
               "agent_id": FieldMap(column="id"), "day": FieldMap(column="day")}  # fmt: skip
    tables = (
        TableMap("agent", {"agent_id": FieldMap(column="id")}, when={"kind": ("agent", "both")}),
        TableMap("customer", {"customer_id": FieldMap(column="id")}, when={"kind": ("customer", "both")}),
        TableMap("platform_figure", figures, when={"kind": ("day",)},
                 measures={"messages": FieldMap(column="m"), "orders": FieldMap(column="o")}),
    )  # fmt: skip
    profile = Profile("p", {"en": "P"}, ("id",), Layout(), tables)
    file = tmp_path / "all.csv"
    rows = ["id,kind,day,m,o,note", "1,agent,,,,a", "2,customer,,,,b", "3,both,,,,c", "4,day,2026-10-01,5,6,d"]
    file.write_text("\n".join(rows))
    import_files(tmp_path / "data", [file], profiles={"p": profile}, timezone="UTC")
    extras = {
        name: {key: row["extra"] for key, row in table(tmp_path / "data", name, key_name).items()}
        for name, key_name in (("agent", "agent_id"), ("customer", "customer_id"), ("platform_figure", "measure"))
    }
    assert extras == {
        "agent": {"1": '{"note":"a"}', "3": '{"note":"c"}'},
        "customer": {"2": '{"note":"b"}', "3": None},
        "platform_figure": {"messages": '{"note":"d"}', "orders": '{"note":"d"}'},
    }


def test_a_file_without_a_column_that_is_required_does_not_fit(tmp_path: Path) -> None:
    fields = {"agent_id": FieldMap(column="number"), "team": FieldMap(column="group")}
    profile = Profile("p", {"en": "P"}, ("group",), Layout(), (TableMap("agent", fields),))
    file = tmp_path / "agents.csv"
    file.write_text("id,group\n1,a\n")
    with pytest.raises(DataError, match="no profile fits; its headers are id, group"):
        import_files(tmp_path / "data", [file], profiles={"p": profile}, timezone="UTC")


def test_two_imports_at_once_do_not_mix(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with FileLock(tmp_path / "data" / "import.lock"), pytest.raises(DataError, match=r"another import is running"):
        bring_in(tmp_path / "data", order=OCTOBER)


def test_a_clean_import_leaves_no_scratch_and_keeps_the_file(tmp_path: Path) -> None:
    outcome = bring_in(tmp_path / "data", order=OCTOBER)
    kept = tmp_path / "data" / "raw" / outcome.taken[0].digest[:16] / "order.csv"
    assert kept.read_bytes() == (tmp_path / "incoming_data" / "order.csv").read_bytes()
    assert not list((tmp_path / "data").glob("scratch-*"))


def test_rows_without_a_time_of_their_own_belong_to_no_month(tmp_path: Path) -> None:
    """Order lines need no time; one with and one without are both kept, and both give their order its amount."""
    lines = [
        {"order_id": "O1", "line_number": "1", "amount": "7", "ordered_at": "2026-10-03 09:00:00"},
        {"order_id": "O1", "line_number": "2", "amount": "5"},
    ]
    order = {"order_id": "O1", "ordered_at": "2026-10-03 09:00:00"}
    outcome = bring_in(tmp_path / "data", order=[order], order_line=lines)
    assert set(outcome.record.tables["order_line"].partitions) == {"2026-10", "all"}
    assert outcome.record.reach["order_line"] == ("2026-10-03 09:00:00", "2026-10-03 09:00:00")
    assert table(tmp_path / "data", "order", "order_id")["O1"]["amount"] == 12.0


@pytest.mark.parametrize(
    ("places", "mixed"),
    [
        ([], 0),
        ([(1, 40), (41, 60), (61, 61)], 1),  # in the order of its dates
        ([(61, 61), (41, 60), (1, 40)], 1),  # the newest first
        ([(1, 98), (2, 100), (3, 99)], 3),  # in no order
        ([(1, 50), (40, 100), (60, 60)], 2),  # one late row among those of the next month
    ],
)
def test_how_many_months_lie_mixed(places: list[tuple[int, int]], mixed: int) -> None:
    assert intake._mixed(places) == mixed
