"""Targets: their basis, their parts, which always make the whole, how far they are reached, and what would be if."""
