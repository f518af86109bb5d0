"""The same calendar month a year earlier."""

from kefu.comparisons import Comparison, earlier

COMPARISON = Comparison({"en": "Same month last year", "zh": "去年同月"}, earlier(lambda period: period.shifted(-12)))
