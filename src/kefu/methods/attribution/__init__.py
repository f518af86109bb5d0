"""Which part of a change each segment or factor accounts for; the parts always sum to the whole."""
