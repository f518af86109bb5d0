"""What the company decided and promised itself: ``actions.csv`` of its project.

One action works (the story ``complaints_team_improved``), one does nothing, one is too young to tell.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

HEADS = "title,metric,start,dimension,member,expected,owner,due,progress"
ACTIONS = (  # months from the last one, day, and the rest of the line
    (0, 1, "投诉处理流程优化,complaint_handling_time,{start},,,-25%,投诉组,{due},已全员执行"),
    (-5, 1, "南方区新版话术,first_contact_resolution,{start},region,south,0.05,培训组,{due},已上线"),
    (0, 20, "邮件渠道加派两人,first_response_median,{start},channel,email,-30%,在线组,{due},排班已调整"),
)


def write_actions(folder: Path, last_month: date) -> Path:
    """Write the file into a project's folder and return it."""
    lines = [
        text.format(start=_day(last_month, months, day), due=_day(last_month, 2, 1)) for months, day, text in ACTIONS
    ]
    path = folder / "actions.csv"
    path.write_text("\n".join([HEADS, *lines, ""]), encoding="utf-8-sig", newline="\n")
    return path


def _day(month: date, months: int, day: int) -> str:
    at = month.year * 12 + month.month - 1 + months
    return date(at // 12, at % 12 + 1, day).isoformat()
