"""When the company's groups are there and what they promise: ``calendars/`` and ``sla.yaml`` of its project."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

FILES = {
    "calendars/default.yaml": """\
# 在线组：每天 8:00–24:00，大促当天通宵。 Online: every day from 8 to midnight, on big promotion days round the clock.
title: {zh: 在线组, en: Online}
week:
  mon-sun: ["08:00-24:00"]
dates:
""",
    "calendars/phone.yaml": """\
# 电话组：每天 8:00–22:00。 Phone: every day from 8 to 22.
title: {zh: 电话组, en: Phone}
teams: [phone]
week:
  mon-sun: ["08:00-22:00"]
""",
    "calendars/case_work.yaml": """\
# 投诉处理：工作日 9:00–18:00，午休一小时，按国家法定节假日和调休。承诺的处理时限按此计（见 sla.yaml）。
# Work on complaints: working days from 9 to 18 with an hour for lunch, China's holidays and make-up working days. The
# time promised for the solution runs by this calendar (sla.yaml).
title: {zh: 投诉处理, en: Case work}
week:
  mon-fri: ["09:00-12:00", "13:00-18:00"]
holidays: CN
""",
    "sla.yaml": """\
# 服务承诺：自上而下，第一条适用的生效；时长按该组的工作时间计，或按 clock 所指的日历。
# Promises: the first that fits a ticket holds; times run in the group's opening hours, or by ``clock``.
policies:
  complaints: {when: {team: complaints}, resolution: 24h, clock: case_work}
  phone: {when: {channel: phone}, first_response: 30s, resolution: 8h}
  email: {when: {channel: email}, first_response: 4h, next_response: 4h, resolution: 24h}
  everybody: {first_response: 3m, next_response: 3m, resolution: 24h}
""",
}


PROMOTIONS = ("06-18", "11-11")


def write_hours(folder: Path, years: Iterable[int]) -> list[Path]:
    """Write the files into a project's folder, with the promotion days of ``years``, and return them."""
    nights = "".join(f'  {year}-{day}: ["00:00-24:00"]\n' for year in sorted(years) for day in PROMOTIONS)
    (folder / "calendars").mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text.replace("dates:\n", f"dates:\n{nights}"), encoding="utf-8", newline="\n")
    return [folder / name for name in FILES]
