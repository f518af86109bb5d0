"""The calendar month before."""

from kefu.comparisons import Comparison, earlier

COMPARISON = Comparison({"en": "Previous month", "zh": "上月"}, earlier(months=1))
