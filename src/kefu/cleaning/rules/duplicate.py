"""A later row of the same file speaks of the same thing; the later one counts."""

from kefu.cleaning import Rule, seen_elsewhere

RULE = Rule({"en": "repeated by a later row", "zh": "与后面的行重复"}, seen_elsewhere)
