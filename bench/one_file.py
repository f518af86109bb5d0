"""``csv`` and ``xlsx``: one file of a million orders, beside what it costs to read it at all.

A CSV file is imported beside DuckDB's own copy of it to Parquet with its reader's defaults; a workbook beside
python-calamine, which Kefu reads workbooks with, handing over all cells. Kefu's time is that of ``kefu import``: the
file kept as received, every row judged, repeated keys found, tables by month with digests, the record. What it computes
of the rows for the indicators, the facts, is left to the first question and timed as such, in a process of its own;
the ratio with it is told too. Each side runs in fresh processes, theirs before and after ours. ``csv`` also imports a
file of three times as many rows, to tell whether the memory it takes grows with the file.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from statistics import mean
from typing import Any

from bench.company import Place
from bench.fresh import Run, run

ROUNDS = 3
TIMEZONE = "Asia/Shanghai"
TIMES = 3  # as many rows in the larger file whose peak is compared
PROFILE = """
title: {en: Orders of the benchmark, zh: 基准订单}
match: {columns: [订单编号, 下单时间, 付款时间, 发货时间, 店铺]}
tables:
  order:
    fields:
      order_id: 订单编号
      ordered_at: 下单时间
      paid_at: 付款时间
      shipped_at: 发货时间
      customer_id: 客户编号
      channel: {from: 店铺, codes: {淘宝: taobao, 京东: jd, 抖音: douyin, 官网: own_site}}
      region: {from: 地区, codes: {华东: east, 华南: south, 华北: north}}
      status: {from: 订单状态, codes: {已完成: completed, 已取消: cancelled}}
      amount: 实付金额
      discount: 优惠金额
"""
ORDERS = """
    SELECT 'ORD' || lpad(CAST(i * 7919 % {most} AS VARCHAR), 9, '0') AS 订单编号,
        strftime(TIMESTAMP '2025-01-01' + INTERVAL 1 SECOND * (i * 30), '%Y-%m-%d %H:%M:%S') AS 下单时间,
        strftime(TIMESTAMP '2025-01-01' + INTERVAL 1 SECOND * (i * 30 + 600), '%Y-%m-%d %H:%M:%S') AS 付款时间,
        strftime(TIMESTAMP '2025-01-01' + INTERVAL 1 SECOND * (i * 30 + 90000), '%Y-%m-%d %H:%M:%S') AS 发货时间,
        'C' || CAST(i * 31 % 300007 AS VARCHAR) AS 客户编号, ['淘宝', '京东', '抖音', '官网'][1 + i % 4] AS 店铺,
        ['华东', '华南', '华北'][1 + i % 3] AS 地区, ['已完成', '已取消', '已付款'][1 + i % 3] AS 订单状态,
        i % 90000 / 100.0 AS 实付金额, i % 500 / 100.0 AS 优惠金额
    FROM range({rows}) AS t(i)
"""


def measure_csv(place: Place) -> list[str]:
    file = _orders(place, place.tickets)
    return [*_compared("DuckDB's copy", file, place, copy_csv), *_peaks(place)]


def _orders(place: Place, rows: int) -> Path:
    file = place.work / f"orders-{rows}.csv"
    if not file.exists():
        run(write_csv, file, rows)
    return file


def _peaks(place: Place) -> list[str]:
    """The memory an import takes at two sizes."""
    sizes = (place.tickets, TIMES * place.tickets)
    runs = [_with_question(_orders(place, rows), place) for rows in sizes]
    told = [
        f"peak of {rows:,} rows {ours.memory}, in {ours.times}; of their facts {asked.memory}, in {asked.times}"
        for rows, (ours, asked) in zip(sizes, runs, strict=True)
    ]
    small, large = (max(ours.peak or 0, asked.peak or 0) for ours, asked in runs)
    return [*told, f"ratio of peaks {large / small:.2f}" if small else "ratio of peaks: not measured"]


def measure_xlsx(place: Place) -> list[str]:
    file = place.work / f"orders-{place.tickets}.xlsx"
    if not file.exists():
        run(write_xlsx, file, place.tickets)
    return _compared("calamine's bare read", file, place, read_xlsx)


def _compared(named: str, file: Path, place: Place, other: Any) -> list[str]:
    theirs: list[Run] = []
    ours: list[Run] = []
    asked: list[Run] = []
    for _ in range(ROUNDS):
        theirs.append(_alone(other, file, place))
        imported, question = _with_question(file, place)
        ours.append(imported)
        asked.append(question)
    theirs.append(_alone(other, file, place))
    return [
        f"{file.stat().st_size / 1e6:,.0f} MB, {place.tickets:,} rows, mean of {ROUNDS} rounds",
        *(f"kefu import   {one.times}   peak {one.memory}" for one in ours),
        *(f"facts, by the first question {one.times}   peak {one.memory}" for one in asked),
        *(f"{named} {one.times}   peak {one.memory}" for one in theirs),
        _ratio("ratio", *([one.seconds for one in runs] for runs in (ours, asked, theirs))),
        _ratio("ratio of CPU", *([one.cpu or 0 for one in runs] for runs in (ours, asked, theirs))),
    ]


def _with_question(file: Path, place: Place) -> tuple[Run, Run]:
    """An import into an empty store, and what the first question computes of it."""
    try:
        return run(bring_in, file, place.scratch), run(compute, place.scratch)
    finally:
        shutil.rmtree(place.scratch, ignore_errors=True)


def _alone(side: Any, file: Path, place: Place) -> Run:
    """One run of a side; what it wrote is removed afterwards, which is no part of its work."""
    try:
        return run(side, file, place.scratch)
    finally:
        shutil.rmtree(place.scratch, ignore_errors=True)


def _ratio(named: str, ours: list[float], asked: list[float], theirs: list[float]) -> str:
    if not min(theirs):
        return f"{named}: not measured"
    whole, facts, other = mean(ours), mean(asked), mean(theirs)
    return (
        f"{named}, the import {whole / other:.2f}, with the facts of the first question {(whole + facts) / other:.2f}"
    )


def write_csv(file: str, rows: str) -> dict[str, Any]:
    import duckdb

    Path(file).parent.mkdir(parents=True, exist_ok=True)
    orders = ORDERS.format(rows=int(rows), most=int(rows) * 10 + 1)
    duckdb.sql(f"COPY ({orders}) TO '{file}' (HEADER)")
    return {}


def write_xlsx(file: str, rows: str) -> dict[str, Any]:
    import duckdb
    from xlsxwriter import Workbook

    Path(file).parent.mkdir(parents=True, exist_ok=True)
    orders = duckdb.sql(ORDERS.format(rows=int(rows), most=int(rows) * 10 + 1))
    book = Workbook(file)
    sheet = book.add_worksheet("订单")
    sheet.write_row(0, 0, orders.columns)
    at = 1
    while batch := orders.fetchmany(50_000):
        for row in batch:
            sheet.write_row(at, 0, [cell if isinstance(cell, str) else float(cell) for cell in row])
            at += 1
    book.close()
    return {}


def copy_csv(file: str, scratch: str) -> dict[str, Any]:
    import duckdb

    Path(scratch).mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config={"autoinstall_known_extensions": False})
    connection.execute(
        f"COPY (SELECT * FROM read_csv('{file}')) TO '{Path(scratch) / 'copy.parquet'}' "
        "(FORMAT parquet, COMPRESSION zstd)"
    )
    return {}


def read_xlsx(file: str, _scratch: str) -> dict[str, Any]:
    from python_calamine import CalamineWorkbook

    return {"rows": len(CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python())}


def bring_in(file: str, scratch: str) -> dict[str, Any]:
    from kefu.cleaning.intake import recognised, take_in
    from kefu.cleaning.setting import Setting
    from kefu.sources.profiles import read_profile

    folder = Path(scratch) / "store"
    folder.mkdir(parents=True)
    written = folder / "bench_orders.yaml"
    written.write_text(PROFILE, encoding="utf-8")
    found = recognised(Path(file), {"bench_orders": read_profile(written)})
    outcome = take_in(folder / "data", [(Path(file), found)], Setting(TIMEZONE), facts_later=True)
    return {"rows": outcome.taken[0].clean}


def compute(scratch: str) -> dict[str, Any]:
    """What the first question computes before it is answered; a file that owes nothing would be a fault."""
    from kefu.cleaning.intake import compute_owed
    from kefu.cleaning.setting import Setting
    from kefu.store.record import read_record

    data = Path(scratch) / "store" / "data"
    owed = read_record(data).owed
    compute_owed(data, Setting(TIMEZONE))
    return {"rows": read_record(data).tables["fact_order"].rows, "owed": len(owed["order"])}
