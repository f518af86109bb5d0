"""What holds for any file: no row is lost, and the order of rows does not matter."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kefu.cleaning.intake import import_files
from kefu.sources.profiles import PROFILES
from tests.canonical import bring_in, digests
from tests.strategies import ORDER_COLUMNS, as_csv, order_rows, plain_orders

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
