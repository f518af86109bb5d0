"""Whether a number moved because of what was done."""
