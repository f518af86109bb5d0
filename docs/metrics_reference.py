"""Writes docs/reference/metrics.md and metrics.zh-CN.md from the metric files: ``python docs/metrics_reference.py``."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from kefu.metrics import METRICS, Definition
from kefu.metrics.slicing import CLOCK, COLUMNS, GRAINS, Lack, lacks
from kefu.narrative.rules import RULES, followed, meaning, why_lacking, word

REFERENCE = Path(__file__).parent / "reference"
PAGES = {"en": REFERENCE / "metrics.md", "zh": REFERENCE / "metrics.zh-CN.md"}

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "heading": "Metrics",
        "other": "[中文](metrics.zh-CN.md)",
        "intro": "Made from the metric files by `make docs`; a test fails where it is not fresh. {count} metrics in "
        "{topics} topics. `kefu list metrics` names those of a project, which may replace any of these by a file of "
        "the same name in `metrics/`.",
        "columns": "metric | formula | unit | better | n | rules",
        "sample": "n is the number of rows below which a figure carries the small-sample caveat. The rules:",
        "note": "Notes",
        "preset": "preset of",
        "slices": "What they are sliced by",
        "every": "Every metric by {columns} and {clock}, and over {grains}; only these not:",
        "lacking": "not by | because | metrics",
    },
    "zh": {
        "heading": "指标",
        "other": "[English](metrics.md)",
        "intro": "本页由 `make docs` 从指标文件生成，与文件不一致时测试不通过。共 {topics} 个主题、{count} 项指标。"
        "`kefu list metrics` 列出项目中的指标；项目的 `metrics/` 文件夹里放一个同名文件即可替换。",
        "columns": "指标 | 公式 | 单位 | 方向 | n | 规则",
        "sample": "n 为样本量下限，低于它的数值会标注样本过少。规则：",
        "note": "说明",
        "preset": "变体，默认指标为",
        "slices": "可用的维度",
        "every": "所有指标都可按 {columns}、{clock} 切分，并按 {grains} 汇总，仅以下除外：",
        "lacking": "不可按 | 原因 | 指标",
    },
}
TOPICS = {
    "after_sales": ("After-sales", "退换修"),
    "calls": ("Calls", "电话"),
    "complaint": ("Complaints", "投诉"),
    "key_customer": ("Key customers", "重点客户"),
    "parts": ("Spare parts", "备件"),
    "platform": ("Platforms' own rates", "平台口径"),
    "resolution": ("Resolution", "解决"),
    "response": ("Response", "响应"),
    "sales": ("Sales", "销售"),
    "satisfaction": ("Satisfaction", "满意度"),
    "sla": ("Promises", "服务承诺"),
    "training": ("Training", "培训"),
    "volume": ("Volume and effort", "业务量与工作量"),
}
UNITS = {
    "count": ("count", "个数"),
    "seconds": ("seconds", "秒"),
    "share": ("share of 1", "占比"),
    "money": ("money", "金额"),
    "score": ("points", "分"),
    "nps": ("−100 to 100", "−100 至 100"),
    "ratio": ("ratio", "倍数"),
    "days": ("days", "天"),
}
BETTER = {"higher": ("higher", "越高越好"), "lower": ("lower", "越低越好"), "neither": ("–", "–")}


def page(language: str) -> str:
    """The whole page in one language."""
    words, at = WORDS[language], 0 if language == "en" else 1
    members = sorted(METRICS, key=lambda name: (topic_of(name), name))
    topics = {topic: list(names) for topic, names in groupby(members, topic_of)}
    lines = [f"# {words['heading']}", "", words["other"], ""]
    lines += [words["intro"].format(count=len(METRICS), topics=len(topics)), "", words["sample"], ""]
    lines += [f"- {word(rule, language)}: {meaning(rule, language)}" for rule in RULES]
    for topic, names in topics.items():
        lines += [
            "",
            f"## {TOPICS[topic][at]}",
            "",
            f"| {words['columns']} |",
            "| --- | --- | --- | --- | ---: | --- |",
        ]
        lines += [row(METRICS[name], language) for name in names]
        lines += ["", f"{words['note']}:", ""]
        lines += [f"- `{name}`: {METRICS[name].note[language]}" for name in names]
    return "\n".join([*lines, "", *slices(language)]) + "\n"


def slices(language: str) -> list[str]:
    """By what metrics can be sliced, and the few that cannot."""
    words, comma = WORDS[language], ", " if language == "en" else "、"
    groups: dict[tuple[Lack, tuple[str, ...]], list[str]] = {}
    for name in sorted(METRICS):
        lacking = lacks(METRICS[name], METRICS)
        for reason in Lack:
            missed = tuple(one for one in (*COLUMNS, *CLOCK) if lacking.get(one) is reason)
            if missed:
                groups.setdefault((reason, missed), []).append(name)
    names = {"columns": COLUMNS, "clock": CLOCK, "grains": GRAINS}
    listed = {key: comma.join(f"`{one}`" for one in some) for key, some in names.items()}
    return [
        f"## {words['slices']}",
        "",
        words["every"].format(**listed),
        "",
        f"| {words['lacking']} |",
        "| --- | --- | --- |",
        *(
            f"| {comma.join(f'`{one}`' for one in missed)} | {why_lacking(reason, language)} "
            f"| {comma.join(f'`{one}`' for one in some)} |"
            for (reason, missed), some in groups.items()
        ),
    ]


def topic_of(name: str) -> str:
    return METRICS.paths[name].parent.name


def row(metric: Definition, language: str) -> str:
    at = 0 if language == "en" else 1
    cells = [
        f"{metric.title[language]} `{metric.name}`",
        metric.formula[language],
        UNITS[metric.unit][at],
        BETTER[metric.better][at],
        str(metric.minimum_sample) if metric.minimum_sample else "–",
        rules(metric, language),
    ]
    return f"| {' | '.join(cells)} |"


def rules(metric: Definition, language: str) -> str:
    told = [word(rule, language) for rule in followed(metric).values()]
    told += [f"{WORDS[language]['preset']} `{metric.preset_of}`"] if metric.preset_of else []
    return (", " if language == "en" else "、").join(told)


if __name__ == "__main__":
    for language, path in PAGES.items():
        path.write_text(page(language), encoding="utf-8", newline="\n")
