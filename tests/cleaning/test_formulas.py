"""No cell that Kefu writes to a text file is run by a spreadsheet, and every one comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.cleaning.formulas import as_it_was, as_it_was_sql, harmless
from kefu.engine import connect

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
TEXTS = st.text(st.sampled_from("'=+-@\t\r\n＝1.5eA"), max_size=5)


@pytest.mark.parametrize("start", STARTS)
def test_what_would_be_run_is_text(start: str) -> None:
    assert harmless(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("value", ["-5", "+86.5", "-1e3", -5, 2.5, None, "", "a=b", "O'Neil", "'quoted'", "2026-10-03"])
def test_numbers_and_other_texts_stay(value: object) -> None:
    assert harmless(value) == value


@given(text=TEXTS)
def test_everything_comes_back_as_it_was(text: str) -> None:
    """Also what began with an apostrophe of its own."""
    written = harmless(text)
    assert as_it_was(written) == text
    assert written[:1] not in STARTS or float(written) is not None


def test_the_engine_says_the_same() -> None:
    engine = connect()
    texts = [f"{mark}{start}1{rest}" for mark in ("", "'", "''", "a") for start in ["", *STARTS] for rest in ("", "x")]
    asked = f"SELECT {as_it_was_sql('t')} FROM (SELECT unnest($1) AS t)"
    assert [row[0] for row in engine.rows(asked, [texts])] == [as_it_was(text) for text in texts]
    engine.close()
