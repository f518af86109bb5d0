"""The register of events of note: those of the stories, and the small ones of every year that explain nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kefu.demo.calendar import DAY, HOUR, MONTHS, Month, month_at
from kefu.demo.dice import dice
from kefu.demo.stories import Stories, Story
from kefu.demo.vocabulary import MENTIONED, NEVER

SMALL = (
    ("系统", "后台升级维护两小时", "已完成，无异常", "升级改到凌晨进行"),
    ("物流", "个别网点暴雨延误半天", "已恢复派送", "提前关注天气预警"),
    ("质量", "说明书印刷错误一批", "已更换电子说明书", "印前双人校对"),
    ("系统", "在线会话偶发掉线", "已修复", "增加心跳检测"),
)
KINDS = {"logistics": "物流", "quality": "质量", "system": "系统"}
DIMENSIONS = {"region": "地区", "product_line": "产品线", "channel": "渠道"}
CHANNELS = {"phone": "电话"}
SEVERITIES = {"high": "高", "medium": "中", "low": "低"}
STATES = {"open": "处理中", "monitoring": "观察中", "closed": "已关闭"}


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the register."""

    title: str
    start: int
    end: int
    severity: str
    kind: str
    dimension: str
    member: str
    customers: int
    status: str
    progress: str
    prevention: str


def register(seed: int, last: date, stories: Stories, scale: float) -> list[Record]:
    """All records in the order they began; ``scale`` is the company's tickets in a month."""
    told = [_of_story(story, last, scale) for story in stories.every if story.incident]
    small = [_small(seed, month_at(last, offset), scale) for offset in range(2 - MONTHS, -1, 3) if offset != -5]
    return sorted(told + small, key=lambda one: one.start)


def _of_story(story: Story, last: date, scale: float) -> Record:
    about = story.incident
    month = month_at(last, story.first or 0)
    days = story.days or (3, month.days)
    dimension = about["member_of"]
    member = story.where[dimension]
    vocabulary = MENTIONED[dimension]
    word = CHANNELS.get(member) or vocabulary.written[vocabulary.position(member)]
    over = about["status"] == "closed"
    return Record(
        title=about["title"], start=month.start + (days[0] - 1) * DAY + 6 * HOUR,
        end=month.start + days[1] * DAY - HOUR if over else NEVER, severity=SEVERITIES[about["severity"]],
        kind=KINDS[about["kind"]], dimension=DIMENSIONS[dimension], member=word,
        customers=int(scale * (0.25 if about["severity"] == "high" else 0.0)), status=STATES[about["status"]],
        progress=about["progress"], prevention=about["prevention"],
    )  # fmt: skip


def _small(seed: int, month: Month, scale: float) -> Record:
    rng = dice(seed, "incidents", month.offset)
    kind, title, progress, prevention = SMALL[int(rng.integers(len(SMALL)))]
    start = month.start + int(rng.integers(1, 25)) * DAY + int(rng.integers(8, 20)) * HOUR
    return Record(
        title=title, start=start, end=start + int(rng.integers(2, 10)) * HOUR, severity="低", kind=kind,
        dimension="", member="", customers=int(scale * 0.01), status="已关闭", progress=progress, prevention=prevention,
    )  # fmt: skip
