"""A total or an average among the data, kept apart so that nothing counts twice."""

from kefu.cleaning import Rule, seen_elsewhere

RULE = Rule({"en": "is a summary, not data", "zh": "汇总行，非明细数据"}, seen_elsewhere)
