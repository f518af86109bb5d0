"""Reports of the months: built, previewed, commented, submitted, approved, compared, sent and scheduled.

What is frozen lies in ``archive/`` of the project and is only read here; every write goes through ``Project``, so that
``kefu publish`` and the pages keep the same rules.
"""
