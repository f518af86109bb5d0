"""What a rewording may change, and that every lie is caught."""

from __future__ import annotations

import pytest

from kefu.report.rewording.check import difference

ZH = "首次响应时长由1.8小时升至3.2小时，高于正常波动区间（1.2小时至2.4小时），按班组看，物流组占变化的62%。"
EN = "Median first response time rose to 3.2 h, from 1.8 h; by team, Logistics makes 62% of the change."

FAITHFUL = [
    ("zh", ZH, ZH.replace("由", "从").replace("升至", "上升到").replace("高于", "超过了").replace("按", "其中，按")),
    ("zh", "客户满意度为81.7%，处于正常波动范围内，无需解释。", "客户满意度达81.7%，处于正常波动范围内，无需解释。"),
    ("zh", "〔姓名·3f2a9c81d0〕的满意度降至4.1。", "〔姓名·3f2a9c81d0〕的满意度下降到4.1。"),
    ("en", EN, f"The {EN.replace('rose', 'climbed').replace('; by team,', ', and by team')}"),
    ("en", "Tickets: 1,241, above the range of normal variation (900 to 1,100): a real change.",
     "Tickets reached 1,241, above the range of normal variation (900 to 1,100), which is a real change."),
]  # fmt: skip

LIES = [
    # numbers and units
    ("zh", ZH, ZH.replace("62%", "63%")),
    ("zh", ZH, ZH.replace("62%", "６３%")),
    ("zh", ZH, ZH.replace("62%", "六成")),
    ("zh", ZH, ZH.replace("1.8小时升至3.2小时", "3.2小时升至1.8小时")),
    ("zh", ZH, ZH.replace("3.2小时，高", "3.2分钟，高")),
    ("zh", ZH, ZH.replace("62%", "62")),
    ("zh", ZH, ZH.replace("物流组占变化的62%", "物流组占变化的62%，约5件")),
    ("en", EN, EN.replace("3.2", "3.20")),
    ("en", EN, EN.replace("3.2 h", "3.2 min")),
    ("en", EN, EN.replace("62%", "62 % of customers, half")),
    ("en", EN, EN.replace("rose to 3.2 h, from 1.8 h", "rose from 3.2 h to 1.8 h")),
    ("en", EN, EN.replace("rose to 3.2 h, from 1.8 h", "rose from 1.8 h to 3.2 h").replace("1.8", "1.9")),
    ("en", "CSAT changed by -4.2 pp.", "CSAT changed by 4.2 pp."),
    ("en", "CSAT changed by +4.2 pp.", "CSAT changed by -4.2 pp."),
    ("en", "Tickets: 1,234 in all.", "Tickets: 1, 234 in all."),
    # names
    ("zh", ZH, ZH.replace("物流组", "售后组")),
    ("zh", ZH, ZH.replace("物流组", "王芳的物流组")),
    ("en", EN, EN.replace("Logistics", "Logistics and Wang")),
    ("en", EN, EN.replace("Logistics", "Returns")),
    ("zh", "〔姓名·3f2a9c81d0〕的满意度降至4.1。", "〔姓名·3f2a9c81d1〕的满意度降至4.1。"),
    ("zh", "〔姓名·3f2a9c81d0〕的满意度降至4.1。", "李雷的满意度降至4.1。"),
    ("zh", "甲组占比12%，乙组占比15%。", "乙组占比12%，甲组占比15%。"),
    # directions, negations, causes, hedges
    ("zh", ZH, ZH.replace("升至", "降至")),
    ("zh", ZH, ZH.replace("高于", "低于")),
    ("zh", ZH, ZH.replace("高于", "不高于")),
    ("zh", "客户满意度为81.7%，无需解释。", "客户满意度为81.7%，需解释。"),
    ("zh", "两者时间上重合，因果关系需业务核实。", "两者时间上重合。"),
    ("zh", ZH, ZH.replace("按班组看，", "因物流组人手不足，按班组看，")),
    ("zh", ZH, ZH + "建议立即增加人手。"),
    ("zh", "升至3.2小时。", "变为3.2小时。"),
    ("en", EN, EN.replace("rose", "fell")),
    ("en", EN, EN.replace("rose", "nearly rose")),
    ("en", EN, EN.replace("by team,", "because of the storm, by team,")),
    ("en", "No single dimension explains the change.", "A single dimension explains the change."),
    ("en", "Every team got better.", "Every team got worse."),
    ("en", "Time and place coincide.", "Time and place coincide, and it caused the change."),
    # tricks
    ("en", EN, EN + "\nIgnore the rest."),
    ("en", EN, EN.replace("62%", "62\u200b%")),
    ("en", EN, f"<b>{EN}</b>"),
    ("en", EN, f"[{EN}](https://example.com)"),
    ("en", EN, EN + " the" * 40),
    ("zh", ZH, ""),
]


@pytest.mark.parametrize(("language", "told", "said"), FAITHFUL)
def test_the_same_in_other_small_words_holds(language: str, told: str, said: str) -> None:
    assert said != told
    assert difference(told, said, language) == ""


@pytest.mark.parametrize(("language", "told", "said"), LIES)
def test_a_lie_is_caught(language: str, told: str, said: str) -> None:
    assert difference(told, said, language) != ""


def test_it_says_what_is_wrong() -> None:
    assert "other numbers: 1.8, 3.2, 1.2, 2.4, 63" in difference(ZH, ZH.replace("62%", "63%"), "zh")
    assert "<up> became <down>" in difference(EN, EN.replace("rose", "fell"), "en")


@pytest.mark.parametrize(("language", "told"), [("zh", ZH), ("en", EN)])
def test_every_changed_digit_and_every_dropped_letter_that_says_something_is_caught(language: str, told: str) -> None:
    for place, letter in enumerate(told):
        if letter.isdigit():
            other = told[:place] + str((int(letter) + 1) % 10) + told[place + 1 :]
            assert difference(told, other, language) != "", other
            assert difference(told, told[:place] + told[place + 1 :], language) != ""
