"""A total or an average among the data, or a row its profile names as none, kept apart so that nothing counts twice."""

from kefu.cleaning import Rule, seen_elsewhere

RULE = Rule({"en": "summary row or other row without data", "zh": "汇总行或其他非数据行"}, seen_elsewhere)
