"""The rules a metric follows, in words: the short one of a table, and what it means."""

from __future__ import annotations

from collections.abc import Mapping

from kefu.metrics.definition import Definition
from kefu.metrics.rules import Additivity, Attribution, Dating, Missing
from kefu.metrics.slicing import Lack

Rule = Dating | Attribution | Missing | Additivity

RULES: Mapping[Rule, tuple[str, str, str, str]] = {
    # the word and what it means, in English and then in Chinese
    Dating.CREATION: ("cohort", "a row belongs to the period in which it began, with all that happened to it later",
                      "按提出", "按开始的时间归入统计期，之后发生的事也算在该期"),
    Dating.EVENT: ("event", "a row belongs to the period in which it happened", "按发生", "按发生的时间归入统计期"),
    Dating.STATE: ("state", "a row belongs to every period at whose end it stands",
                   "期末", "期末仍处于该状态的计入该期"),
    Attribution.LAST_ASSIGNEE: ("last assignee", "a ticket passed on belongs to who holds it last",
                                "归最后受理人", "转交过的工单归最后受理的坐席"),
    Attribution.FIRST_RESPONDER: ("first responder", "a ticket belongs to who answered it first",
                                  "归首响人", "工单归首次答复的坐席"),
    Attribution.PARTICIPANTS: ("participants", "a row belongs, whole, to everybody who took part",
                               "归全部参与者", "参与服务的每位坐席各计一次"),
    Attribution.MESSAGE_SHARE: ("message share", "a row is divided among those who took part as their messages are",
                                "按消息占比", "按参与坐席的消息数占比分摊"),
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


LACKING: Mapping[Lack, tuple[str, str]] = {
    Lack.NOBODY_SELLS: ("an order is placed in a shop, with no agent and about nothing",
                        "订单在店铺下单，与坐席和咨询类别无关"),
    Lack.ABOUT_STAFF: ("a training is of an agent, not of a customer", "培训针对坐席，与客户及其来访无关"),
    Lack.COUNTED_IN_STORE: ("a part in the store is nobody's yet, and is counted at the end of a month",
                            "库存备件尚不属于任何人，且按月末盘点"),
    Lack.MADE_OF_IT: ("the metric is made of the members of this dimension", "该指标本身由这一维度的各成员构成"),
}  # fmt: skip


def word(rule: Rule, language: str) -> str:
    return RULES[rule][0 if language == "en" else 2]


def meaning(rule: Rule, language: str) -> str:
    return RULES[rule][1 if language == "en" else 3]


def why_lacking(lack: Lack, language: str) -> str:
    """Why a metric cannot be sliced by a dimension."""
    return LACKING[lack][0 if language == "en" else 1]


def followed(metric: Definition) -> dict[str, Rule]:
    """The rules of a metric by what they are about; one that reads no rows of its own dates and credits none."""
    rules: dict[str, Rule | None] = {
        "dating": metric.dating,
        "credited": metric.credited if metric.entity else None,
        "missing": metric.missing,
        "additivity": metric.additivity,
    }
    return {name: rule for name, rule in rules.items() if rule is not None}
