"""The ledger: a figure that was shown can be found again by its id, or by the beginning of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.errors import NotFoundError
from kefu.findings import Figure, Lineage, Period, Query, Unit
from kefu.store.ledger import enter, find


def figure(metric: str, value: float | None = 0.5) -> Figure:
    query = Query(metric, Period.month("2026-10"), {"team": None, "region": "east"})
    return Figure(value, Unit.SHARE, 40, Lineage("d1", query, {"ticket/2026-10": "ff"}), (0.4, 0.6), 3)


def test_a_figure_is_found_with_its_recipe(tmp_path: Path) -> None:
    shown = figure("csat")
    enter(tmp_path, [shown])
    entry = find(tmp_path, shown.id)
    assert entry == find(tmp_path, shown.id.removeprefix("F-")) == find(tmp_path, shown.id[:6])
    assert (entry["value"], entry["sample"], entry["censored"], entry["interval"]) == (0.5, 40, 3, [0.4, 0.6])
    assert entry["lineage"] == shown.lineage.canonical()
    assert entry["lineage"]["query"]["where"] == {"team": None, "region": "east"}


def test_an_undefined_figure_stays_undefined(tmp_path: Path) -> None:
    enter(tmp_path, [figure("csat", None)])
    assert find(tmp_path, figure("csat", None).id)["value"] is None


def test_showing_the_same_report_twice_adds_nothing(tmp_path: Path) -> None:
    enter(tmp_path, [figure("csat"), figure("nps")])
    enter(tmp_path, [figure("nps"), figure("csat"), figure("csat")])
    assert len(list((tmp_path / "ledger").iterdir())) == 1
    enter(tmp_path, [figure("csat")])
    assert len(list((tmp_path / "ledger").iterdir())) == 2
    enter(tmp_path, [])
    assert len(list((tmp_path / "ledger").iterdir())) == 2


def test_an_id_nobody_has_seen_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="F-00000000: no report or query of this project has shown it"):
        find(tmp_path, "F-00000000")


def test_a_beginning_that_several_ids_have_is_an_error_that_lists_them(tmp_path: Path) -> None:
    enter(tmp_path, [figure(f"metric_{number}") for number in range(40)])
    with pytest.raises(NotFoundError, match=r"F-: begins several ids: F-\w{8}, F-\w{8}"):
        find(tmp_path, "F-")
