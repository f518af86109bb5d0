"""What holds for any file: no row is lost, and the order of rows does not matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kefu.cleaning.intake import Outcome, import_files
from kefu.sources import Layout
from kefu.sources.profiles import PROFILES, FieldMap, Profile, TableMap
from kefu.store.record import FileImport
from tests.canonical import bring_in, digests
from tests.strategies import (
    ORDER_COLUMNS,
    Bundle,
    Cells,
    ExportFile,
    as_csv,
    bundles,
    dated_tickets,
    order_rows,
    plain_messages,
    plain_orders,
    write_export,
)

BUNDLED = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
SLOW = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(rows=order_rows(), encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
def test_every_row_is_clean_or_set_aside_whatever_it_says(rows: list[dict[str, str]], encoding: str) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "orders.csv"
        file.write_bytes(as_csv(rows, ORDER_COLUMNS, encoding))
        outcome = import_files(folder / "data", [file], profiles=PROFILES, timezone="Asia/Shanghai")
        one = outcome.taken[0]
        tables = outcome.record.tables
        assert one.clean + one.quarantined == one.rows == len(rows)
        assert tables["quarantine"].rows == one.quarantined
        assert [tables[name].rows if name in tables else 0 for name in ("order", "fact_order")] == [one.clean] * 2


@SLOW
@given(rows=plain_orders(), seed=st.integers(0, 1000))
def test_the_order_of_rows_changes_no_digest(rows: list[dict[str, str]], seed: int) -> None:
    shuffled = Random(seed).sample(rows, len(rows))  # noqa: S311 - not a secret
    with TemporaryDirectory() as name:
        one = bring_in(Path(name) / "one", order=rows)
        other = bring_in(Path(name) / "other", order=shuffled)
    assert digests(one) == digests(other)
    assert one.record.reach == other.record.reach


def of_columns(entity: str, rows: Sequence[Cells]) -> Profile:
    """A profile for files with the columns of those rows, wherever and however they are written."""
    fields = {name: FieldMap(column=name) for name in dict(rows[0])}
    return Profile(f"plain_{entity}", {"en": entity}, tuple(fields), Layout(), (TableMap(entity, fields),))


def taken(folder: Path, bundle: Bundle, profiles: Mapping[str, Profile]) -> tuple[Outcome, list[FileImport]]:
    """The store after all imports of the bundle, and what became of each file that was read."""
    read: list[FileImport] = []
    for run, files in enumerate(bundle.imports):
        paths = [write_export(folder / f"{run}_{number}", one) for number, one in enumerate(files)]
        outcome = import_files(folder / "data", paths, profiles=profiles, timezone="Asia/Shanghai")
        read += outcome.taken
    return outcome, read


@BUNDLED
@given(data=st.data(), tickets=dated_tickets(), messages=plain_messages())
def test_however_rows_are_split_repeated_and_written_the_store_ends_the_same(
    data: st.DataObject, tickets: list[Cells], messages: list[Cells]
) -> None:
    """Of rows of which none contradicts another: for each number and date of change there is one content.

    Every row read is stored, or took the place of one, or gave way to one, or is set aside.
    """
    rows = {"ticket": tickets, "message": messages}
    profiles = {f"plain_{name}": of_columns(name, said) for name, said in rows.items() if said}
    plain = Bundle((tuple(ExportFile(name, "utf-8", tuple(said)) for name, said in rows.items() if said),))
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        expected, _ = taken(Path(one), plain, profiles)
        found, read = taken(Path(other), data.draw(bundles(rows)), profiles)
    assert digests(found) == digests(expected)
    assert found.record.reach == expected.record.reach
    for entity in rows:
        files = [file for file in read if file.profile == f"plain_{entity}"]
        state = found.record.tables.get(entity)
        assert all(file.clean + file.quarantined == file.rows for file in files)
        assert sum(file.clean - file.replaced - file.outdated for file in files) == (state.rows if state else 0)
        assert sum(file.quarantined for file in files) == sum(sum(file.reasons.values()) for file in files)
