"""Columns no field speaks of, whatever their names hold: each slices the rows it came with."""

from __future__ import annotations

import csv

import pytest

from kefu.cleaning.intake import recognised, take_in
from kefu.cleaning.setting import Setting
from kefu.engine import connect
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.schema import ENTITIES
from kefu.store.snapshot import Snapshot
from tests.canonical import UTC, profile_of

NAMES = ['a"b', "it's", '"', "12.5 寸", "12/5 寸", "back\\slash", "$.a", "[0]", "*", "~1", "0", "'; --"]


@pytest.fixture(scope="module")
def meter(tmp_path_factory: pytest.TempPathFactory) -> Meter:
    """Two tickets: the first states every column by its place, the second states none."""
    store = tmp_path_factory.mktemp("kept") / "data"
    fields = list(ENTITIES["ticket"].fields)
    file = store.parent / "ticket.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*fields, *NAMES], restval="")
        writer.writeheader()
        kept = {name: f"member {place}" for place, name in enumerate(NAMES)}
        writer.writerow({"ticket_id": "1", "created_at": "2026-03-02 09:00:00", **kept})
        writer.writerow({"ticket_id": "2", "created_at": "2026-03-02 09:00:00"})
    take_in(store, [(file, recognised(file, {"plain_ticket": profile_of("ticket")}))], Setting(UTC))
    return Meter(Snapshot(store, connect()), METRICS)


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_column_slices_and_filters(meter: Meter, name: str) -> None:
    march, member = Period.month("2026-03"), f"member {NAMES.index(name)}"
    found = {one.member(name): one.figure.value for one in meter.measure(["ticket_volume"], march, by=[name])}
    assert found == {member: 1, None: 1}
    assert meter.figure("ticket_volume", march, {name: member}).value == 1
    assert meter.figure("ticket_volume", march, {name: "another"}).value == 0
