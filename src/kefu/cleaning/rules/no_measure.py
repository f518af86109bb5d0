"""A row of a platform's report in which every indicator is empty: an agent off duty, a day without service."""

from kefu.cleaning import Rule, seen_elsewhere

RULE = Rule({"en": "no figure stated", "zh": "各项指标均为空"}, seen_elsewhere)
