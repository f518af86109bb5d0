"""Tables keep their columns under each other, also with Chinese letters and in a narrow terminal."""

from __future__ import annotations

import sys

import pytest

from kefu.cli._progress import Bar
from kefu.cli._tables import clipped, fitting, table, width
from kefu.cli._words import WORDS


def test_chinese_letters_are_two_cells_wide() -> None:
    assert (width("客服ab"), width("e\u0301")) == (6, 1)
    lines = table(["名", "n"], [["客服", "1"], ["abcdef", "20"]], right=(1,)).splitlines()
    assert {width(line) for line in lines} == {10}


def test_the_last_column_gives_way() -> None:
    lines = table(["a", "b"], [["x", "word " * 20]], limit=40).splitlines()
    assert max(width(line) for line in lines) <= 40
    assert lines[2].endswith("…")


def test_clipping_never_splits_a_wide_letter() -> None:
    assert clipped("客服中心", 6) == "客服…"
    assert clipped("客服", 4) == "客服"


def test_what_data_hold_does_not_control_the_terminal() -> None:
    assert "\x1b" not in table(["a"], [["\x1b[31mred\nline"]])


def test_columns_that_fit() -> None:
    assert fitting(["aa", "bb", "cc"], [["1", "2", "3"]], 7) == 2
    assert fitting(["a" * 50], [], 10) == 1


def test_every_word_is_there_in_both_languages() -> None:
    for key, (zh, en) in WORDS.items():
        assert zh, key
        assert en, key
        assert zh.count("{") == en.count("{"), key


def test_a_bar_is_shown_in_a_terminal_after_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with Bar(shown=True) as soon:
        soon("file", 0.5)
        assert soon.bar is None
    with Bar(shown=True, started=-1e9) as late:
        late("orders[1].csv", 0.5)
        assert late.bar is not None
    with Bar(shown=False, started=-1e9) as quiet:
        quiet("file", 0.5)
        assert quiet.bar is None
