"""Customers who scored low are called within 48 hours: queue, script, attempts, outcome, and whether it happens again.

Calls go back into the data as rows of ``call`` (``bringing_back``), so the rate is the catalogue's own indicator.
"""
