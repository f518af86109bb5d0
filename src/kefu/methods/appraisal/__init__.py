"""How values of several metrics become one score."""
