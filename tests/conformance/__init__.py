"""Help desks' and platforms' own published cases, put to the product's functions; ``case.py`` says what is asked."""
