"""A line with too many or too few columns, or with an open quotation mark."""

from kefu.cleaning import Rule, seen_elsewhere

RULE = Rule({"en": "line that cannot be split into columns", "zh": "无法拆分为列"}, seen_elsewhere)
