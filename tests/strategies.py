"""What hypothesis invents: files as people export them, with texts nobody foresaw."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from hypothesis import strategies as st

from kefu.sources.profiles import PROFILES

# Control characters that end a line in some readers and not in others are left to tests of their own.
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
HABITS = st.sampled_from(
    ["", " ", "--", "合计", "O1", "O2", "2026/10/03 09:30:00", "2026-10-03 09:30", "infinity", "epoch", "nan", "1e400",
     "-5", "1,299.00", "￥12", "87.5%", "是", "null", "0000-00-00", "12026/01/01 00:00:00", '"', "a,b", "line\nbreak"]
)  # fmt: skip
TEXTS = st.one_of(HABITS, WORDS)
FIRST, LAST = datetime(2026, 1, 1), datetime(2026, 6, 1)  # noqa: DTZ001 - as exports write it
ORDER_COLUMNS = sorted(PROFILES["shop_orders"].columns)


def order_rows() -> st.SearchStrategy[list[dict[str, str]]]:
    """Rows of a shop's order list with any text in any column; many have a plausible number and time."""
    likely = {
        "订单编号": st.one_of(st.sampled_from([f"O{number}" for number in range(30)]), TEXTS),
        "下单时间": st.one_of(st.just("2026/10/03 09:30:00"), TEXTS),
    }
    return st.lists(st.fixed_dictionaries({name: likely.get(name, TEXTS) for name in ORDER_COLUMNS}), max_size=25)


def plain_orders() -> st.SearchStrategy[list[dict[str, str]]]:
    """Rows without fault, each with an order number of its own."""
    row = st.fixed_dictionaries(
        {
            "order_id": st.integers(1, 10**6).map(lambda number: f"O{number}"),
            "ordered_at": st.datetimes(FIRST, LAST).map(lambda at: f"{at:%Y-%m-%d %H:%M:%S}"),
            "customer_id": st.sampled_from(["", "c1", "c2", "c3"]),
            "status": st.sampled_from(["", "completed", "cancelled"]),
            "amount": st.one_of(st.just(""), st.integers(0, 10**6).map(lambda cents: f"{cents / 100:.2f}")),
        }
    )
    return st.lists(row, min_size=1, max_size=20, unique_by=lambda one: one["order_id"])


def as_csv(rows: list[dict[str, str]], columns: list[str], encoding: str) -> bytes:
    """The rows as a program that quotes everything writes them."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode(encoding, "replace")
