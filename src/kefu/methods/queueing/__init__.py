"""How many people a stream of contacts needs, and how long it waits for them."""
