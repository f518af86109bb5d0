"""The shop's export: orders, their lines and the register of returns, as Chinese office software writes them.

Comma-separated, GB18030, wall-clock times with slashes, money with thousands separators, a total at the end of a file.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from kefu.demo.blemishes import BACKWARDS, DUPLICATE, SUMMARY, UNREADABLE, Blemishes
from kefu.demo.calendar import DAY, month_at
from kefu.demo.dice import Dice
from kefu.demo.export_helpdesk import with_duplicates
from kefu.demo.products import batch_name, codes, names
from kefu.demo.vocabulary import LINE, NEVER, REGION, RETURN_CAUSE, RETURN_KIND, SHOP, Array, Columns, Words
from kefu.demo.writing import (
    Text,
    TextFile,
    chosen,
    csv_lines,
    money,
    money_with_commas,
    numbered,
    plain,
    put,
    slashed_times,
    texts,
    whole,
    written,
)

ORDER_HEADER = (
    "订单编号,下单时间,付款时间,发货时间,签收时间,承诺送达时间,客户编号,店铺,收货地区,产品线,订单状态,实付金额,优惠金额"
)
LINE_HEADER = "订单编号,行号,下单时间,商品编号,商品名称,产品线,生产批次,数量,金额"
RETURN_HEADER = (
    "退换单号,申请时间,完结时间,订单编号,工单号,客户编号,商品编号,产品线,生产批次,处理方式,原因,状态,地区,数量,"
    "退款金额,物流费用,服务费用"
)
ORDER_STATUS = Words(("waiting", "shipped", "completed", "cancelled"), ("待发货", "已发货", "已完成", "已取消"))
RETURN_STATUS = Words(("open", "closed"), ("处理中", "已完结"))
ORDER_BLEMISHES = {DUPLICATE: 0.002, UNREADABLE: 0.0006}
LINE_BLEMISHES = {DUPLICATE: 0.001, UNREADABLE: 0.0003}
RETURN_BLEMISHES = {DUPLICATE: 0.003, UNREADABLE: 0.0015, BACKWARDS: 0.002}
UNREADABLE_TIME = "2026/13/45 25:61"
NOT_STATED = 0.003


def orders(rng: Dice, file: TextFile, found: Columns, spoiled: Blemishes, cutoff: int) -> None:
    size = len(found["ordered"])
    bad = spoiled.choose(rng, file.path.name, ORDER_BLEMISHES, size)
    known = {name: np.where(found[name] > cutoff, NEVER, found[name]) for name in ("paid", "shipped", "delivered")}
    status = np.where(known["delivered"] != NEVER, 2, np.where(known["shipped"] != NEVER, 1, 0))
    status = np.where(found["cancelled"], 3, status)
    dashes = np.flatnonzero(rng.random(size) < NOT_STATED)
    lines = csv_lines(
        {
            "order": numbered("DD", found["number"], 10),
            "ordered": put(slashed_times(found["ordered"]), bad[UNREADABLE], UNREADABLE_TIME),
            "paid": slashed_times(known["paid"]),
            "shipped": slashed_times(known["shipped"]),
            "delivered": slashed_times(known["delivered"]),
            "promised": slashed_times(found["promised"]),
            "customer": numbered("C", found["customer"] + 1, 8),
            "shop": written(SHOP, found["shop"]),
            "region": put(written(REGION, found["region"]), dashes, "--"),
            "line": written(LINE, found["product_line"]),
            "status": written(ORDER_STATUS, status),
            "amount": money_with_commas(found["amount"]),
            "discount": money_with_commas(found["discount"]),
        }
    )
    file.add(with_duplicates(lines, bad[DUPLICATE]))


def order_total(file: TextFile, amount: float, spoiled: Blemishes) -> None:
    """The sum the office puts under its list; it is no order."""
    total = money_with_commas(np.array([amount]))
    empty = texts([""])
    fields: dict[str, Text] = {str(one): empty for one in range(ORDER_HEADER.count(",") + 1)}
    file.add(csv_lines({**fields, "0": texts(["合计"]), "11": total}))
    spoiled.note(file.path.name, SUMMARY)


def order_lines(rng: Dice, file: TextFile, found: Columns, spoiled: Blemishes, last: date) -> None:
    size = len(found["ordered"])
    bad = spoiled.choose(rng, file.path.name, LINE_BLEMISHES, size)
    lines = csv_lines(
        {
            "order": numbered("DD", found["number"], 10),
            "line_number": whole(found["line_number"]),
            "ordered": put(slashed_times(found["ordered"]), bad[UNREADABLE], UNREADABLE_TIME),
            "product": chosen(codes(), found["product"]),
            "name": chosen(names(), found["product"]),
            "line": written(LINE, found["product_line"]),
            "batch": batches(found, last),
            "quantity": whole(found["quantity"]),
            "amount": money_with_commas(found["amount"]),
        }
    )
    file.add(with_duplicates(lines, bad[DUPLICATE]))


def batches(found: Columns, last: date) -> Text:
    """Names of the batches, by line and by the month they were made."""
    made = found["batch_made"]
    months = sorted({int(one) for one in np.unique(made)})
    place = np.searchsorted(np.array(months), made) if months else made
    bank = [batch_name(line, month_at(last, one)) for one in months for line in range(len(LINE.codes))]
    return chosen(bank or [""], place * len(LINE.codes) + found["product_line"])


def returns(rng: Dice, file: TextFile, found: Columns, spoiled: Blemishes, last: date, first: int, cutoff: int) -> int:
    size = len(found["opened"])
    closed = np.where(found["closed"] > cutoff, NEVER, found["closed"])
    anywhere = np.ones(size, dtype=bool)
    bad = spoiled.choose(
        rng, file.path.name, RETURN_BLEMISHES, size,
        among={DUPLICATE: anywhere, UNREADABLE: anywhere, BACKWARDS: closed != NEVER},
    )  # fmt: skip
    shown = closed.copy()
    shown[bad[BACKWARDS]] = found["opened"][bad[BACKWARDS]] - rng.integers(1, 9, len(bad[BACKWARDS])) * DAY
    lines = csv_lines(
        {
            "return": numbered("TH", first + np.arange(size), 8),
            "opened": put(slashed_times(found["opened"]), bad[UNREADABLE], UNREADABLE_TIME),
            "closed": slashed_times(shown),
            "order": numbered("DD", found["number"], 10),
            "ticket": whole(found["ticket"]),
            "customer": numbered("C", found["customer"] + 1, 8),
            "product": chosen(codes(), found["product"]),
            "line": written(LINE, found["product_line"]),
            "batch": batches(found, last),
            "kind": written(RETURN_KIND, found["kind"]),
            "cause": written(RETURN_CAUSE, found["cause"]),
            "status": written(RETURN_STATUS, (closed != NEVER).astype(np.int64)),
            "region": written(REGION, found["region"]),
            "quantity": plain(found["quantity"]),
            "refund": money_with_commas(found["refund"]),
            "logistics": money(found["logistics_cost"]),
            "service": money(found["service_cost"]),
        }
    )
    file.add(with_duplicates(lines, bad[DUPLICATE]))
    return first + size


def revenue(found: Columns) -> float:
    return float(np.sum(_sold(found)))


def _sold(found: Columns) -> Array:
    return np.where(found["cancelled"], 0.0, found["amount"])
