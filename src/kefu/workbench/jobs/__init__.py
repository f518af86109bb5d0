"""Work that takes longer than a page may: done by a process of its own, with progress, cancelling and another try.

An app's ``tasks.py`` names its functions with ``@job("datasets.import")``; they get a ``report`` to tell their progress
to, and arguments that are plain JSON. A job may be run again after it was killed anywhere, so whatever it does has to
come out the same when it is done twice. ``@recurring`` has one started by the clock.
"""
