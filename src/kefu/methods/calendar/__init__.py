"""Business time: when a team is open, how much open time lies between two moments, and what an SLA clock says.

Moments are whole seconds since 1970 in UTC, alone or as NumPy arrays; spans of a day are whole seconds of the local
clock. Everything is half-open: a team that closes at 18:00 is closed at 18:00:00.
"""
