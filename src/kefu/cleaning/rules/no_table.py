"""No table of the mapping takes the row: what it says is of a kind the mapping does not foresee."""

from kefu.cleaning import Rule, seen_elsewhere

RULE = Rule({"en": "fits no table of the mapping", "zh": "不符合映射中的任何数据表"}, seen_elsewhere)
