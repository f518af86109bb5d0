"""Kefu (客服): from the raw records of customer service to the finished monthly report."""

__version__ = "0.1.0"
