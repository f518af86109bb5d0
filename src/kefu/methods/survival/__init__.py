"""How long things last when most of them have not failed yet."""
