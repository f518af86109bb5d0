"""Sending finished reports: who gets one (``channel``), what the message says (``message``), how it gets there
(``delivery``), and what was sent (``log``)."""
