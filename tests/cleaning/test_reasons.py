"""Why rows were set aside, in the reader's words."""

from __future__ import annotations

from kefu.cleaning.reasons import told


def test_the_row_a_duplicate_repeats_is_said_in_both_languages() -> None:
    assert told("duplicate: row 882", "zh").endswith("：第882行")
    assert told("duplicate: row 882", "en").endswith(": row 882")
    assert told("duplicate: rows apart", "zh").endswith("：rows apart")  # anything else is as it stands in the file
