"""Which attributes go together, beyond what chance would bring about."""
