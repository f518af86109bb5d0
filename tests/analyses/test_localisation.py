"""The combination behind a change is named with its size, its share and the day it began; noise is not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from kefu.analyses import Study
from kefu.analyses._cubes import moments
from kefu.analyses.localisation import ANALYSIS
from kefu.engine import connect
from kefu.findings import Finding, Period
from kefu.methods.attribution.localisation import localise, of_means
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.narrator import Narrator
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in
from tests.spark import ENGINES

CHANNELS, REGIONS = ("phone", "online", "email", "wechat"), ("east", "west", "north", "south")
MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")
CHANGE = Finding("analyses.change", "change.real", {"metric": "ticket_volume"}, {})


def tickets(days: list[str], channel: str, region: str, number: Iterator[int]) -> list[Row]:
    return [
        {"ticket_id": str(next(number)), "created_at": f"{day} 09:00:00", "channel": channel, "region": region}
        for day in days
    ]


def company(*, extra: int) -> list[Row]:
    """Five tickets a month of every channel and region; ``extra`` more from phone and east from April 8th to 16th."""
    number, rows = iter(range(10_000)), list[Row]()
    for month, channel, region in product(MONTHS, CHANNELS, REGIONS):
        rows += tickets([f"{month}-{day:02}" for day in (3, 9, 15, 21, 27)], channel, region, number)
    return rows + tickets([f"2026-04-{8 + n % 9:02}" for n in range(extra)], "phone", "east", number)


def found(tmp_path: Path, rows: list[Row], *changes: Finding, engine: str = "duckdb") -> list[Finding]:
    bring_in(tmp_path / "store", ticket=rows)
    meter = Meter(Snapshot(tmp_path / "store", connect(engine)), METRICS)
    return list(ANALYSIS.run(Study(meter, Period.month("2026-04"), ("ticket_volume",), findings=changes)))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_combination_is_named_with_its_size_and_its_day(tmp_path: Path, engine: str) -> None:
    (cause,) = found(tmp_path, company(extra=64), CHANGE, engine=engine)
    assert cause.kind == "localisation.cause"
    assert {name: cause.subject[name] for name in ("channel", "region")} == {"channel": "phone", "region": "east"}
    assert (cause.subject["from"], cause.subject["to"]) == ("2026-04-08", "2026-04-16")
    values = {role: figure.value for role, figure in cause.figures.items()}
    # 5 a month became 69; all others stayed at 75, so it is 69 / 5 times what they let expect, and all of the change.
    assert (values["before"], values["now"], values["share"]) == (5.0, 69.0, 1.0)
    assert values["times"] == pytest.approx(13.8)
    # Upwards 1.96 errors of the logarithm, sqrt(1/69 + 1/15 + 1/75 + 1/225). Downwards as many as hold for all names at
    # once: 4 * 4 pairs of members, channel and region alone or together being 3 sets of dimensions.
    error, names = np.sqrt(1 / 69 + 1 / 15 + 1 / 75 + 1 / 225), 4 * 4 * 3
    low, high = 13.8 / np.exp(np.sqrt(1.96**2 + 2 * np.log(names)) * error), 13.8 * np.exp(1.96 * error)
    assert cause.figures["times"].interval == pytest.approx((low, high))


def test_the_sentence_has_the_slice_its_size_and_its_interval(tmp_path: Path) -> None:
    (cause,) = found(tmp_path, company(extra=64), CHANGE)
    assert Narrator("en", METRICS).tell(cause) == (
        "Tickets: phone in the East region went from 5 a month to 69, 13.8 times what the rest suggests "
        "(95% interval 4.7–25.6)"
    )
    assert "电话×华东" in Narrator("zh", METRICS).tell(cause)


def test_what_did_not_change_anywhere_has_no_cause(tmp_path: Path) -> None:
    assert found(tmp_path, company(extra=0), CHANGE) == []


def test_without_a_year_of_history_nothing_hidden_is_told(tmp_path: Path) -> None:
    assert found(tmp_path, company(extra=64)) == []


def test_means_are_searched_where_every_leaf_has_rows(tmp_path: Path) -> None:
    """Rows of leaves are whole numbers; what is computed of them is not."""
    bring_in(tmp_path / "store", ticket=company(extra=64))
    meter = Meter(Snapshot(tmp_path / "store", connect()), METRICS)
    asked = [meter.measure(["ticket_volume"], Period.month(month), by=["channel"]) for month in MONTHS[-2:]]
    (n0, v0, _), (n1, v1, _) = (moments([one.figure for one in held]) for held in asked)
    codes, spread = np.arange(len(CHANNELS), dtype=np.int64)[:, None], np.full(len(CHANNELS), 4.0)
    (cause,) = localise(of_means(codes, (n0, n1), (v0, v1), (spread, spread)))
    assert [one.member("channel") for one in asked[0]][cause.members[0][1]] == "phone"  # 20 became 84
