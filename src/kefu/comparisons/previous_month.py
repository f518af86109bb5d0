"""The month before; of a longer or shorter period, the one before of the same length."""

from kefu.comparisons import Comparison, earlier

COMPARISON = Comparison({"en": "Previous month", "zh": "上月"}, earlier(lambda period: period.previous))
