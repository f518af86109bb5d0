"""Writes docs/reference/metrics.md and metrics.zh-CN.md from the metric files: ``python docs/metrics_reference.py``."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from kefu.metrics import METRICS, Definition
from kefu.metrics.rules import Additivity, Attribution, Dating, Missing

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
RULES: Mapping[Dating | Attribution | Missing | Additivity, tuple[str, str, str, str]] = {
    # the word in the table, and what it means, in both languages
    Dating.CREATION: ("cohort", "a row belongs to the period in which it began, with all that happened to it later",
                      "按提出", "按开始的时间归入统计期，之后发生的事也算在该期"),
    Dating.EVENT: ("event", "a row belongs to the period in which it happened", "按发生", "按发生的时间归入统计期"),
    Dating.STATE: ("state", "a row belongs to every period at whose end it stands",
                   "期末", "期末仍处于该状态的计入该期"),
    Attribution.LAST_ASSIGNEE: ("last assignee", "a ticket passed on belongs to who holds it last",
                                "归最后受理人", "转交过的工单归最后受理的坐席"),
    Attribution.FIRST_RESPONDER: ("first responder", "a ticket belongs to who answered it first",
                                  "归首响人", "工单归首次答复的坐席"),
    Attribution.AUTHOR: ("author", "a row belongs to who did it: gave the answer, took the call, sat the exam",
                         "归本人", "归实际答复、接听或参加的坐席"),
    Attribution.NOBODY: ("nobody", "no agent has a part in the row", "不归属", "与坐席无关"),
    Missing.NO_MATTER: ("all rows", "every row counts, whatever it holds", "全部计入", "每行都计入"),
    Missing.LEFT_OUT: ("left out", "a row without a value is left out", "缺失不计", "没有数值的行不计"),
    Missing.CENSORED: ("censored", "a row without a value is left out and counted beside the figure: it may still come",
                       "缺失另计", "尚无数值的行不参与计算，单独计数"),
    Missing.ADDS_NOTHING: ("adds nothing", "a row without a value adds nothing; a sum of only such rows is undefined",
                           "缺失为零", "没有数值的行不加任何数；全部没有数值时无定义"),
    Missing.UNDEFINED_BY_ZERO: ("undefined by zero", "undefined where the denominator is zero or undefined",
                                "分母为零无值", "分母为零或无定义时没有数值"),
    Additivity.FULL: ("adds up", "figures of periods and of slices add up", "可加", "各期、各分组之数可相加"),
    Additivity.SLICES: ("adds up over slices", "figures of slices add up, those of periods do not",
                        "分组可加", "各分组之数可相加，各期之数不可"),
    Additivity.WEIGHTED: ("weighted mean", "the whole is the mean of its parts weighted by their n",
                          "加权平均", "整体等于各部分按样本量加权的平均"),
    Additivity.NONE: ("not additive", "ask the rows again", "不可加", "须由明细重新计算"),
}  # fmt: skip


def page(language: str) -> str:
    """The whole page in one language."""
    words, at = WORDS[language], 0 if language == "en" else 1
    members = sorted(METRICS, key=lambda name: (topic_of(name), name))
    topics = {topic: list(names) for topic, names in groupby(members, topic_of)}
    lines = [f"# {words['heading']}", "", words["other"], ""]
    lines += [words["intro"].format(count=len(METRICS), topics=len(topics)), "", words["sample"], ""]
    lines += [f"- {told[2 * at]}: {told[2 * at + 1]}" for told in RULES.values()]
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
    return "\n".join(lines) + "\n"


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
    place = 0 if language == "en" else 2
    followed = [metric.dating, metric.credited if metric.entity else None, metric.missing, metric.additivity]
    told = [RULES[one][place] for one in followed if one is not None]
    told += [f"{WORDS[language]['preset']} `{metric.preset_of}`"] if metric.preset_of else []
    return (", " if language == "en" else "、").join(told)


if __name__ == "__main__":
    for language, path in PAGES.items():
        path.write_text(page(language), encoding="utf-8", newline="\n")
