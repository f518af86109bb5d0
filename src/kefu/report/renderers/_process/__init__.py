"""A process map as boxes and lines: laid out once for every format, and drawn as SVG for those that take a picture."""
