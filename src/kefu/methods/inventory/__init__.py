"""How much of a part to keep, when to order and what idle stock costs."""
