"""Why rows were set aside, in the reader's words."""

from __future__ import annotations

from kefu.cleaning.reasons import told
from kefu.sources.profiles import PROFILES


def test_the_row_a_duplicate_repeats_is_said_in_both_languages() -> None:
    assert told("duplicate: row 882", "zh").endswith("：第882行")
    assert told("duplicate: row 882", "en").endswith(": row 882")
    assert told("duplicate: rows apart", "zh").endswith("：rows apart")  # anything else is as it stands in the file


def test_fields_have_their_titles_and_the_column_they_stand_in() -> None:
    profile = PROFILES["helpdesk_tickets"]
    reasons = "impossible_order: resolved_at 2026-10-01 < created_at 2026-10-02\nmissing: ticket_id\nduplicate: row 8"
    assert told(reasons, "zh", profile) == (
        "结束早于开始：解决时间（“solved_at”列） 2026-10-01 < 创建时间（“created_at”列） 2026-10-02；"
        "必填字段为空：工单编号（“id”列）；与后面的行重复：第8行"
    )
    assert (
        told("unreadable: created_at soon", "en", profile) == 'unreadable value: created at (column "created_at") soon'
    )
    assert told("unreadable: csat 9", "zh", profile).endswith("：csat 9")  # no field of this profile
