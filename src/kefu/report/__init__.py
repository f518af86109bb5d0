"""The report: a neutral document built from findings, and the renderers that draw it."""
