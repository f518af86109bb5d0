"""How people or teams compare once luck, the size of the sample and many comparisons are allowed for."""
