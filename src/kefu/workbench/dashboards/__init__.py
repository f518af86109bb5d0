"""Pages that show figures: the same ``measure()`` as everywhere, in the slice this person may see."""
