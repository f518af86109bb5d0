"""Restatement: which figures of a published report the data of today give otherwise, and why.

``published.py`` keeps which figures a report showed, ``measuring.py`` asks the same questions again in few passes, and
``restating.py`` tells the difference as findings.
"""
