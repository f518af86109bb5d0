"""What hypothesis invents: files as people export them, with texts nobody foresaw."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
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


@dataclass(frozen=True)
class Bundle:
    """The same rows as somebody's exports hold them: each file is of one entity, and ``imports`` are runs of files."""

    imports: tuple[tuple[ExportFile, ...], ...]


@dataclass(frozen=True)
class ExportFile:
    entity: str
    form: str
    rows: tuple[Cells, ...]


Cells = tuple[tuple[str, str], ...]
FORMS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "json", "jsonl", "xlsx", "parquet")


def dated_tickets() -> st.SearchStrategy[list[Cells]]:
    """Versions of a few tickets, each told apart by when it was last changed; some are of no date, and some of no use.

    A later version may move the ticket to another month, and be written by another agent.
    """
    version = st.fixed_dictionaries(
        {
            "ticket_id": st.sampled_from(["T1", "T2"]),
            "created_at": st.sampled_from(["2026-01-05 09:00:00", "2026-02-03 10:30:00", "2026/2/3 10:30", "soon"]),
            "updated_at": st.sampled_from(["", "2026-03-01 08:00:00", "2026-03-02 08:00:00", "2026-03-03 08:00:00"]),
            "status": st.sampled_from(["open", "已解决", "closed"]),
            "category": st.sampled_from(["complaint", "inquiry", "安装"]),
            "customer_id": st.sampled_from(["", "c1", "c2"]),
        }
    )
    return st.lists(
        version.map(lambda one: tuple(one.items())),
        min_size=4,
        max_size=8,
        unique_by=lambda one: (dict(one)["ticket_id"], dict(one)["updated_at"]),
    )


def plain_messages() -> st.SearchStrategy[list[Cells]]:
    """Messages of those tickets, without a date of their version: each number says one thing only."""
    message = st.fixed_dictionaries(
        {
            "message_id": st.integers(1, 50).map(str),
            "ticket_id": st.sampled_from(["T1", "T2", "T3", "T9"]),
            "sent_at": st.datetimes(FIRST, LAST).map(lambda at: f"{at:%Y-%m-%d %H:%M:%S}"),
            "author_kind": st.sampled_from(["customer", "agent"]),
            "body": st.sampled_from(["你好", "a,b", "第一行\n第二行", ""]),
        }
    )
    return st.lists(
        message.map(lambda one: tuple(one.items())), max_size=6, unique_by=lambda one: dict(one)["message_id"]
    )


@st.composite
def bundles(draw: st.DrawFn, rows: Mapping[str, Sequence[Cells]]) -> Bundle:
    """The rows shuffled, repeated within files and across them, in any form, and brought in over one import or more."""
    files = []
    for entity, said in rows.items():
        if not said:
            continue
        count = draw(st.integers(2, 3))
        places = draw(
            st.lists(
                st.lists(st.integers(0, count - 1), min_size=1, max_size=2), min_size=len(said), max_size=len(said)
            )
        )
        for number in range(count):
            held = [one for one, where in zip(said, places, strict=True) for place in where if place == number]
            if held:
                files.append(ExportFile(entity, draw(st.sampled_from(FORMS)), tuple(draw(st.permutations(held)))))
    files = draw(st.permutations(files))
    files += draw(st.lists(st.sampled_from(files), max_size=1))  # a file somebody imports once more
    cut = draw(st.integers(0, len(files)))
    return Bundle(tuple(part for part in (tuple(files[:cut]), tuple(files[cut:])) if part))


def write_export(path: Path, export: ExportFile) -> Path:
    """The rows as a file of the form, under a name of its own."""
    rows = [dict(one) for one in export.rows]
    names = list(rows[0])
    match export.form:
        case "json" | "jsonl":
            path = path.with_suffix(f".{export.form}")
            lines = [json.dumps(row, ensure_ascii=False) for row in rows]
            path.write_text("\n".join(lines) if export.form == "jsonl" else f"[{','.join(lines)}]", encoding="utf-8")
        case "xlsx":
            path = path.with_suffix(".xlsx")
            with xlsxwriter.Workbook(path) as book:
                sheet = book.add_worksheet()
                for number, cells in enumerate([names, *([row[name] for name in names] for row in rows)]):
                    sheet.write_row(number, 0, cells)
        case "parquet":
            path = path.with_suffix(".parquet")
            pq.write_table(pa.table({name: [row[name] for row in rows] for name in names}), path)
        case encoding:
            path = path.with_suffix(".csv")
            path.write_bytes(as_csv(rows, names, encoding))
    return path


def as_csv(rows: list[dict[str, str]], columns: list[str], encoding: str) -> bytes:
    """The rows as a program that quotes everything writes them."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode(encoding, "replace")
