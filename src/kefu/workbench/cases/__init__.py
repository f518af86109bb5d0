"""Complaints and issues from the first word to the review: legal steps only, each with its clock.

``flow.py`` holds the two tables of steps, ``rulebook.py`` what a project may set for itself (``cases.yaml``): clocks,
authority, topics, departments. ``urgent.py`` is the page customers without an account reach.
"""
