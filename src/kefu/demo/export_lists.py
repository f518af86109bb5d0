"""The lists an office keeps: customers, agents, products, events of note, trainings, targets, spare parts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from kefu.demo import people as staff
from kefu.demo import products
from kefu.demo.blemishes import DUPLICATE, SUMMARY, UNREADABLE, Blemishes
from kefu.demo.calendar import Month
from kefu.demo.conversations import FAKE_PHONES
from kefu.demo.customers import Customers
from kefu.demo.dice import dice
from kefu.demo.export_helpdesk import with_duplicates
from kefu.demo.incidents import Record
from kefu.demo.people import People
from kefu.demo.sheets import Book, Sheet
from kefu.demo.stock import KIND, PART_NAMES, WAREHOUSE, Stock, costs
from kefu.demo.stock import names as part_names
from kefu.demo.targets import rows as target_rows
from kefu.demo.trainings import Attendance
from kefu.demo.vocabulary import LINE, NEVER, REGION, SEGMENT, Columns
from kefu.demo.writing import TextFile, chosen, csv_lines, joined, local_times, numbered, texts, written

CUSTOMER_HEADER = "客户编号,客户姓名,客户等级,地区,首次来访,手机号"
AGENT_HEADER = "坐席工号,姓名,班组,级别,入职日期"
PRODUCT_HEADER = "商品编号,商品名称,产品线,标价"
INCIDENT_HEADER = "事件编号,事件标题,开始时间,结束时间,级别,类型,影响维度,影响范围,影响客户数,状态,处理进展,预防措施"
TRAINING_HEADER = "记录编号,坐席工号,时间,类别,主题,是否参加,成绩"
TARGET_HEADER = "指标,月份,维度,成员,目标值"
MOVEMENT_HEADER = ("流水号", "配件编号", "时间", "类型", "数量", "单价", "仓库")
PART_HEADER = ("配件编号", "配件名称", "适用产品线", "单价", "库存数量", "库存金额")
PART_AT_ONCE = 200_000
CUSTOMER_BLEMISHES = {DUPLICATE: 0.001}
TRAINING_BLEMISHES = {DUPLICATE: 0.002, UNREADABLE: 0.002}


def customers(seed: int, path: Path, found: Customers, first: Month, spoiled: Blemishes) -> Path:
    rng = dice(seed, "export.customers")
    joined_at = found.joined(rng, first)
    with TextFile(path, encoding="gb18030", header=CUSTOMER_HEADER) as file:
        for start in range(0, found.size, PART_AT_ONCE):
            place = np.arange(start, min(start + PART_AT_ONCE, found.size))
            bad = spoiled.choose(rng, path.name, CUSTOMER_BLEMISHES, len(place))
            code = numbered("C", place + 1, 8)
            lines = csv_lines(
                {
                    "code": code,
                    "name": joined("演示客户", numbered("", place + 1, 8)),
                    "segment": written(SEGMENT, found.segment[place].astype(np.int64)),
                    "region": written(REGION, found.region[place].astype(np.int64)),
                    "joined": local_times(joined_at[place]),
                    "phone": chosen(FAKE_PHONES, place % len(FAKE_PHONES)),
                }
            )
            file.add(with_duplicates(lines, bad[DUPLICATE]))
    return path


def agents(path: Path, people: People) -> Path:
    rows = zip(
        (people.code(one) for one in range(staff.AGENTS)), staff.names(), staff.team_names(people),
        (staff.LEVELS[one] for one in people.level), (day(one) for one in people.joined.tolist()), strict=True,
    )  # fmt: skip
    return listed(path, AGENT_HEADER, rows)


def product_list(path: Path) -> Path:
    lines = (LINE.written[one // products.PER_LINE] for one in range(len(products.names())))
    prices = (f"{one:.2f}" for one in products.prices())
    return listed(path, PRODUCT_HEADER, zip(products.codes(), products.names(), lines, prices, strict=True))


def incident_register(path: Path, records: list[Record]) -> Path:
    rows = (
        (
            f"SJ{number:04d}", one.title, minute(one.start), minute(one.end), one.severity, one.kind, one.dimension,
            one.member, str(one.customers), one.status, one.progress, one.prevention,
        )
        for number, one in enumerate(records, 1)
    )  # fmt: skip
    return listed(path, INCIDENT_HEADER, rows)


def training_register(seed: int, path: Path, records: list[Attendance], people: People, spoiled: Blemishes) -> Path:
    bad = spoiled.choose(dice(seed, "export.trainings"), path.name, TRAINING_BLEMISHES, len(records))
    unreadable = set(bad[UNREADABLE].tolist())
    rows = [
        (
            f"PX{number:06d}", people.code(one.agent), "时间待定" if number in unreadable else minute(one.at), one.kind,
            one.topic, "是" if one.attended else "否", "" if one.score is None else f"{one.score:g}",
        )
        for number, one in enumerate(records)
    ]  # fmt: skip
    return listed(path, TRAINING_HEADER, [*rows, *(rows[place] for place in bad[DUPLICATE].tolist())])


def target_list(path: Path, *, tickets: int, revenue: int, month: str) -> Path:
    return listed(path, TARGET_HEADER, target_rows(tickets, revenue, month))


def listed(path: Path, header: str, rows: Iterable[tuple[str, ...]]) -> Path:
    """A small list, UTF-8 with a byte order mark so that office software opens it rightly."""
    with TextFile(path, encoding="utf-8-sig", header=header) as file:
        lines = [",".join(row) + "\r\n" for row in rows]
        file.add(texts(lines))
    return path


class StockBook:
    """The storekeeper's workbook: movements month by month, then the parts as they stand."""

    def __init__(self, path: Path, spoiled: Blemishes) -> None:
        self.book, self.spoiled, self.path = Book(path), spoiled, path
        self.ledger = Sheet(self.book, "备件台账", PART_HEADER, title="备件库存台账")
        self.movements = Sheet(self.book, "出入库流水", MOVEMENT_HEADER)
        self.cost = costs()

    def add(self, found: Columns) -> None:
        told = {name: values.tolist() for name, values in found.items()}
        for place in range(len(told["at"])):
            part = told["part"][place]
            self.movements.add(
                [
                    f"LS{told['number'][place]:07d}", part_code(part), second(told["at"][place]),
                    KIND.written[told["kind"][place]], told["quantity"][place], float(self.cost[part]),
                    WAREHOUSE.written[told["warehouse"][place]],
                ]
            )  # fmt: skip

    def close(self, stock: Stock) -> Path:
        for part, name in enumerate(part_names()):
            line, pieces = LINE.written[part // len(PART_NAMES)], int(stock.on_hand[part])
            cost = float(self.cost[part])
            self.ledger.add([part_code(part), name, line, cost, pieces, round(cost * pieces, 2)])
        worth = round(float(np.sum(self.cost * stock.on_hand)), 2)
        self.ledger.add(["合计", None, None, None, int(stock.on_hand.sum()), worth])
        self.spoiled.note(self.path.name, SUMMARY)
        self.book.close()
        return self.path


def part_code(part: int) -> str:
    return f"PJ{part + 1:03d}"


def second(seconds: int) -> str:
    return str(np.datetime64(seconds, "s")).replace("T", " ")


def minute(seconds: int) -> str:
    return "" if seconds == NEVER else second(seconds)[:16]


def day(seconds: int) -> str:
    return second(seconds)[:10]
