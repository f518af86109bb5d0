"""What people type as a promise, and what it means."""

from __future__ import annotations

import pytest

from kefu.analyses._promise import Promise, Reason, UnclearError, read_promise
from kefu.findings import Unit

SHARE, SECONDS, COUNT, MONEY, SCORE, NPS = Unit.SHARE, Unit.SECONDS, Unit.COUNT, Unit.MONEY, Unit.SCORE, Unit.NPS


@pytest.mark.parametrize(
    ("text", "unit", "kind", "value"),
    [
        ("0.05", SHARE, "by", 0.05),
        ("-0.15", SHARE, "by", -0.15),
        ("-600", SECONDS, "by", -600),
        ("-20%", SHARE, "share", -0.2),
        ("降20%", SHARE, "share", -0.2),
        ("降低了 20 %", SECONDS, "share", -0.2),
        ("－２０％", COUNT, "share", -0.2),
        ("−20%", COUNT, "share", -0.2),  # a minus sign, not a hyphen
        ("reduce by 20%", COUNT, "share", -0.2),
        ("Up 12.5%", NPS, "share", 0.125),
        ("提升5个百分点", SHARE, "by", 0.05),
        ("提升５个百分点", SHARE, "by", 0.05),
        ("+3pp", SHARE, "by", 0.03),
        ("下降1.5个点", SHARE, "by", -0.015),
        ("+2 percentage points", SHARE, "by", 0.02),
        ("到95%", SHARE, "to", 0.95),
        ("提升到95%。", SHARE, "to", 0.95),
        ("降至 3%", SHARE, "to", 0.03),
        ("to 95%", SHARE, "to", 0.95),
        ("≥95%", SHARE, "to", 0.95),
        ("95%以上", SHARE, "to", 0.95),
        ("到0.95", SHARE, "to", 0.95),
        ("缩短10分钟", SECONDS, "by", -600),
        ("-1.5h", SECONDS, "by", -5_400),
        ("缩短到2小时以内", SECONDS, "to", 7_200),
        ("减少1,200件", COUNT, "by", -1_200),
        ("降0.5万元", MONEY, "by", -5_000),
        ("降到 ¥8,000", MONEY, "to", 8_000),
        ("提高0.2分", SCORE, "by", 0.2),
        ("提升5个点", NPS, "by", 5),
        ("到-5", NPS, "to", -5),
        ("降到0", COUNT, "to", 0),
    ],
)
def test_a_promise_is_read_as_it_is_meant(text: str, unit: Unit, kind: str, value: float) -> None:
    read = read_promise(text, unit)
    assert read is not None
    assert read.kind == kind
    assert read.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "unit", "reason"),
    [
        ("很多", SHARE, Reason.NO_NUMBER),
        ("%", SHARE, Reason.NO_NUMBER),
        ("5%-10%", SHARE, Reason.SEVERAL),
        ("从80%到95%", SHARE, Reason.SEVERAL),
        ("95%", SHARE, Reason.NO_DIRECTION),
        ("5个百分点", SHARE, Reason.NO_DIRECTION),
        ("600秒", SECONDS, Reason.NO_DIRECTION),
        ("降-20%", SHARE, Reason.TWICE),
        ("约降20%", SHARE, Reason.WORDS),
        ("改善20%", SHARE, Reason.WORDS),
        ("降低20元", SECONDS, Reason.WORDS),
        ("提高2倍", COUNT, Reason.WORDS),
        ("1,5", SHARE, Reason.WORDS),
        ("0", COUNT, Reason.ZERO),
        ("-0%", SHARE, Reason.ZERO),
        ("+3pp", SECONDS, Reason.NOT_A_SHARE),
        ("到95个百分点", SHARE, Reason.NOT_A_SHARE),
        ("到95%", SECONDS, Reason.NOT_A_SHARE),
        ("提升5", SHARE, Reason.BEYOND_SHARE),
        ("到95", SHARE, Reason.BEYOND_SHARE),
        ("-120%", COUNT, Reason.BEYOND),
        ("到-3", COUNT, Reason.BEYOND),
    ],
)
def test_what_has_no_one_meaning_is_refused_with_the_reason(text: str, unit: Unit, reason: Reason) -> None:
    with pytest.raises(UnclearError) as error:
        read_promise(text, unit)
    assert error.value.reason is reason


def test_nothing_typed_is_no_promise() -> None:
    assert read_promise(" ", SHARE) is None


@pytest.mark.parametrize(
    ("promise", "change"), [(Promise("by", 0.05), 0.05), (Promise("share", -0.2), -0.16), (Promise("to", 0.95), 0.15)]
)
def test_the_change_follows_from_the_level_before(promise: Promise, change: float) -> None:
    """The level before is 0.8: a fifth less is 0.16 less; to 0.95 it is 0.15."""
    assert promise.change(0.8) == pytest.approx(change)
