"""What comes next, how far it may be off, and whether a model is worth more than last year's number."""
