"""Periods are read as people type them."""

from __future__ import annotations

import pytest

from kefu.errors import UsageError
from kefu.findings.written import read_month, read_period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026-10-05", "2026-10-05", "2026-10-06"),
        ("2025..2026", "2025-01-01", "2027-01-01"),
        ("2026-01..2026-10", "2026-01-01", "2026-11-01"),
        ("2026-10-01..2026-10-08", "2026-10-01", "2026-10-08"),
    ],
)
def test_every_form(text: str, start: str, end: str) -> None:
    period = read_period(text)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    "text",
    ["", "x", "2026-13", "2026-1", "2026-10..2026-09", "2026-10-08..2026-10-08", "2026..2026-03", "2026-01..2026-02-03",
     "2026-01..2026-02..2026-03", "..", "9999", "0000", "2026-10-01..", "20261001"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_period(text)


@pytest.mark.parametrize("text", ["2026", "2026-00", "2026-10-01", "10/2026"])
def test_a_month_is_a_month(text: str) -> None:
    with pytest.raises(UsageError):
        read_month(text)
